import type { Locator, Page } from 'playwright-core';
import { allResultsAreIn, type Campaign } from '../../demo/campaign';
import type { Host } from '../host/n8n';
import { keepsSecrets } from '../host/secrets';
import { VIEWPORT, withEditor, type Editor } from './editor';

const opened = withEditor();
const byId = (id: string): Locator => opened().byId(id);
const shot = async (...picture: Parameters<Editor['shot']>) => await opened().shot(...picture);

let host: Host;
let campaign: Campaign;
let page: Page;
let editor: Editor;
beforeAll(() => {
  editor = opened();
  ({ host, campaign, page } = editor);
});

describe('panels and canvases', () => {
  it('runs the example campaign, and shows it on the canvas', async () => {
    await host.client.run(campaign.contacts, 'Run Once');
    await page.goto(`${host.client.url}/workflow/${campaign.start.id}`);
    await byId('canvas-node').first().waitFor();
    await byId('execute-workflow-button').first().click();
    const rows = await allResultsAreIn(host.client);
    expect(rows).toHaveLength(20);
    await page.getByText('20 items').first().waitFor();
    await byId('zoom-to-fit').click();
    await shot('campaign');

    await page.locator('[data-test-id="canvas-node"][data-node-name="Add Contacts"]').dblclick();
    await byId('output-panel').getByText('submitted').first().waitFor();
    await shot('add-contacts');

    await page.goto(`${host.client.url}/workflow/${campaign.results.id}`);
    await byId('canvas-node').first().waitFor();
    await page.getByText('Dead Number').first().waitFor();
    await page.getByText('Production Checklist').waitFor();
    await page.keyboard.press('Escape');
    await page.mouse.click(700, 700);
    await page.getByText('Production Checklist').waitFor({ state: 'hidden' });
    await byId('zoom-to-fit').click();
    await shot('results');
  }, 120_000);

  it('shows a report of the campaign, which loads itself anew', async () => {
    await page.goto(campaign.reportUrl);
    await page.getByText('20 of 20 contacts called').waitFor();
    for (const name of ['Outcomes', 'What people said', 'Answer rate by hour', 'Who is left']) {
      await page.getByRole('heading', { name }).waitFor();
    }
    await shot('campaign-report');
  }, 60_000);

  it('launches a campaign in one node', async () => {
    await page.goto(`${host.client.url}/workflow/${campaign.launch.id}`);
    await byId('canvas-node').first().waitFor();
    await page.locator('[data-test-id="canvas-node"][data-node-name="Launch"]').dblclick();
    await byId('parameter-input-taskName').waitFor();
    await byId('node-execute-button').click();
    await byId('output-panel').getByText('submitted').first().waitFor();
    await page.setViewportSize({ width: 1440, height: 1400 });
    await shot('launch-campaign');
    await page.setViewportSize(VIEWPORT);
  }, 60_000);

  it('sorts contacts by who may be called: two inputs, three outputs, every guard on the panel', async () => {
    await page.goto(`${host.client.url}/workflow/${campaign.check.id}`);
    await byId('canvas-node').first().waitFor();
    for (const name of ['Can Be Called', 'Not Now', 'Never', 'Do Not Call']) {
      await page.getByText(name, { exact: true }).first().waitFor();
    }
    await byId('zoom-to-fit').click();
    await shot('check-before-calling');
    await page.locator('[data-test-id="canvas-node"][data-node-name="Check"]').dblclick();
    for (const guard of ['attempts', 'callingHours', 'consent', 'doNotCall']) {
      await byId(`fixed-collection-${guard}`).waitFor();
    }
    await page.setViewportSize({ width: 1440, height: 2000 });
    await shot('guards');
    await page.setViewportSize(VIEWPORT);
  }, 60_000);

  it('settles what a broken run left open, and shows what became of each row', async () => {
    const { client, simulator } = host;
    Object.assign(simulator.settings, { holdCalls: true });
    await client.run(campaign.contacts, 'Run Once');
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore' });
    const fast = await client.createWorkflow({
      ...campaign.start,
      nodes: campaign.start.nodes.map((node) =>
        node.name === 'Add Contacts'
          ? { ...node, parameters: { ...node.parameters, sending: { requestsPerSecond: 1000 } } }
          : node,
      ),
    });
    await client.run(fast, 'Start');
    const settle = await client.createWorkflow({
      ...campaign.settle,
      nodes: campaign.settle.nodes.map((node) => ({
        ...node,
        parameters: JSON.parse(
          JSON.stringify(node.parameters).replace(
            '"triedAtField":',
            '"requestsPerSecond":1000,"triedAtField":',
          ),
        ) as typeof node.parameters,
      })),
    });
    await page.goto(`${client.url}/workflow/${settle.id}`);
    await byId('canvas-node').first().waitFor();
    await byId('execute-workflow-button').first().click();
    await page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
    await page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
    await byId('zoom-to-fit').click();
    await shot('settle-unknown');

    await page.locator('[data-test-id="canvas-node"][data-node-name="Ask Sobot"]').dblclick();
    // Tried a moment ago, so it may still arrive.
    await byId('output-panel').getByText('notFound').first().waitFor();
    await shot('reconcile');
    Object.assign(simulator.settings, { holdCalls: false });
  }, 120_000);

  it('shows the credential with its fields', async () => {
    await page.goto(`${host.client.url}/home/credentials`);
    await page.getByText('Sobot iCall account (simulator)').first().click();
    await page.getByText('Result Push Token').first().waitFor();
    await page.getByText('Connection tested successfully').first().waitFor();
    await shot('credential', { field: 'appid', secret: host.simulator.account.appid });
  }, 60_000);

  it('finds each Airudder node with its trigger under one name', async () => {
    await page.goto(`${host.client.url}/workflow/new`);
    await byId('canvas-add-button').click();
    await byId('node-creator-search-bar').fill('airudder');
    const names = byId('node-creator-item-name');
    for (const name of ['Task', 'Workflow', 'Inbound', 'Chatbot']) {
      await names
        .filter({ hasText: `Airudder ${name}` })
        .first()
        .waitFor();
    }
    expect(await names.filter({ hasText: 'Airudder' }).count()).toBe(4);
    await names.filter({ hasText: 'Airudder Workflow' }).first().click();
    await page.getByText('On call completed', { exact: true }).waitFor();
    await page.getByText('On custom api node', { exact: false }).first().waitFor();
  }, 60_000);

  it('shows the reminder of AIRUDDER with the robot picked from its list', async () => {
    await page.goto(`${host.client.url}/workflow/${campaign.reminder.id}`);
    await byId('canvas-node').first().waitFor();
    await page.locator('[data-test-id="canvas-node"][data-node-name="Create Task"]').dblclick();
    await byId('parameter-input-taskName').waitFor();
    await editor.pickFromList('robot', 'Payment reminder');
    await page.setViewportSize({ width: 1440, height: 1700 });
    await shot('airudder-create-task');
    await page.setViewportSize(VIEWPORT);
  }, 60_000);

  it('shows where AIRUDDER has to push to, with the events to choose', async () => {
    await page.goto(`${host.client.url}/workflow/${campaign.newestState.id}`);
    await byId('canvas-node').first().waitFor();
    await page
      .locator('[data-test-id="canvas-node"][data-node-name="Airudder Workflow Trigger"]')
      .dblclick();
    await page.getByText('AIRUDDER has no call to register an address').waitFor();
    await byId('parameter-input-triggerOn').waitFor();
    await page.setViewportSize({ width: 1440, height: 1200 });
    await shot('airudder-trigger');
    await page.setViewportSize(VIEWPORT);
  }, 60_000);

  it('shows the Airudder credential', async () => {
    await page.goto(`${host.client.url}/home/credentials`);
    await page.getByText('Airudder account (simulator)').first().click();
    await page.getByText('Time Zone of the Account').first().waitFor();
    await page.getByText('Connection tested successfully').first().waitFor();
    await page.setViewportSize({ width: 1440, height: 1300 });
    const secret = host.simulator.airudder.account.appKey;
    await shot('airudder-credential', { field: 'appKey', secret });
    await page.setViewportSize(VIEWPORT);
  }, 60_000);

  it('wrote no error to the console of the browser', () => {
    expect(editor.consoleErrors).toEqual([]);
  });
});

keepsSecrets(() => host);
