import type { Editor } from './editor';

/**
 * From an empty canvas to the first result: what a person has to choose or type, four times for n8n's own nodes and
 * four times for ours. With Task: Create and Contact: Add it was eight times: two operations, name, template, number,
 * making the list one item and then a list again, and the task of each contact.
 */
export const DECISIONS = [
  'start by hand',
  'contacts from a table',
  'which table',
  'all its rows',
  'launch a campaign',
  'name of the campaign',
  'template',
  'caller number',
];

/**
 * Builds the first campaign as a new user would, by clicking and typing only: contacts from a table, and one node.
 *
 * @returns the decisions that were made, in their order
 */
export async function buildFirstCampaign({
  page,
  byId,
  newWorkflow,
  pickFromList,
}: Editor): Promise<string[]> {
  const made: string[] = [];
  const type = async (field: string, text: string) =>
    await byId(`parameter-input-${field}`).locator('input, textarea').first().fill(text);
  const search = async (words: string, name: string) => {
    await byId('node-creator-search-bar').fill(words);
    await byId('node-creator-item-name').filter({ hasText: name }).first().click();
  };
  const plusBehind = async (node: string) => {
    await page.keyboard.press('Escape');
    await byId('canvas-node-output-handle')
      .and(page.locator(`[data-node-name="${node}"]`))
      .locator('[data-test-id="canvas-handle-plus"]')
      .click();
  };

  await newWorkflow();
  await byId('canvas-add-button').click();
  await search('manual', 'Trigger manually');
  made.push('start by hand');

  await plusBehind('When clicking ‘Execute workflow’');
  await search('data table', 'Data table');
  await page.getByText('Get row(s)', { exact: true }).click();
  made.push('contacts from a table');
  await pickFromList('dataTableId', 'Campaign Contacts');
  made.push('which table');
  await byId('parameter-input-returnAll').locator('[role="switch"], .el-switch').first().click();
  made.push('all its rows');

  await plusBehind('Get row(s)');
  await search('sobot icall', 'Sobot iCall');
  await page.getByText('Launch campaign', { exact: true }).click();
  made.push('launch a campaign');
  await type('taskName', 'My first campaign');
  made.push('name of the campaign');
  await pickFromList('template', 'Delivery notice');
  made.push('template');
  await pickFromList('callerNumber', '02180344315');
  made.push('caller number');

  await byId('node-execute-button').click();
  // At night, guards call nobody.
  await byId('output-panel')
    .getByText(/submitted|notNow/)
    .first()
    .waitFor();
  await byId('output-panel').getByText('20 items').first().waitFor();
  return made;
}
