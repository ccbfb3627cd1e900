/** What a person is told about contacts of a workflow instance. */
export const HANDOVER_WORDS = {
  notTaken: 'AIRUDDER raised no objection but does not hold this contact',
  unknown: 'Look them up with Contact: Reconcile before you send them again.',
};
