import {
  ANYTHING_ELSE,
  chosenByDefault,
  isWanted,
  outputsOf,
} from '../../nodes/Airudder/events/stored-triggers';

const first = { value: 'callCompleted', name: 'Call Completed' };
const second = { value: 'taskFinished', name: 'Task Finished' };
const later = { value: 'instancePaused', name: 'Instance Paused', since: '0.10.0' };
const between = { value: 'taskPaused', name: 'Task Paused', since: '0.9.0' };
const events = [first, later, second, between];

describe('an event that comes in with a later release', () => {
  it('reaches a stored trigger that wants anything else, as it did before', () => {
    expect(isWanted(later, [ANYTHING_ELSE, 'callCompleted'])).toBe(true);
    expect(isWanted(later, ['callCompleted'])).toBe(false);
    expect(isWanted(later, ['instancePaused'])).toBe(true);
  });

  it('leaves the default of Trigger On as it is, and comes with it', () => {
    const chosen = chosenByDefault(events);
    expect(chosen).toEqual([ANYTHING_ELSE, 'callCompleted', 'taskFinished']);
    expect(events.map((event) => isWanted(event, chosen))).toEqual([true, true, true, true]);
  });

  it('gets an output behind all others, so that connections stay where they are', () => {
    expect(outputsOf(events).map((event) => event?.name ?? 'Other')).toEqual([
      'Call Completed',
      'Task Finished',
      'Other',
      'Task Paused',
      'Instance Paused',
    ]);
  });

  it('of the first release is wanted only if it is chosen', () => {
    expect(isWanted(first, [ANYTHING_ELSE])).toBe(false);
  });
});
