import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { leakedInto } from '../secrets';
import type { Host } from './n8n';

/**
 * The last test of a file that runs n8n: whatever happened in it, n8n kept no secret of any credential outside of
 * its encrypted credentials: not in saved executions, its log, its database, an export of its credentials.
 */
export function keepsSecrets(host: () => Host): void {
  describe('what n8n keeps of all this', () => {
    it('holds no secret, in saved executions, log, database and exported credentials', async () => {
      const { client, server, secrets } = host();
      const issued = host().simulator.airudder.tokens.everIssued();
      const all = [...secrets, ...issued];
      const places = {
        'saved executions': JSON.stringify(await client.executions()),
        log: server.log(),
        database: database(server.folder),
        'exported credentials': await server.exportCredentials(),
      };
      expect(places['exported credentials']).toContain('"data"');
      for (const [place, text] of Object.entries(places)) {
        expect([place, leakedInto(text, all)]).toEqual([place, []]);
      }
    }, 180_000);
  });
}

function database(folder: string): string {
  return ['database.sqlite', 'database.sqlite-wal']
    .map((name) => path.join(folder, '.n8n', name))
    .filter((file) => existsSync(file))
    .map((file) => readFileSync(file).toString('latin1'))
    .join();
}
