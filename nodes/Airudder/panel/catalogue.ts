import rows from './catalogue.json';

/** What the vendor's table of contents calls the parts of its API. */
export type EndpointGroup =
  | 'token'
  | 'task'
  | 'plan'
  | 'workflow'
  | 'dialer'
  | 'inbound'
  | 'chatbot'
  | 'encryption';

/** One entry of the vendor's table of contents. */
export interface CatalogueRow {
  /** Row of the table in docs/vendors/airudder.md, e.g. `A2`. */
  id: string;
  group: EndpointGroup;
  /** The vendor's own title. */
  title: string;
  /** `call`: we call AIRUDDER. `push`: AIRUDDER calls a trigger. `rule`: holds for all of them. */
  kind: 'call' | 'push' | 'rule';
  /** null where the vendor's documents that we know do not say it. */
  method: 'GET' | 'POST' | null;
  /** null where it is not public. */
  path: string | null;
  /** Id of the vendor's page, see `pageAddress`. */
  page?: string;
  /** A page that matches by its title only. */
  likelyPage?: string;
  /** D documented, C seen in public clients, I inferred, U unknown. */
  confidence: string;
  /** Whether the call changes nothing, so that it may be repeated. */
  reads?: boolean;
  /** Which operation or trigger does it. */
  by: string;
}

/**
 * Every entry of the vendor's table of contents, one line each in `catalogue.json`. When a path becomes known,
 * that line changes and nothing else. Source: docs/vendors/airudder.md, section 1 and appendix A.
 */
export const catalogue = rows as readonly CatalogueRow[];

/** Where people read about a row; undefined where no page of it is known. */
export function pageAddress({ page, likelyPage }: CatalogueRow): string | undefined {
  const id = page ?? likelyPage;
  return id === undefined ? undefined : `https://api-docs.airudder.com/${id}`;
}
