import { keepsSecrets } from '../host/secrets';
import { brokenOff, campaigns, settledByARun, withCampaigns } from './campaigns';

const host = withCampaigns('outages-killed');

describe('n8n is killed while contacts are handed over', () => {
  it('the next run calls everybody once, where the vendor had acted', async () => {
    const all = await campaigns();
    await brokenOff(all, 'silenceAfter');
    await host().server.kill();
    host().simulator.faults.clear();
    await host().server.start();
    await settledByARun(all, 'n8n killed, after it acted', true);
  }, 300_000);
});

keepsSecrets(host);
