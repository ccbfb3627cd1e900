import type { RequestContext } from '../../nodes/runtime/http/context';
import { setClock } from '../../nodes/runtime/clock';
import { MemoryStore } from '../../nodes/sending/memory-store';
import type { StorageRow } from '../../nodes/sending/storage-row';
import { withStoresOf } from '../../nodes/sending/stores';
import { contacts, ids, send, taking } from '../model/storage';
import { StandingClock } from './standing-clock';

const FROZEN_MS = 20_000;

const START = Date.UTC(2026, 0, 1);

/** A row whose process stands still in the middle of one write. @param late what began when its lease was over */
function row(clock: StandingClock, freezesIn: (marks: string[]) => boolean, late: string[][]) {
  const marks = new Set<string>();
  const write = async <T>(of: string[], change: () => T): Promise<T> => {
    if (clock.time > START) late.push(of);
    for (let turn = 0; turn < 30; turn++) await new Promise(setImmediate);
    if (freezesIn(of)) clock.time = START + FROZEN_MS;
    return change();
  };
  const storage: StorageRow = {
    record: async (some) =>
      await write(some, () => {
        const there = new Set(some.filter((mark) => marks.has(mark)));
        for (const mark of some) marks.add(mark);
        return there;
      }),
    remove: async (some) => await write(some, () => some.forEach((mark) => marks.delete(mark))),
    count: async () => marks.size,
  };
  return storage;
}

describe('a process that is frozen in the middle of a write', () => {
  afterEach(() => setClock());

  it.each(['began', 'over', 'register'])(
    '(%s) begins no other one when it wakes: somebody else may be sending by then',
    async (kind) => {
      const clock = new StandingClock(START);
      setClock(clock);
      const late: string[][] = [];
      let writes = 0;
      const freezesIn = (some: string[]) =>
        some.some((mark) => mark.startsWith(kind)) && ++writes === 2;
      const list = contacts(45);
      const taken: string[] = [];
      const process = {
        queues: new Map(),
        waiting: new Map(),
        leases: new Map(),
        newName: () => 'process',
      };
      const place = {
        context: {} as RequestContext,
        workflowId: 'w',
        journal: row(clock, freezesIn, late),
        register: row(clock, freezesIn, late),
        stopping: {
          pause: async () => undefined,
          waitOut: async () => undefined,
          isStopped: () => false,
        },
      };
      const settings = {
        scope: 'task',
        order: ids(list),
        batchSize: 1,
        waitBeforeAgainMs: 900_000,
      };
      const sending = await withStoresOf(
        process,
        place,
        async ({ within }) =>
          await within(
            settings,
            new MemoryStore(),
            async (store) => await send(list, taking(taken), store, 1),
          ),
      );
      expect(clock.time - START).toBe(FROZEN_MS);
      expect(sending.stoppedBy?.message).toContain('another');
      expect(taken.length).toBeLessThan(list.length);
      expect(late).toEqual([]);
    },
  );
});
