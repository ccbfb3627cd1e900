/**
 * Codes of the predictive dialer's direct API, in words. Source: docs/vendors/airudder.md, section 11 (seen in one
 * public
 * client). 10520 to 10526 come with seven meanings in presumably this order.
 */
const MEANINGS: Record<string, string> = {
  '-1': 'The request could not be decoded',
  '10201': 'AIRUDDER has trouble on its own side',
  '10301': 'The app key is wrong',
  '10302': 'The account could not be verified',
  '10501': 'The task could not be created',
  '10502': 'The task ID is empty',
  '10503': 'The callback URL is empty',
  '10504': 'The callback URL is invalid',
  '10505': 'The list of contacts is empty',
  '10506': 'There is no such task',
  '10507': 'The task was not executed',
  '10508': 'The task name was used before; it can be used once',
  '10509': 'The start time lies in the past',
  '10510': 'A phone number has the wrong form; it needs + and at most 14 digits',
  '10511': 'The skill group is missing',
  '10512': 'The skill group is empty',
  '10513': 'The task is finished',
  '10514': 'The task has not started',
  '10515': 'The task is not finished',
  '10516': 'There are no recordings',
  '10517': 'privateData is invalid',
  '10518': 'The task name is invalid; use letters, digits and underscores',
  '10519': 'The copied task is empty',
  '10520': 'The pause time is invalid',
  '10521': 'RepeatTimes is invalid',
  '10522': 'BulkCallInterval is invalid',
  '10523': 'The voicemail setting is invalid',
  '10524': 'The QA setting is invalid',
  '10525': 'The lost rate is invalid',
  '10526': 'The number interval is invalid',
  '10527': 'Contacts can no longer be added',
  '10550': 'The agent name is invalid',
  '10551': 'The agent is not in the group',
  '10605': 'The task is not in the state Not Started',
  '10606': 'The check of the task failed',
  '10607': 'The check of the task detail failed',
  '10608': 'The call ID is empty',
  '10609': 'The call ID is invalid',
  '10610': 'The call ID could not be verified',
  '10611': 'The call is not finished',
  '10612': 'The call was not answered by an agent',
  '10613': 'The task is not running',
  '10614': 'The task is not paused',
  '10617': 'Customer information is not configured',
  '10618': 'The column PhoneNumber is missing',
  '10620': 'The end must be at least 5 minutes after the start',
  '10621': 'Start and end must be on the same day',
  '10702': 'The task ID is invalid',
  '10703': 'The task ID could not be verified',
  '10704': 'That is not allowed on a task of a workflow',
  '10705': 'AIRUDDER asks for fewer requests',
  '10801': 'The login of the user is wrong',
  '10802': 'The user is not an agent',
  '10803': 'The user belongs to another organisation',
  '10810': 'The user token is empty',
  '10811': 'The user token cannot be read',
  '10812': 'The user token is invalid',
  '10813': 'The user token has expired',
  '10814': 'The user is missing',
  '10820': 'The file is missing',
  '10901': 'Voicemail is not enabled',
};

/** Codes that say nothing about whether the request was carried out. */
const TROUBLE = ['10201'];

/** Codes after which the same request may work a little later. */
const LATER = ['10201', '10705'];

export interface DialerCode {
  meaning: string;
  effect: 'none' | 'unknown';
  transient: boolean;
}

/** What a code of the direct API means, or undefined for one that is not known. */
export function dialerCode(code: string): DialerCode | undefined {
  if (!Object.hasOwn(MEANINGS, code)) return undefined;
  return {
    meaning: MEANINGS[code],
    effect: TROUBLE.includes(code) ? 'unknown' : 'none',
    transient: LATER.includes(code),
  };
}

/** All codes with a known meaning. */
export const dialerCodes: readonly string[] = Object.keys(MEANINGS);
