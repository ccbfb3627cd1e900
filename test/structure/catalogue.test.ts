import { catalogue } from '../../nodes/Airudder/panel/catalogue';
import { apiRequestOperation } from '../../nodes/Airudder/panel/api-request';
import { EVENT_KINDS, type TriggerName } from '../airudder-events';
import { json } from './files';
import { ACTION_NODES } from './nodes';

interface Row {
  id: string;
  title: string;
  direction: string;
  method: string;
  path: string;
  buildAs: string;
}

/** The vendor's table of contents as our reference has it. */
const table = json<Row[]>('test/fixtures/airudder-endpoints.json');

const rowsFor = (id: string) => (id === 'D4–D9' ? ['D4', 'D5', 'D6', 'D7', 'D8', 'D9'] : [id]);

const operations = ACTION_NODES.flatMap(({ name, resources }) =>
  resources.flatMap((resource) =>
    resource.operations.map((operation) => `${name} › ${resource.name}: ${operation.name}`),
  ),
);

const TRIGGER_NAMES: Record<string, TriggerName> = {
  'Airudder Task Trigger': 'task',
  'Airudder Workflow Trigger': 'workflow',
  'Airudder Inbound Trigger': 'inbound',
  'Airudder Chatbot Trigger': 'chatbot',
};

describe("the vendor's table of contents", () => {
  it('is in the catalogue, every row once and in its order', () => {
    expect(table.length).toBeGreaterThan(100);
    expect(catalogue.map(({ id }) => id)).toEqual(table.flatMap(({ id }) => rowsFor(id)));
  });

  it.each(table.map((row) => [`${row.id} ${row.title}`, row] as const))(
    '%s can be reached: by an operation, by API Request, by a trigger, or with the credential',
    (_, row) => {
      for (const id of rowsFor(row.id)) {
        const entry = catalogue.find((candidate) => candidate.id === id);
        expect(entry).toBeDefined();
        if (entry === undefined) return;
        if (entry.kind === 'push') {
          const events = EVENT_KINDS[TRIGGER_NAMES[entry.by]];
          expect(events.some(({ rows }) => rows.includes(id))).toBe(true);
          expect(row.direction).toBe('webhook');
          continue;
        }
        if (entry.by === 'Airudder API credential') {
          expect(['X1', 'E1', 'G1', 'G2']).toContain(id);
          continue;
        }
        if (id === 'G3') {
          expect(Object.keys(TRIGGER_NAMES)).toContain(entry.by);
          continue;
        }
        const [node, what] = entry.by.split(' › ');
        if (what !== 'API Request') expect(operations).toContain(entry.by);
        const known = ACTION_NODES.find(({ name }) => name === node);
        const send = known?.resources.find(({ value }) => value === 'apiRequest')?.operations[0];
        const endpoints = send?.fields.find(({ name }) => name === 'endpoint')?.options ?? [];
        expect(endpoints.map((option) => ('value' in option ? option.value : ''))).toContain(id);
      }
    },
  );

  it.each(table.filter(({ path }) => path.startsWith('/')).map((row) => [row.id, row] as const))(
    '%s has the method and the path of the reference',
    (_, row) => {
      const [path, ...note] = row.path.split(' ');
      if (note.join(' ').includes('6.2')) return;
      const entry = catalogue.find(({ id }) => id === row.id);
      expect(entry?.method).toBe(row.method);
      expect(entry?.path).toBe(path);
    },
  );

  it('nothing is made up: where the reference knows no path, the catalogue has none', () => {
    const unknown = table.filter(({ path }) => path.startsWith('unknown')).map(({ id }) => id);
    expect(unknown.length).toBeGreaterThan(40);
    for (const id of unknown) {
      expect([id, catalogue.find((row) => row.id === id)?.path]).toEqual([id, null]);
    }
  });
});

describe('the Endpoint list', () => {
  it("shows the vendor's title, the request and the page", () => {
    const { fields } = apiRequestOperation(['workflow']);
    const options = fields[0].options ?? [];
    expect(options).toContainEqual({
      name: 'Workflow: Query workflow_id using case_id/callee',
      value: 'C19',
      description:
        'POST /service/cloud/workflow/detailinstances. Page: https://api-docs.airudder.com/api-154088166',
    });
    expect(options).toContainEqual(
      expect.objectContaining({
        name: 'Workflow: Stop the Workflow Task',
        description: expect.stringContaining('POST; its path is not public'),
      }),
    );
  });
});
