import type { IDataObject } from 'n8n-workflow';
import { outcomes, useAdding } from './adding';
import { contactRows, unassignedNumber } from './numbers';
import { newTask } from './tasks';

const adding = useAdding();
const { add, takenIds, requestsTo } = adding;

describe('what is sent', () => {
  it('takes id, phone and all other fields by name, and pairs one outcome with each item', async () => {
    const run = await add(contactRows(3));
    expect(run.items).toEqual(
      [1, 2, 3].map((number, item) => ({
        json: {
          contactId: `c-${number}`,
          phone: unassignedNumber(number),
          outcome: 'submitted',
          taskId: adding.task,
          batch: 1,
        },
        pairedItem: { item },
      })),
    );
    expect(adding.simulator.ledger.contacts[0]).toMatchObject({
      contactId: 'c-1',
      phone: unassignedNumber(1),
      variables: { name: 'Customer 1', order: 'A-1001' },
    });
  });

  it('leaves out the fields a Data Table adds by itself', async () => {
    await add(
      contactRows(1).map((row) => ({
        ...row,
        contact: 'k-1',
        id: 7,
        createdAt: 'x',
        updatedAt: 'y',
      })),
      { contactIdField: 'contact' },
    );
    expect(adding.simulator.ledger.contacts[0].variables).toEqual({
      name: 'Customer 1',
      order: 'A-1001',
    });
  });

  it('accepts expressions that give the values themselves, evaluated for each item', async () => {
    await add(
      [
        { person: { key: 'k1', tel: unassignedNumber(1) } },
        { person: { key: 'k2', tel: unassignedNumber(2) } },
      ],
      {
        contactIdField: '={{ $json.person.key }}',
        phoneField: '={{ $json.person.tel }}',
        variableMode: 'pairs',
        variablePairs: { pair: [{ name: 'greeting', value: '=Hi {{ $json.person.key }}' }] },
      },
    );
    expect(
      adding.simulator.ledger.contacts.map(({ contactId, phone, variables }) => [
        contactId,
        phone,
        variables,
      ]),
    ).toEqual([
      ['k1', unassignedNumber(1), { greeting: 'Hi k1' }],
      ['k2', unassignedNumber(2), { greeting: 'Hi k2' }],
    ]);
  });

  it('takes a dragged field like its name: read directly, and no variable', async () => {
    await add(contactRows(1), {
      contactIdField: '={{ $json.id }}',
      phoneField: '={{ $json["phone"] }}',
    });
    expect(adding.simulator.ledger.contacts[0]).toMatchObject({
      contactId: 'c-1',
      phone: unassignedNumber(1),
      variables: { name: 'Customer 1', order: 'A-1001' },
    });
  });

  it('finds nested fields by a path', async () => {
    await add([{ customer: { id: 'k1', phone: unassignedNumber(1) } }], {
      contactIdField: 'customer.id',
      phoneField: 'customer.phone',
      variableMode: 'none',
    });
    expect(adding.simulator.ledger.contacts[0]).toMatchObject({ contactId: 'k1', variables: {} });
  });

  it('sends only chosen fields as variables', async () => {
    await add(contactRows(1), { variableMode: 'chosen', variablesChosen: 'order' });
    expect(adding.simulator.ledger.contacts[0].variables).toEqual({ order: 'A-1001' });
  });

  it('sends 200 at a time, in order, and says in which batch each contact went', async () => {
    const run = await add(contactRows(450));
    expect(requestsTo('add_task_data')).toHaveLength(3);
    expect(takenIds()).toEqual(contactRows(450).map(({ id }) => id));
    expect([0, 199, 200, 449].map((item) => run.items[item].json.batch)).toEqual([1, 1, 2, 3]);
  });

  it('keeps every digit of long numeric ids and phone numbers', async () => {
    await add([{ id: '12345678901234567890', phone: unassignedNumber(1) }], {
      variableMode: 'none',
    });
    expect(takenIds()).toEqual(['12345678901234567890']);
  });

  it('sends items to different tasks when the task is an expression', async () => {
    const first = adding.task;
    const second = await newTask(adding.simulator);
    adding.simulator.ledger.clear();
    const rows = contactRows(4).map((row, at) => ({ ...row, task: at % 2 === 0 ? first : second }));
    const run = await add(rows, { task: { __rl: true, mode: 'id', value: '={{ $json.task }}' } });
    expect(run.items.map(({ json }) => json.taskId)).toEqual([first, second, first, second]);
    expect(requestsTo('add_task_data')).toHaveLength(2);
  });

  it('works with JSON bodies too (R7)', async () => {
    adding.simulator.settings.bodyFormat = 'json';
    const run = await add(contactRows(2), {}, { credential: { bodyFormat: 'json' } });
    expect(outcomes(run)).toEqual(['submitted', 'submitted']);
    expect(requestsTo('add_task_data')[0].contentType).toContain('application/json');
  });

  it('says that the body format may be the cause when the vendor does not understand it', async () => {
    adding.simulator.settings.bodyFormat = 'json';
    const { error } = await add(contactRows(2));
    expect(error?.message).toContain('refused the App ID or the signature');
    expect(error?.message).toContain('0 confirmed, 0 unknown, 2 not sent');
    expect(error?.description).toContain('Request Body Format');
  });
});

