import { startSimulator, type Simulator } from '../../simulator/server';
import { applies, faceFault, FAULTS, keep, type Row, type Subject } from './matrix';

/**
 * One test for every fault that can happen to an operation; the rows are kept for the table at the end. Much of
 * it is waiting, so the faults of a long-winded operation are shared among several files.
 */
export function faultTests(
  name: string,
  subjectOf: (simulator: Simulator) => Subject,
  share = { part: 0, of: 1 },
): void {
  describe(name, () => {
    let simulator: Simulator;
    let subject: Subject;
    const rows: Row[] = [];

    beforeAll(async () => {
      simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true } });
      subject = subjectOf(simulator);
    });
    afterAll(async () => {
      keep(`${name}-${share.part}`, rows);
      await simulator.close();
    });

    const all = process.env.LONG === '1';
    const tried = FAULTS.filter(({ longTail }) => all || longTail !== true);
    const own = tried.filter((_, at) => (at >> 1) % share.of === share.part);
    it.each(own.map((fault) => [fault.name, fault] as const))(
      '%s: nobody is dialled twice, nobody is lost',
      async (_, fault) => {
        if (!applies(subject, fault)) return;
        const problems: string[] = [];
        const row = await faceFault(simulator, subject, fault, (problem) => {
          if (problems.length < 10) problems.push(problem);
        });
        rows.push(row);
        expect(problems).toEqual([]);
        expect(row).toMatchObject({ dialledTwice: 0, lost: 0 });
      },
      120_000,
    );
  });
}
