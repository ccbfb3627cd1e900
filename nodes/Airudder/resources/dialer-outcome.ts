import type { CallOutcome } from '../../campaign/call-result';

/**
 * Why a call of the predictive dialer ended. Source: docs/vendors/airudder.md, section 10 (seen in one public
 * client).
 */
const HANGUP_REASONS: Record<number, [words: string, outcome: CallOutcome]> = {
  0: ['unknown', 'unknown'],
  1: ['answered, but no agent was free', 'answered'],
  2: ['normal', 'noAnswer'],
  3: ['busy', 'busy'],
  4: ['number not in use', 'vacant'],
  5: ['on hold', 'notConnected'],
  6: ['switched off', 'poweredOff'],
  7: ['out of area', 'notConnected'],
  8: ['invalid number', 'vacant'],
  9: ['wrong number', 'vacant'],
  12: ['talked', 'answered'],
  13: ['rejected by the agent', 'answered'],
  14: ['the user hung up', 'unknown'],
  15: ['fusing', 'unknown'],
  16: ['answering machine', 'notConnected'],
  17: ["the agent's network failed", 'answered'],
  18: ['attempt limit reached', 'notConnected'],
  19: ['contact abandoned shortly', 'answered'],
  20: ['do not call', 'rejected'],
};

const STATES: Record<string, CallOutcome> = {
  CALLING: 'dialing',
  RINGING: 'dialing',
  ANSWERED: 'answered',
};

/** The outcome that a state and a hang-up reason stand for, and the reason in words. */
export function dialerOutcome(
  state: string | null,
  hangupReason: number | null,
): { outcome: CallOutcome; reason: string | null } {
  const underWay = STATES[state?.toUpperCase() ?? ''];
  if (underWay !== undefined) return { outcome: underWay, reason: null };
  const [reason, outcome] = HANGUP_REASONS[hangupReason ?? -1] ?? [null, 'unknown'];
  return { outcome, reason };
}
