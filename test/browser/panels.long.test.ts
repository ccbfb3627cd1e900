import { allResultsAreIn } from '../../demo/campaign';
import { keepsSecrets } from '../host/secrets';
import { withEditor, type Editor } from './editor';

const editor = withEditor();
const byId = (id: string) => editor().byId(id);
const shot = async (...picture: Parameters<Editor['shot']>) => await editor().shot(...picture);

describe('panels and canvases', () => {
  it('runs the example campaign, and shows it on the canvas', async () => {
    await editor().host.client.run(editor().campaign.contacts, 'Run Once');
    await editor().openWorkflow(editor().campaign.start);
    await byId('execute-workflow-button').first().click();
    const rows = await allResultsAreIn(editor().host.client);
    expect(rows).toHaveLength(20);
    await editor().page.getByText('20 items').first().waitFor();
    await byId('zoom-to-fit').click();
    await shot('campaign');

    await editor().openNode('Add Contacts');
    await byId('output-panel').getByText('submitted').first().waitFor();
    await shot('add-contacts');

    await editor().openWorkflow(editor().campaign.results);
    await editor().page.getByText('Dead Number').first().waitFor();
    await editor().page.getByText('Production Checklist').waitFor();
    await editor().page.keyboard.press('Escape');
    await editor().page.mouse.click(700, 700);
    await editor().page.getByText('Production Checklist').waitFor({ state: 'hidden' });
    await byId('zoom-to-fit').click();
    await shot('results');
  }, 120_000);

  it('shows a report of the campaign, which loads itself anew', async () => {
    await editor().page.goto(editor().campaign.reportUrl);
    await editor().page.getByText('20 of 20 contacts called').waitFor();
    for (const name of ['Outcomes', 'What people said', 'Answer rate by hour', 'Who is left']) {
      await editor().page.getByRole('heading', { name }).waitFor();
    }
    await shot('campaign-report');
  }, 60_000);

  it('launches a campaign in one node', async () => {
    await editor().openWorkflow(editor().campaign.launch);
    await editor().openNode('Launch');
    await byId('parameter-input-taskName').waitFor();
    await byId('node-execute-button').click();
    await byId('output-panel').getByText('submitted').first().waitFor();
    await shot('launch-campaign', { height: 1400 });
  }, 60_000);

  it('sorts contacts by who may be called: two inputs, three outputs, every guard on the panel', async () => {
    await editor().openWorkflow(editor().campaign.check);
    for (const name of ['Can Be Called', 'Not Now', 'Never', 'Do Not Call']) {
      await editor().page.getByText(name, { exact: true }).first().waitFor();
    }
    await byId('zoom-to-fit').click();
    await shot('check-before-calling');
    await editor().openNode('Check');
    for (const guard of ['attempts', 'callingHours', 'consent', 'doNotCall']) {
      await byId(`fixed-collection-${guard}`).waitFor();
    }
    await shot('guards', { height: 2000 });
  }, 60_000);

  it('settles what a broken run left open, and shows what became of each row', async () => {
    const { client, simulator } = editor().host;
    Object.assign(simulator.settings, { holdCalls: true });
    await client.run(editor().campaign.contacts, 'Run Once');
    simulator.faults.add({ endpoint: 'add_task_data', kind: 'resetBefore' });
    const fast = await client.createWorkflow({
      ...editor().campaign.start,
      nodes: editor().campaign.start.nodes.map((node) =>
        node.name === 'Add Contacts'
          ? { ...node, parameters: { ...node.parameters, sending: { requestsPerSecond: 1000 } } }
          : node,
      ),
    });
    await client.run(fast, 'Start');
    const settle = await client.createWorkflow({
      ...editor().campaign.settle,
      nodes: editor().campaign.settle.nodes.map((node) => ({
        ...node,
        parameters: JSON.parse(
          JSON.stringify(node.parameters).replace(
            '"triedAtField":',
            '"requestsPerSecond":1000,"triedAtField":',
          ),
        ) as typeof node.parameters,
      })),
    });
    await editor().openWorkflow(settle);
    await byId('execute-workflow-button').first().click();
    await editor().page.getByText('Workflow executed successfully').waitFor({ timeout: 60_000 });
    await editor().page.getByText('Workflow executed successfully').waitFor({ state: 'hidden' });
    await byId('zoom-to-fit').click();
    await shot('settle-unknown');

    await editor().openNode('Ask Sobot');
    // Tried a moment ago, so it may still arrive.
    await byId('output-panel').getByText('notFound').first().waitFor();
    await shot('reconcile');
    Object.assign(simulator.settings, { holdCalls: false });
  }, 120_000);

  it('shows the credential with its fields', async () => {
    await editor().page.goto(`${editor().host.client.url}/home/credentials`);
    await editor().page.getByText('Sobot iCall account (simulator)').first().click();
    await editor().page.getByText('Result Push Token').first().waitFor();
    await editor().page.getByText('Connection tested successfully').first().waitFor();
    await shot('credential', {
      hidden: { field: 'appid', secret: editor().host.simulator.account.appid },
    });
  }, 60_000);

  it('finds each Airudder node with its trigger under one name', async () => {
    await editor().newWorkflow();
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
    await editor().page.getByText('On call completed', { exact: true }).waitFor();
    await editor().page.getByText('On custom api node', { exact: false }).first().waitFor();
  }, 60_000);

  it('shows the reminder of AIRUDDER with the robot picked from its list', async () => {
    await editor().openWorkflow(editor().campaign.reminder);
    await editor().openNode('Create Task');
    await byId('parameter-input-taskName').waitFor();
    await editor().pickFromList('robot', 'Payment reminder');
    await shot('airudder-create-task', { height: 1700 });
  }, 60_000);

  it('shows where AIRUDDER has to push to, with the events to choose', async () => {
    await editor().openWorkflow(editor().campaign.newestState);
    await editor().openNode('Airudder Workflow Trigger');
    await editor().page.getByText('AIRUDDER has no call to register an address').waitFor();
    await byId('parameter-input-triggerOn').waitFor();
    await shot('airudder-trigger', { height: 1200 });
  }, 60_000);

  it('shows the Airudder credential', async () => {
    await editor().page.goto(`${editor().host.client.url}/home/credentials`);
    await editor().page.getByText('Airudder account (simulator)').first().click();
    await editor().page.getByText('Time Zone of the Account').first().waitFor();
    await editor().page.getByText('Connection tested successfully').first().waitFor();
    const secret = editor().host.simulator.airudder.account.appKey;
    await shot('airudder-credential', { height: 1300, hidden: { field: 'appKey', secret } });
  }, 60_000);

  it('wrote no error to the console of the browser', () => {
    expect(editor().consoleErrors).toEqual([]);
  });
});

keepsSecrets(() => editor().host);
