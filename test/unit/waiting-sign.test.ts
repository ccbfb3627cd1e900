import { storageRow, type StorageRow } from '../../nodes/sending/storage-row';
import { noteWaiting, sawWaiting } from '../../nodes/sending/waiting-sign';
import { N8nStorage } from './n8n-storage';

let storage: N8nStorage;
let row: StorageRow;

beforeEach(() => {
  storage = new N8nStorage();
  row = storageRow(storage.context().helpers, 'workflow');
});

describe('that a vendor was seen to show contacts that wait', () => {
  it('is not known before it was seen, however often it is asked', async () => {
    expect(await sawWaiting(row, 'list')).toBe(false);
    expect(await sawWaiting(row, 'list')).toBe(false);
  });

  it.each([0, 1, 2])(
    'stays known once it was seen, after %s questions in vain',
    async (questions) => {
      for (let asked = 0; asked < questions; asked++) await sawWaiting(row, 'list');
      await noteWaiting(row, 'list');
      expect(await sawWaiting(row, 'list')).toBe(true);
      expect(await sawWaiting(row, 'list')).toBe(true);
    },
  );

  it('says nothing of another way of asking', async () => {
    await noteWaiting(row, 'list');
    expect(await sawWaiting(row, 'search')).toBe(false);
  });

  it('leaves one mark', async () => {
    await sawWaiting(row, 'list');
    await noteWaiting(row, 'list');
    await sawWaiting(row, 'list');
    expect(storage.rows.workflow.size).toBe(1);
  });

  it('is forgotten, not made up, by a process that is killed while it asks', async () => {
    await noteWaiting(row, 'list');
    storage.writesLeft = 1;
    await expect(sawWaiting(row, 'list')).rejects.toThrow('no database');
    storage.writesLeft = Infinity;
    expect(await sawWaiting(row, 'list')).toBe(false);
  });
});
