import { withEditor } from './editor';

const editor = withEditor();

describe('the examples in the editor', () => {
  it('draws each example, with the names of its outputs', async () => {
    const { campaign, byId, openWorkflow, page, shot } = editor();
    for (const [workflow, picture, name] of [
      [campaign.wait, 'wait-until-finished', 'Not Yet'],
      [campaign.again, 'call-again', 'Do Not Call'],
      [campaign.contacts, 'sample-contacts', 'Fill Table'],
      [campaign.missing, 'fetch-missing-results', 'Save Result'],
      [campaign.doNotCall, 'do-not-call-list', 'Withdraw the Call'],
      [campaign.daily, 'daily-report', 'Send to the Team'],
      [campaign.keep, 'store-recordings', 'Put the File Here'],
      [campaign.sheet, 'google-sheets', 'Write Status'],
      [campaign.promises, 'airudder-promise-to-pay', 'Hand to a Person'],
      [campaign.airudderNight, 'airudder-every-night', 'Keep the Result'],
      [campaign.recordings, 'airudder-recordings', 'Unpack'],
      [campaign.newestState, 'airudder-newest-state', 'Save State'],
      [campaign.customApiAnswer, 'airudder-custom-api-answer', 'Airudder Workflow Trigger'],
      [campaign.lead, 'new-lead', 'Not Yet'],
      [campaign.agent, 'agent-calls-back', 'Call a Customer'],
      [campaign.report, 'campaign-report-workflow', 'Numbers for a Sheet'],
    ] as const) {
      await openWorkflow(workflow);
      await page.getByText(name, { exact: true }).first().waitFor();
      await byId('zoom-to-fit').click();
      await shot(picture);
    }
  }, 180_000);
});
