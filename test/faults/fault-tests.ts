import { startSimulator, type Simulator } from '../../simulator/server';
import { applies, faceFault, FAULTS, keep, type Row, type Subject } from './matrix';

/** One test for every fault that can happen to an operation; the rows are kept for the table at the end. */
export function faultTests(name: string, subjectOf: (simulator: Simulator) => Subject): void {
  describe(name, () => {
    let simulator: Simulator;
    let subject: Subject;
    const rows: Row[] = [];

    beforeAll(async () => {
      simulator = await startSimulator({ speed: 1000, settings: { holdCalls: true } });
      subject = subjectOf(simulator);
    });
    afterAll(async () => {
      keep(name, rows);
      await simulator.close();
    });

    const all = process.env.LONG === '1';
    const tried = FAULTS.filter(({ longTail }) => all || longTail !== true);
    it.each(tried.map((fault) => [fault.name, fault] as const))(
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