describe('checks before anything is sent', () => {
  const bad: Array<[string, IDataObject, RegExp]> = [
    ['a phone that a spreadsheet rounded', { phone: '1.5988E+10' }, /turned into a rounded number/],
    ['a masked phone', { phone: '182****6077' }, /is masked/],
    ['a phone with letters', { phone: '1600000000A' }, /something else than digits/],
    ['a missing phone', { phone: '' }, /phone number is missing/],
    ['a missing contact id', { id: null }, /contact ID is missing/],
    ['a contact id with a comma (R25)', { id: 'a,b' }, /holds a comma/],
    [
      'a number too long to keep its digits',
      { id: Number('1234567890123456789') },
      /keeps all its digits/,
    ],
    ['a value with ^', { name: 'a^b' }, /variable "name" holds the sign \^/],
    ['a value with |', { name: 'a|b' }, /variable "name" holds the sign \|/],
    [
      'a variable too long to keep its digits',
      { name: Number('12345678901234567890') },
      /keep all its digits/,
    ],
    ['a phone with an extension', { phone: '0731-8334431-1' }, /decimal or an extension/],
    ['an object as a variable', { name: { first: 'A' } }, /list or an object/],
  ];

  it.each(bad)(
    '%s stops the node, names the item, and nothing is sent',
    async (_, change, reason) => {
      const rows: IDataObject[] = contactRows(3);
      rows[1] = { ...rows[1], ...change };
      const { error } = await add(rows);
      expect(error?.message).toBe("1 of 3 contacts can't be called, so nothing was sent");
      expect(error?.description).toMatch(reason);
      expect(error?.description).toContain('[item 1]');
      expect(error?.context.itemIndex).toBe(1);
      expect(requestsTo('add_task_data')).toHaveLength(0);
    },
  );

  it('a repeated contact id, which the vendor would dial twice, stops the node (R28)', async () => {
    const { error } = await add([...contactRows(2), ...contactRows(1)]);
    expect(error?.description).toContain('[item 2] item 0 has the same contact ID "c-1"');
    expect(takenIds()).toEqual([]);
  });

  it('with Skip and Report the others are sent, and the bad ones come out with the reason', async () => {
    const rows: IDataObject[] = contactRows(4);
    rows[2].phone = '12';
    rows[3].id = 'c-1';
    const run = await add(rows, { options: { invalidContacts: 'skip' } });
    expect(outcomes(run)).toEqual(['submitted', 'submitted', 'rejected', 'rejected']);
    expect(run.items[3]).toEqual({
      json: {
        contactId: 'c-1',
        phone: unassignedNumber(4),
        outcome: 'rejected',
        reason: 'item 0 has the same contact ID "c-1"',
      },
      pairedItem: { item: 3 },
    });
    expect(takenIds()).toEqual(['c-1', 'c-2']);
  });

  it('can refuse the second row with the same phone number', async () => {
    const phones = [unassignedNumber(1), unassignedNumber(1), '+12025550123', '0012025550123'];
    const rows = contactRows(4).map((row, at) => ({ ...row, phone: phones[at] }));
    const run = await add(rows, {
      options: { invalidContacts: 'skip', rejectRepeatedPhones: true },
    });
    expect(outcomes(run)).toEqual(['submitted', 'rejected', 'submitted', 'rejected']);
  });

  it('sends a date that a database gave as n8n shows it', async () => {
    const due = new Date('2026-03-01T09:00:00Z');
    const rows = [{ ...contactRows(1)[0], due }] as unknown as IDataObject[];
    expect((await add(rows)).error).toBeUndefined();
    expect(adding.simulator.ledger.contacts[0].variables).toMatchObject({
      due: '2026-03-01T09:00:00.000Z',
    });
  });

  it('names the fields there are when a field name matches none', async () => {
    const { error } = await add(contactRows(1), { phoneField: 'mobile' });
    expect(error?.message).toBe('No incoming item has a field "mobile"');
    expect(error?.description).toContain('id, phone, name, order');
  });

  it.each(['true', 'TRUE', true, 1])(
    'a dry run by an expression that gives %j is one',
    async (value) => {
      const run = await add(contactRows(1), {
        options: { dryRun: `={{ ${JSON.stringify(value)} }}` },
      });
      expect(outcomes(run)).toEqual(['dryRun']);
      expect(takenIds()).toEqual([]);
    },
  );

  it('refuses a dry run that is neither on nor off', async () => {
    const { error } = await add(contactRows(1), { options: { dryRun: 'maybe' } });
    expect(error?.message).toBe('"Dry Run" is maybe, which is neither true nor false');
    expect(takenIds()).toEqual([]);
  });

  it('names a field to send that no item has', async () => {
    const { error } = await add(contactRows(1), {
      variableMode: 'chosen',
      variablesChosen: 'name, oder',
    });
    expect(error?.message).toBe('No incoming item has a field "oder"');
    expect(takenIds()).toEqual([]);
  });

  it('a dry run shows what would be sent and sends nothing', async () => {
    const rows: IDataObject[] = contactRows(2);
    rows[1].phone = 'x';
    const run = await add(rows, {
      options: { dryRun: true, invalidContacts: 'skip', includeInput: true },
    });
    expect(run.items[0].json).toEqual({
      contactId: 'c-1',
      phone: unassignedNumber(1),
      outcome: 'dryRun',
      taskId: adding.task,
      batch: 1,
      wouldSend: {
        telephone: unassignedNumber(1),
        outid: 'c-1',
        variable: 'name^Customer 1|order^A-1001',
      },
      input: rows[0],
    });
    expect(run.items[1].json.outcome).toBe('rejected');
    expect(adding.simulator.ledger.requests).toEqual([]);
  });

  it('refuses a batch size that is not possible', async () => {
    const { error } = await add(contactRows(1), { options: { batchSize: 5000 } });
    expect(error?.message).toBe('"Batch Size" is 5000, which is not possible');
  });
});
