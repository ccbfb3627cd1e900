import type { IDataObject } from 'n8n-workflow';
import { outcomes, useAdding } from './adding';
import { time } from './fast-clock';
import { runSobot, type NodeRun } from './harness';
import { contactRows } from './numbers';
import { byId } from './tasks';

const adding = useAdding();

/** Takes n8n a good while, so that work which is done in one go leaves no time for anything else. */
const MANY = 4_000;

/** How often a run over many contacts lets n8n do something else. */
async function pausesOf(run: () => Promise<NodeRun>, outcome: string): Promise<number> {
  const sleeping = jest.spyOn(time, 'sleep');
  expect(outcomes(await run())).toEqual(Array(MANY).fill(outcome));
  const pauses = sleeping.mock.calls.filter(([milliseconds]) => milliseconds === 1).length;
  sleeping.mockRestore();
  return pauses;
}

async function pausesOfDryRun(parameters: IDataObject): Promise<number> {
  const given = { guards: {}, options: { dryRun: true }, ...parameters };
  const rows = contactRows(MANY).map((row) => ({ ...row, stop: '' }));
  return await pausesOf(async () => await adding.add(rows, given, { typeVersion: 1.1 }), 'dryRun');
}

async function pausesOfLaunch(taskName: string, robots: number | string): Promise<number> {
  const campaign = {
    resource: 'campaign',
    operation: 'launch',
    taskName,
    template: byId('a0000000000000000000000000000001'),
    callerNumber: byId('02180344315'),
    robots,
  };
  const launch = async () => await runSobot(adding.simulator, campaign, contactRows(MANY));
  return await pausesOf(launch, 'submitted');
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

  it('the set-up of their campaign by an expression', async () => {
    const few = await pausesOfLaunch('Week 9', 2);
    expect(await pausesOfLaunch('Week 10', '={{ $json.id && 2 }}')).toBeGreaterThan(few + 4);
  });
});
