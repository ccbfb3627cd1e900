import { keepsSecrets } from '../host/secrets';
import { brokenOff, campaigns, settledByARun, withCampaigns } from './campaigns';

const host = withCampaigns('outages-killed');

describe('n8n is killed while contacts are handed over', () => {
  it('the next run calls everybody once, whether the vendor had acted or not', async () => {
    const acted = await campaigns();
    const not = process.env.LONG === '1' ? await campaigns() : [];
    await brokenOff(acted, 'silenceAfter');
    await brokenOff(not, 'silenceBefore');
    await host().server.kill();
    host().simulator.faults.clear();
    await host().server.start();
    await Promise.all([
      settledByARun(acted, 'n8n killed, after it acted', true),
      settledByARun(not, 'n8n killed, before it acted', false),
    ]);
  }, 300_000);
});

keepsSecrets(host);
