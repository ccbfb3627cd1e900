import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import type { Aim, Outcome } from './comparison';

/** On what it was measured. */
export interface Circumstances {
  n8n: string;
  rounds: number;
  /** Parts that could not be measured here, and why. */
  skipped: string[];
}

interface Written {
  machine: unknown;
  versions: unknown;
  outcomes: Array<{ part: string }>;
}

/** All outcomes as a table in Markdown, ready for the pages that show them. */
export function table(outcomes: Outcome[]): string {
  const lines = ['| what | instead | ours | theirs | ratio | aim |', '|---|---|---|---|---|---|'];
  for (const { what, instead, unit, median, ratio, spread, aim, met } of outcomes) {
    const [ours, theirs] = [median.ours, median.theirs].map((figure) => `${short(figure)} ${unit}`);
    const range = `${short(ratio)} (${short(spread[0])}–${short(spread[1])})`;
    const wanted = aim === undefined ? '' : `${inWords(aim)}: ${met === true ? 'met' : 'not met'}`;
    lines.push(`| ${[what, instead, ours, theirs, range, wanted].join(' | ')} |`);
  }
  return lines.join('\n');
}

/**
 * Writes what was measured, with the machine and the versions. Parts that were measured before on the same machine, with
 * the same versions, stay.
 */
export function writeResults(
  file: string,
  outcomes: Outcome[],
  { n8n, rounds, skipped }: Circumstances,
): void {
  const machine = {
    processor: cpus()[0].model,
    processors: cpus().length,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    platform: process.platform,
  };
  const versions = { node: process.version, n8n };
  const measured = new Date().toISOString().slice(0, 10);
  const parts = new Set(outcomes.map(({ part }) => part));
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Written) : undefined;
  const isSame =
    known !== undefined && isDeepStrictEqual([known.machine, known.versions], [machine, versions]);
  const before = isSame ? known.outcomes.filter(({ part }) => !parts.has(part)) : [];
  const results = {
    machine,
    versions,
    skipped,
    outcomes: [
      ...before,
      ...outcomes.map(({ ours, theirs, ratio, spread, median, ...outcome }) => ({
        measured,
        rounds,
        ...outcome,
        ours: ours.map(rounded),
        theirs: theirs.map(rounded),
        median: { ours: rounded(median.ours), theirs: rounded(median.theirs) },
        ratio: rounded(ratio),
        spread: spread.map(rounded),
      })),
    ],
  };
  writeFileSync(file, `${JSON.stringify(results, null, 2)}\n`);
}

function inWords(aim: Aim): string {
  if ('ratioAtMost' in aim) return `at most ${aim.ratioAtMost}`;
  return 'ratioAtLeast' in aim ? `at least ${aim.ratioAtLeast}` : `at most ${aim.moreAtMost} more`;
}

/** Three digits are all that a ratio of two measured times can mean. */
function short(figure: number): string {
  return Math.abs(figure) >= 100
    ? String(Math.round(figure))
    : String(Number(figure.toPrecision(3)));
}

const rounded = (figure: number) => Number(figure.toPrecision(4));
