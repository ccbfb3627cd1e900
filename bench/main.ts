import path from 'node:path';
import { packPackage } from '../n8n-server/community-package';
import { installN8n, N8N_VERSION } from '../n8n-server/install';
import { measureAgain } from './again';
import { Bed, type Installed } from './bed';
import { outcomeOf, type Comparison } from './comparison';
import { measureHostileBodies } from './hostile';
import { measureLoading } from './loading';
import { measureMemory } from './memory';
import { measurePreparing } from './preparing';
import { measurePushes } from './pushes';
import { measureReading } from './reading';
import { table, writeResults } from './report';
import { measureSending } from './sending';
import { measureSeveralMachines } from './several-machines';
import { measureUsualNodes } from './usual-nodes';

const ROUNDS = Number(process.env.ROUNDS ?? 5);
const RESULTS = path.join(__dirname, 'results.json');

type Part = (installed: Installed, rounds: number) => Promise<Comparison[]>;

/** What is measured. */
const PARTS: Record<string, Part> = {
  pushes: onOneBed(measurePushes),
  hostile: onOneBed(measureHostileBodies),
  sending: onOneBed(measureSending),
  again: onOneBed(measureAgain),
  usual: onOneBed(measureUsualNodes),
  preparing: onOneBed(measurePreparing),
  reading: onOneBed(measureReading),
  memory: measureMemory,
  loading: measureLoading,
  machines: measureSeveralMachines,
};

/**
 * Measures what people would notice, against what they would do instead, in one run on one machine. Times are
 * those of n8n's event log, per node; what counts is the ratio. With five rounds or more, `results.json` gets the parts
 * that were measured.
 *
 * usage: npm run bench [-- part …], with ROUNDS in the environment to take others than five
 */
async function main(): Promise<void> {
  const named = process.argv.slice(2);
  const unknown = named.filter((name) => !Object.hasOwn(PARTS, name));
  if (unknown.length > 0) {
    throw new Error(`There is no part ${unknown.join()}; there are ${Object.keys(PARTS).join()}.`);
  }
  const installed = {
    installation: await installN8n(console.log),
    tarball: await packPackage(),
  };
  const outcomes = [];
  const skipped: string[] = [];
  for (const [name, measure] of Object.entries(PARTS)) {
    if (named.length > 0 && !named.includes(name)) continue;
    console.log(`Measuring ${name} …`);
    try {
      outcomes.push(...(await measure(installed, ROUNDS)).map(outcomeOf));
    } catch (error) {
      skipped.push(`${name}: ${(error as Error).message.split('\n')[0]}`);
    }
  }
  console.log(`\n${table(outcomes)}`);
  for (const part of skipped) console.log(`Not measured: ${part}`);
  if (ROUNDS >= 5 && outcomes.length > 0) {
    writeResults(RESULTS, outcomes, { n8n: N8N_VERSION, rounds: ROUNDS, skipped });
  }
}

function onOneBed(measure: (bed: Bed, rounds: number) => Promise<Comparison[]>): Part {
  return async (installed, rounds) => {
    const bed = await Bed.make(installed);
    try {
      return await measure(bed, rounds);
    } finally {
      await bed.close();
    }
  };
}

main().then(
  () => process.exit(0),
  (error: Error) => {
    console.error(error.message);
    process.exit(1);
  },
);
