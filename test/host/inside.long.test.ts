import path from 'node:path';
import { credentialData } from '../../demo/campaign';
import type { Execution } from '../../n8n-server/client';
import { HOST_START_MS, startHost, type Host } from './n8n';
import { keepsSecrets } from './secrets';
import { chain, rowsNode, sobotNode, start } from '../../n8n-server/workflow-parts';

/** Resolves to this machine, see resolve-inside.cjs; its look gives nothing away. */
const NAME = 'recordings.attacker.example';

const RESOLVES_INSIDE = {
  NODE_OPTIONS: `--require=${path.join(__dirname, 'resolve-inside.cjs')}`,
};

async function download(host: Host): Promise<Execution> {
  const credential = await host.client.createCredential(
    'Sobot',
    'sobotICallApi',
    credentialData(host.simulator),
  );
  const recordingUrl = `${host.simulator.url.replace('127.0.0.1', NAME)}/recordings/a.wav`;
  const workflow = await host.client.createWorkflow(
    chain(
      'Download',
      start(),
      rowsNode([{}]),
      sobotNode({ resource: 'call', operation: 'downloadRecording', recordingUrl }, credential),
    ),
  );
  return await host.client.run(workflow, 'Start');
}

describe("a vendor's link whose name resolves to the user's own network", () => {
  describe.each([
    ['without', {}, true],
    ['with', { N8N_SSRF_PROTECTION_ENABLED: 'true' }, false],
  ] as const)("%s n8n's protection", (_, protection, reached) => {
    let host: Host;
    beforeAll(async () => {
      host = await startHost({}, { ...RESOLVES_INSIDE, ...protection });
    }, HOST_START_MS);
    afterAll(async () => await host?.close(), 60_000);

    it(
      reached ? 'is opened: a node cannot see what a name resolves to' : 'is not opened',
      async () => {
        const execution = await download(host);
        expect(host.simulator.ledger.downloads.length > 0).toBe(reached);
        expect(execution.status).toBe(reached ? 'success' : 'error');
        if (!reached) {
          expect(execution.data.resultData.error?.message).toContain(`${NAME}`);
        }
      },
      60_000,
    );

    keepsSecrets(() => host);
  });
});
