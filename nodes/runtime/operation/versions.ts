/** From this version of a node on, it has guards. Nodes that were stored before go on as they were. */
export const GUARDED_SINCE = 1.1;

/** From this version on, what protects stands under Sending instead of Options. */
export const TWO_RANKS_SINCE = 1.2;

/** Versions of a node that hands contacts over; each changed what stored nodes must keep. */
export const NODE_VERSIONS = [1, GUARDED_SINCE, TWO_RANKS_SINCE];

/** What a new node gets. */
export const NEWEST_VERSION = TWO_RANKS_SINCE;
