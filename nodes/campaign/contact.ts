/** One row to be called. */
export interface Contact {
  /** The user's own id of the row, unique in its task; results come back under it. */
  contactId: string;
  phone: string;
  /** What the script says about this contact, by variable name. */
  variables: Record<string, string>;
  /** What the vendor wants to know beyond that, under its own names. */
  fields?: Record<string, string | number>;
}

/** What became of one contact. Every input contact ends as exactly one of these. */
export type ContactOutcome =
  /** The vendor confirmed it. */
  | 'submitted'
  /** The vendor already had it from an earlier run, so it was not sent again. */
  | 'alreadySubmitted'
  /** It was not sent because something about the row is wrong. */
  | 'rejected'
  /** It was not sent because an earlier batch stopped the run, or the vendor refused its batch. */
  | 'notSent'
  /** It was sent, and whether the vendor took it could not be found out. */
  | 'unknown'
  /** The vendor took the others and refused this one, with a reason of its own. */
  | 'refused'
  /** The vendor raised no objection and yet does not hold it: it drops numbers it does not like. */
  | 'notTaken'
  /** A guard keeps it from being called now; it may be called later. */
  | 'notNow'
  /** A guard keeps it from being called: on the do-not-call list, no consent. */
  | 'notAllowed'
  /** It would have been sent, had this not been a dry run. */
  | 'dryRun';
