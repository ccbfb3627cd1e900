import {
  ANYTHING_ELSE,
  chosenByDefault,
  isKnownTo,
  outputsOf,
} from '../../nodes/Airudder/events/stored-triggers';

const first = { value: 'callCompleted', name: 'Call Completed' };
const second = { value: 'taskFinished', name: 'Task Finished' };
const later = { value: 'instancePaused', name: 'Instance Paused', since: '0.10.0' };
const between = { value: 'taskPaused', name: 'Task Paused', since: '0.9.0' };
const events = [first, later, second, between];

describe('an event that comes in with a later release', () => {
  it('is unknown to a stored trigger, as it was before, until somebody chooses it', () => {
    expect(isKnownTo([ANYTHING_ELSE, 'callCompleted'], later)).toBe(false);
    expect(isKnownTo(['callCompleted'], later)).toBe(false);
    expect(isKnownTo([ANYTHING_ELSE, 'instancePaused'], later)).toBe(true);
    expect(isKnownTo([], first)).toBe(true);
    expect(isKnownTo([], undefined)).toBe(true);
  });

  it('leaves the default of Trigger On as it is', () => {
    expect(chosenByDefault(events)).toEqual([ANYTHING_ELSE, 'callCompleted', 'taskFinished']);
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
});
