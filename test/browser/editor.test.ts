import { DEMO_PUSH_TOKEN } from '../../demo/campaign';
import { keepsSecrets } from '../host/secrets';
import { fixture } from '../unit/fixtures';
import { withEditor, type Editor } from './editor';
import { buildFirstCampaign, DECISIONS } from './first-campaign';

const editor = withEditor();
const byId = (id: string) => editor().byId(id);
const shot = async (...picture: Parameters<Editor['shot']>) => await editor().shot(...picture);

/** Opens a new workflow and finds our node by typing its name. */
async function findNode(): Promise<void> {
  await editor().newWorkflow();
  await byId('canvas-add-button').click();
  await byId('node-creator-search-bar').fill('sobot icall');
  await byId('node-creator-item-name').filter({ hasText: 'Sobot iCall' }).first().click();
}

describe('the editor', () => {
  it('finds the node by its name, and lists its triggers and actions', async () => {
    await findNode();
    await editor().page.getByText('On any call result', { exact: true }).waitFor();
    await byId('node-creator-category-item').filter({ hasText: 'Actions' }).click();
    for (const action of [
      'Launch campaign',
      'Add contacts',
      'Create task',
      'Get many tasks',
      'Get result of a call',
    ]) {
      await editor().page.getByText(action, { exact: true }).waitFor();
    }
    // n8n draws a long list bit by bit.
    await editor().page.getByText('Send any other request', { exact: true }).waitFor();
    const listed = await byId('node-creator-item-name').allInnerTexts();
    const actions = listed.slice(listed.indexOf('Launch campaign'));
    expect(actions.slice(0, 2)).toEqual(['Launch campaign', 'Add contacts']);
    expect(actions.at(-1)).toBe('Send any other request');
  }, 60_000);

  it('finds our nodes by the words campaign, phone, dialer and outbound', async () => {
    const other = await editor().page.context().newPage();
    await other.goto(`${editor().host.client.url}/workflow/new`);
    await other.locator('[data-test-id="canvas-add-button"]').click();
    const names = other.locator('[data-test-id="node-creator-item-name"]');
    for (const word of ['campaign', 'phone', 'dialer', 'outbound']) {
      await other.locator('[data-test-id="node-creator-search-bar"]').fill('no such node');
      await names.first().waitFor({ state: 'hidden' });
      await other.locator('[data-test-id="node-creator-search-bar"]').fill(word);
      for (const name of ['Sobot iCall', 'Airudder Task', 'Airudder Workflow']) {
        await names.filter({ hasText: name }).first().waitFor();
      }
    }
    await other.close();
  }, 60_000);

  it('creates a task with template and caller number picked from their lists', async () => {
    await editor().page.getByText('Create task', { exact: true }).click();
    await byId('parameter-input-taskName')
      .locator('input, textarea, .cm-content')
      .first()
      .fill('Delivery notice, week 9');
    await editor().pickFromList('template', 'Delivery notice');
    await editor().pickFromList('callerNumber', '02180344315');
    await byId('parameter-input-pushUrl')
      .locator('input, textarea, .cm-content')
      .first()
      .fill(editor().campaign.pushUrl);
    await shot('create-task', { height: 1220 });
    await byId('node-execute-button').click();
    await byId('output-panel').getByText('taskId').first().waitFor();
    await byId('output-panel').getByText('Delivery notice, week 9').first().waitFor();
    expect([...editor().host.simulator.state.tasks.values()].map(({ name }) => name)).toEqual([
      'Delivery notice, week 9',
    ]);
  }, 60_000);

  it('receives a push at the test URL of the trigger and shows the call', async () => {
    await findNode();
    await editor().page.getByText('On any call result', { exact: true }).click();
    await editor().page.getByText('Webhook URLs', { exact: true }).click();
    await byId('trigger-execute-button').first().waitFor();
    const url = /http:\/\/127\.0\.0\.1:\d+\/webhook-test\/[\w-]+\/sobot/.exec(
      await byId('ndv').innerText(),
    )?.[0];
    await byId('trigger-execute-button').first().click();
    await byId('trigger-listening').waitFor();
    const answer = await fetch(`${url}?token=${DEMO_PUSH_TOKEN}&campaign=week-9`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: fixture('sobot-push.raw'),
    });
    expect(answer.status).toBe(200);
    await byId('output-panel')
      .getByText('soboticallbcf37279feb441ee99f33a9814d26b00')
      .first()
      .waitFor();
  }, 60_000);

  it('builds the first campaign from an empty canvas, by clicking and typing only', async () => {
    await editor().host.client.run(editor().campaign.contacts, 'Run Once');
    expect(await buildFirstCampaign(editor())).toEqual(DECISIONS);
  }, 60_000);

  it('wrote no error to the console of the browser', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

keepsSecrets(() => editor().host);
