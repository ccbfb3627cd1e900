import { credentialData } from '../../demo/campaign';
import type { StoredWorkflow } from '../../n8n-server/client';
import {
  chain,
  node,
  rowsNode,
  sobotNode,
  start,
  type CredentialReference,
} from '../../n8n-server/workflow-parts';
import { contactRows } from '../engine/numbers';
import { until } from '../until';
import type { Host } from './n8n';

/** A workflow that Sobot iCall Poll Trigger starts, and people to call meanwhile. */
export class PolledWorkflow {
  private constructor(
    private readonly host: Host,
    private readonly credential: CredentialReference,
    readonly workflow: StoredWorkflow,
  ) {}

  /** Stores the workflow, unpublished. @param mode how often n8n polls */
  static async make(host: Host, mode: 'everyHour' | 'everyMinute'): Promise<PolledWorkflow> {
    const { client, simulator } = host;
    const data = credentialData(simulator);
    const credential = await client.createCredential('Sobot', 'sobotICallApi', data);
    const trigger = node(
      'Poll',
      'n8n-nodes-calling-campaigns.sobotICallPollTrigger',
      { pollTimes: { item: [{ mode }] }, startFrom: '2020-01-01' },
      { credentials: { sobotICallApi: credential } },
    );
    return new PolledWorkflow(
      host,
      credential,
      await client.createWorkflow(chain('Poller', trigger)),
    );
  }

  /** Calls people through the node, each for a few milliseconds. */
  async callPeople(from: number, count: number): Promise<void> {
    const { client, simulator } = this.host;
    const rows = contactRows(count, from);
    for (const row of rows) simulator.dialler.planned.set(row.id, { ringing: 2, talking: 3 });
    const before = simulator.ledger.dials.length;
    const create = sobotNode(
      {
        resource: 'task',
        operation: 'create',
        taskName: `From ${from}`,
        template: { __rl: true, mode: 'id', value: 'a0000000000000000000000000000001' },
        callerNumber: { __rl: true, mode: 'id', value: '02180344315' },
        robots: 5,
        callingHours: { range: [{ from: '00:00', to: '23:59' }] },
      },
      this.credential,
      { name: 'Create' },
    );
    const add = sobotNode(
      {
        resource: 'contact',
        operation: 'add',
        task: { __rl: true, mode: 'id', value: "={{ $('Create').first().json.taskId }}" },
      },
      this.credential,
    );
    const workflow = await client.createWorkflow(
      chain('Call', start(), create, rowsNode(rows), add),
    );
    expect((await client.run(workflow, 'Start')).status).toBe('success');
    await until(() => simulator.ledger.dials.length >= before + count);
  }

  /** Ids of the calls that were handed on, once there are so many. */
  async handedOn(atLeast: number, withinMs?: number): Promise<unknown[]> {
    let callIds: unknown[] = [];
    await until(async () => {
      // A run that n8n is still saving has no data yet.
      const runs = (await this.host.client.executions(this.workflow.id)).filter(
        ({ status }) => status === 'success',
      );
      const items = runs.flatMap(({ data }) => data.resultData.runData.Poll[0].data?.main[0] ?? []);
      callIds = items.map(({ json }) => json.callId);
      return callIds.length >= atLeast;
    }, withinMs);
    return callIds.sort();
  }

  /** Ids of all calls that there were. */
  dialled(): unknown[] {
    return this.host.simulator.ledger.dials.map(({ callId }) => callId).sort();
  }
}
