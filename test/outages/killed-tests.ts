import { keepsSecrets } from '../host/secrets';
import { brokenOff, campaigns, settledByARun, withCampaigns } from './campaigns';

/** n8n is killed while contacts are handed over, once the vendor has acted or before it does. */
export function killedTests(name: string, vendorHadActed: boolean): void {
  const host = withCampaigns(name);
  const [kind, outage, when] = vendorHadActed
    ? (['silenceAfter', 'n8n killed, after it acted', 'had'] as const)
    : (['silenceBefore', 'n8n killed, before it acted', 'had not'] as const);

  describe('n8n is killed while contacts are handed over', () => {
    it(`the next run calls everybody once, where the vendor ${when} acted`, async () => {
      const all = await campaigns();
      await brokenOff(all, kind);
      await host().server.kill();
      host().simulator.faults.clear();
      await host().server.start();
      await settledByARun(all, outage, vendorHadActed);
    }, 300_000);
  });

  keepsSecrets(host);
}
