import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { recording } from './dialling/recording';
import type { Ledger } from './ledger';

interface RecordingQuery {
  /** The file is there from this look on; before, 404. */
  after?: string;
  /** Sends a file of this size. */
  megabytes?: string;
  /** `no` leaves the size unsaid. */
  announce?: string;
  /** `yes` sends a beginning, and nothing more. */
  stall?: string;
  /** Answers with this HTTP status. */
  status?: string;
  /** Content type in place of `audio/wav`. */
  type?: string;
  /** Where a redirect leads. */
  to?: string;
}

/** The storage that recording links lead to; queries of a link make it late, large or a redirect. */
export function addRecordingRoutes(app: FastifyInstance, ledger: Ledger): void {
  const looks = new Map<string, number>();

  app.get<{ Querystring: RecordingQuery }>('/recordings/redirect', async ({ query }, reply) =>
    reply.redirect(query.to ?? '/', 302),
  );

  app.get<{ Querystring: RecordingQuery }>('/recordings/:file', async ({ url, query }, reply) => {
    ledger.downloads.push({ url });
    const look = (looks.get(url) ?? 0) + 1;
    looks.set(url, look);
    if (look < Number(query.after ?? 1)) return reply.status(404).send('not yet');
    if (query.status !== undefined) return reply.status(Number(query.status)).send('no');
    reply.type(query.type ?? 'audio/wav');
    if (query.stall === 'yes') return reply.send(onlyBegun(recording()));
    if (query.megabytes === undefined) return reply.send(recording());
    const file = Buffer.alloc(Number(query.megabytes) * 1024 * 1024, 128);
    return reply.send(query.announce === 'no' ? Readable.from([file]) : file);
  });
}

/** A file of which the first half comes, and never the rest. */
function onlyBegun(file: Buffer): Readable {
  const stream = new Readable({ read: () => undefined });
  stream.push(file.subarray(0, file.length / 2));
  return stream;
}
