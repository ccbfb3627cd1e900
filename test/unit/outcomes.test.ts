import { isFinal, outcomeKind, type CallOutcome } from '../../nodes/campaign/call-result';

const OUTCOMES: Array<[outcome: CallOutcome, kind: string, isFinal: boolean]> = [
  ['answered', 'answered', true],
  ['noAnswer', 'unreached', true],
  ['notConnected', 'unreached', true],
  ['busy', 'unreached', true],
  ['poweredOff', 'unreached', true],
  ['rejected', 'refused', true],
  ['suspended', 'deadNumber', true],
  ['vacant', 'deadNumber', true],
  ['cancelled', 'other', true],
  ['pending', 'other', false],
  ['dialing', 'other', false],
  ['unknown', 'other', false],
  ['noRecord', 'other', false],
];

describe('how a call ended', () => {
  it.each(OUTCOMES)('%s leaves a trigger by the output of %s; that it is over: %s', (...row) => {
    const [outcome, kind, over] = row;
    expect([outcomeKind(outcome), isFinal(outcome)]).toEqual([kind, over]);
  });
});
