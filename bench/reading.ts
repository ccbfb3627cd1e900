import { startSimulator } from '../simulator/server';
import { node } from '../n8n-server/workflow-parts';
import { contactsNode, id, type Bed } from './bed';
import { compare, type Comparison } from './comparison';

const RESULTS = 10_000;
const LATENCY_MS = 50;
/** The vendor's largest page. */
const PAGE = 15;

/** Call: Get Many over 10,000 results of a vendor that answers in 50 ms, against HTTP Request that turns the pages. */
export async function measureReading(bed: Bed, rounds: number): Promise<Comparison[]> {
  const simulator = await startSimulator({ speed: 1_000_000 });
  const own = await bed.with(simulator);
  try {
    const task = await own.newTask();
    const add = own.contactAdd(task, { requestsPerSecond: 1000 });
    await own.timeOf(await own.workflow('Called', [contactsNode(RESULTS), add]), 'Add');
    while (simulator.ledger.dials.length < RESULTS) await new Promise((r) => setTimeout(r, 100));
    own.answersAfter('query_time_task_data', LATENCY_MS);
    const span = { fromMs: 1_000_000_000_000, toMs: simulator.clock.now() + 86_400_000 };
    const getMany = own.sobot('Get Many', {
      resource: 'call',
      operation: 'getMany',
      task: id(task),
      from: new Date(span.fromMs).toISOString(),
      to: new Date(span.toMs).toISOString(),
      returnAll: true,
      simplify: false,
    });
    const ours = await own.workflow('Get Many', [getMany]);
    const theirs = await own.workflow('Pages', [pages(own, task, span)]);
    return [
      await compare(
        {
          part: 'Reading',
          what: `Call: Get Many, ${RESULTS} results; the vendor answers in ${LATENCY_MS} ms`,
          instead: 'HTTP Request with pagination',
          unit: 'ms',
          // 3.5 times as fast.
          aim: { ratioAtMost: 0.286 },
        },
        rounds,
        async () => await own.timeOf(ours, 'Get Many'),
        async () => await own.timeOf(theirs, 'HTTP'),
      ),
    ];
  } finally {
    await own.close();
  }
}

function pages({ simulator }: Bed, task: string, span: { fromMs: number; toMs: number }) {
  const { appid, signature } = simulator.account;
  const query = {
    ...{ appid, signature, taskid: task, page_size: PAGE },
    ...{ begin_time: span.fromMs, end_time: span.toMs },
  };
  const parameters = {
    url: `${simulator.sobotUrl}query_time_task_data`,
    sendQuery: true,
    queryParameters: {
      parameters: Object.entries(query).map(([name, value]) => ({ name, value: String(value) })),
    },
    options: {
      pagination: {
        pagination: {
          paginationMode: 'updateAParameterInEachRequest',
          parameters: {
            parameters: [{ type: 'qs', name: 'page_num', value: '={{ $pageCount + 1 }}' }],
          },
          paginationCompleteWhen: 'other',
          completeExpression: `={{ ($response.body.data ?? []).length < ${PAGE} }}`,
        },
      },
    },
  };
  return node('HTTP', 'n8n-nodes-base.httpRequest', parameters, { typeVersion: 4.2 });
}
