import type { IDataObject } from 'n8n-workflow';
import { outcomes, useAdding } from './adding';
import { contactRows } from './numbers';

const adding = useAdding();

/** Takes n8n a good while, so that work which is done in one go leaves no time for anything else. */
const MANY = 4_000;

/** How often n8n can do something else while work goes on. */
async function turnsDuring(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const count = () => {
    turns++;
    if (!isOver) setImmediate(count);
  };
  setImmediate(count);
  await work();
  isOver = true;
  return turns;
}

/** How often it can while a dry run reads many contacts. */
async function turnsOfDryRun(parameters: IDataObject): Promise<number> {
  const given = { guards: {}, options: { dryRun: true }, ...parameters };
  return await turnsDuring(async () => {
    const run = await adding.add(contactRows(MANY), given, { typeVersion: 1.1 });
    expect(outcomes(run)).toEqual(Array(MANY).fill('dryRun'));
  });
}

describe('n8n does other things while many contacts are prepared', () => {
  const byExpression: Array<[string, () => IDataObject]> = [
    ['their numbers', () => ({ phoneField: '={{ $json.phone.trim() }}' })],
    [
      'their tasks',
      () => ({ task: { __rl: true, mode: 'id', value: `={{ $json.id && "${adding.task}" }}` } }),
    ],
    [
      'what guards must know',
      () => ({ guards: { doNotCall: { list: { markField: '={{ $json.id === "none" }}' } } } }),
    ],
  ];

  it.each(byExpression)('%s by an expression', async (_, parameters) => {
    const byName = await turnsOfDryRun({});
    expect(await turnsOfDryRun(parameters())).toBeGreaterThan(byName + 6);
  });
});
