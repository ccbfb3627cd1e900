import type { IDisplayOptions } from 'n8n-workflow';

/** From this version of a node on, it has guards. Nodes that were stored before go on as they were. */
export const GUARDED_SINCE = 1.1;

/** From this version on, what protects stands under Sending, and AIRUDDER's customer data in one place. */
export const TWO_RANKS_SINCE = 1.2;

/** Versions of a node that hands contacts over; each changed what stored nodes must keep. */
export const NODE_VERSIONS = [1, GUARDED_SINCE, TWO_RANKS_SINCE];

/** What a new node gets. */
export const NEWEST_VERSION = TWO_RANKS_SINCE;

/** For `displayOptions.show`: in nodes of this version and later ones. */
export function since(version: number): NonNullable<IDisplayOptions['show']> {
  return { '@version': [{ _cnd: { gte: version } }] };
}

/** For `displayOptions.show`: in nodes that were stored before this version. */
export function before(version: number): NonNullable<IDisplayOptions['show']> {
  return { '@version': [{ _cnd: { lt: version } }] };
}
