/** Which guard kept a contact from being called. */
export type GuardKind =
  | 'attempts'
  | 'callingHours'
  | 'consent'
  | 'doNotCall'
  | 'timeZone'
  | 'unreadable';

/** Why a contact is not called: never by this campaign, or not before a moment. */
export type Refusal =
  | { outcome: 'notAllowed'; by: GuardKind; reason: string }
  | {
      outcome: 'notNow';
      by: GuardKind;
      reason: string;
      /** From when on it may be called, in epoch milliseconds. */
      callableFrom: number;
    };
