import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { OWNER, setUpCampaign, type Campaign } from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import { PROJECT } from '../../n8n-server/community-package';
import { HOST_START_MS, startHost, type Host } from '../host/n8n';
import { leakedInto } from '../secrets';
import { launchChromium } from './chromium';

const VIEWPORT = { width: 1440, height: 960 };

const IMAGES = path.join(PROJECT, 'docs', 'images');

/** n8n's editor in a browser, signed in. */
export interface Editor {
  page: Page;
  host: Host;
  /** The demo's workflows, stored in it. */
  campaign: Campaign;
  /** Errors on the browser's console. */
  consoleErrors: string[];
  byId(id: string): Locator;
  /** Shows an empty canvas. */
  newWorkflow(): Promise<void>;
  /** Shows a stored workflow. */
  openWorkflow(workflow: StoredWorkflow): Promise<void>;
  /** Shows the panel of a node of the workflow that is open. */
  openNode(name: string): Promise<void>;
  /** Picks an entry of a locator's list, by clicking. */
  pickFromList(locator: string, entry: string): Promise<void>;
  /**
   * Takes a picture for the docs, and looks for secrets in all that the page shows and in what stands in its fields.
   *
   * @param options.hidden a field that holds a secret and that n8n shows in its form; it is covered in the picture
   * @param options.height of the window, in pixels, where a panel is longer than the usual one
   */
  shot(
    name: string,
    options?: { hidden?: { field: string; secret: string }; height?: number },
  ): Promise<void>;
}

/** Starts n8n with the demo's workflows, and a browser that shows its editor, for all tests of a file. */
export function withEditor(): () => Editor {
  let host: Host;
  let browser: Browser;
  let editor: Editor;
  beforeAll(async () => {
    [host, browser] = await Promise.all([startHost(), launchChromium()]);
    editor = await openEditor(host, browser);
  }, HOST_START_MS);
  afterAll(async () => {
    await browser?.close();
    await host?.close();
  }, 60_000);
  return () => editor;
}

/** Opens the editor in a page that can reach nothing but this machine. */
async function openEditor(host: Host, browser: Browser): Promise<Editor> {
  const campaign = await setUpCampaign(host.client, host.simulator);
  mkdirSync(IMAGES, { recursive: true });
  const consoleErrors: string[] = [];
  const context = await browser.newContext({ viewport: VIEWPORT, reducedMotion: 'reduce' });
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    const outside = url.protocol.startsWith('http') && url.hostname !== '127.0.0.1';
    return outside ? route.abort() : route.continue();
  });
  const page = await context.newPage();
  await page.goto(`${host.client.url}/signin`);
  await page.locator('input[name="emailOrLdapLoginId"]').fill(OWNER.email);
  await page.locator('input[name="password"]').fill(OWNER.password);
  await page.locator('[data-test-id="form-submit-button"]').click();
  await page.waitForURL(/home|workflow/);
  page.on('console', (message) => {
    const local = new URL(message.location().url || host.client.url).hostname === '127.0.0.1';
    if (message.type() === 'error' && local) consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => consoleErrors.push(String(error)));
  const byId = (id: string): Locator => page.locator(`[data-test-id="${id}"]`);
  return {
    page,
    host,
    campaign,
    consoleErrors,
    byId,
    async newWorkflow() {
      await page.goto(`${host.client.url}/workflow/new`);
      // n8n gives it an id and draws the canvas anew, which closes a panel that was opened before.
      await page.waitForURL(/\/workflow\/\w+\?new=true/);
      await byId('canvas-add-button').waitFor();
    },
    async openWorkflow({ id }) {
      await page.goto(`${host.client.url}/workflow/${id}`);
      await byId('canvas-node').first().waitFor();
    },
    async openNode(name) {
      await page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`).dblclick();
    },
    async pickFromList(locator, entry) {
      await byId(`resource-locator-${locator}`).locator('[data-test-id="rlc-input"]').click();
      await byId('rlc-item').filter({ hasText: entry }).filter({ visible: true }).first().click();
    },
    async shot(name, { hidden, height = VIEWPORT.height } = {}) {
      await page.setViewportSize({ ...VIEWPORT, height });
      await page.waitForTimeout(600);
      const shown = await page.evaluate(() => [
        document.documentElement.outerHTML,
        ...Array.from(
          document.querySelectorAll('input, textarea'),
          (field) => (field as HTMLInputElement).value,
        ),
      ]);
      const found = leakedInto(shown.join('\n'), host.secrets);
      expect([name, found]).toEqual([name, hidden === undefined ? [] : [hidden.secret]]);
      await page.screenshot({
        path: path.join(IMAGES, `${name}.png`),
        mask: hidden === undefined ? [] : [byId(`parameter-input-${hidden.field}`)],
        maskColor: '#c8c8c8',
      });
      await page.setViewportSize(VIEWPORT);
    },
  };
}
