import type { IDataObject } from 'n8n-workflow';
import { outcomes, useAdding } from './adding';
import { time } from './fast-clock';
import { contactRows } from './numbers';

const adding = useAdding();

/** Takes n8n a good while, so that work which is done in one go leaves no time for anything else. */
const MANY = 4_000;

/** How often a dry run over many contacts lets n8n do something else. */
async function pausesOfDryRun(parameters: IDataObject): Promise<number> {
  const sleeping = jest.spyOn(time, 'sleep');
  const given = { guards: {}, options: { dryRun: true }, ...parameters };
  const rows = contactRows(MANY).map((row) => ({ ...row, stop: '' }));
  const run = await adding.add(rows, given, { typeVersion: 1.1 });
  expect(outcomes(run)).toEqual(Array(MANY).fill('dryRun'));
  const pauses = sleeping.mock.calls.filter(([milliseconds]) => milliseconds === 1).length;
  sleeping.mockRestore();
  return pauses;
}

const markedBy = (markField: string) => ({ guards: { doNotCall: { list: { markField } } } });

describe('n8n does other things while many contacts are prepared', () => {
  const cases: Array<[string, byExpression: () => IDataObject, byName: IDataObject]> = [
    ['their numbers', () => ({ phoneField: '={{ $json.phone.trim() }}' }), {}],
    [
      'their tasks',
      () => ({ task: { __rl: true, mode: 'id', value: `={{ $json.id && "${adding.task}" }}` } }),
      {},
    ],
    ['what guards must know', () => markedBy('={{ $json.id === "none" }}'), markedBy('stop')],
  ];

  it.each(cases)('%s by an expression', async (_, byExpression, byName) => {
    const few = await pausesOfDryRun(byName);
    expect(await pausesOfDryRun(byExpression())).toBeGreaterThan(few + 4);
  });
});
