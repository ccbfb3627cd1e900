import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leakedInto } from '../secrets';
import { looked } from '../trust-counts';
import type { Host } from './n8n';

/**
 * The last test of a file that runs n8n: whatever happened in it, n8n kept no secret of any credential outside of
 * its encrypted credentials: not in saved executions, its log, its database.
 *
 * @param settings.readable whether n8n can hand out its executions; otherwise only its database is searched, which
 *   holds them too
 * @param settings.exported whether n8n is asked for an export of its credentials, too
 */
export function keepsSecrets(host: () => Host, { readable = true, exported = false } = {}): void {
  describe('what n8n keeps of all this', () => {
    it('holds no secret, in saved executions, log and database', async () => {
      const { client, server, secrets } = host();
      const issued = host().simulator.airudder.tokens.everIssued();
      const all = [...secrets, ...issued];
      const places = {
        log: server.log(),
        ...(exported ? { 'exported credentials': await server.exportCredentials() } : {}),
        ...database(server.folder),
      };
      looked({
        'places searched for secrets': Object.keys(places).length,
        'secrets looked for': all.length,
      });
      for (const [place, text] of Object.entries(places)) {
        expect([place, leakedInto(text, all)]).toEqual([place, []]);
      }
      if (!readable) return;
      for await (const page of client.pagesOfExecutions(undefined, 50)) {
        for (const execution of page) {
          const place = `execution ${execution.id}`;
          looked({ 'places searched for secrets': 1 });
          expect([place, leakedInto(JSON.stringify(execution), all)]).toEqual([place, []]);
        }
      }
    }, 180_000);
  });
}

/** The files of n8n's database, by name. */
function database(folder: string): Record<string, Buffer> {
  const files = ['database.sqlite', 'database.sqlite-wal']
    .map((name) => [name, path.join(folder, '.n8n', name)])
    .filter(([, file]) => existsSync(file));
  return Object.fromEntries(files.map(([name, file]) => [name, readFileSync(file)]));
}
