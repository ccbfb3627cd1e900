import { median } from './statistics';

/** What a comparison should come out at: ours divided by theirs, or ours less theirs. */
export type Aim = { ratioAtMost: number } | { ratioAtLeast: number } | { moreAtMost: number };

/** Something of ours, and what a user would do instead, measured in turn on one machine. */
export interface Comparison {
  /** Under which heading it is shown. */
  part: string;
  what: string;
  instead: string;
  unit: 'ms' | 'a second' | 'MB' | 'kB';
  /** Figures of ours and of the other, one of each a round. */
  ours: number[];
  theirs: number[];
  aim?: Aim;
}

/** What stands in a table and in `results.json`. */
export interface Outcome extends Comparison {
  median: { ours: number; theirs: number };
  /** Median of ours by median of the other. */
  ratio: number;
  /** The smallest and the largest ratio of a round. */
  spread: [least: number, most: number];
  /** Whether the aim is met; nothing where there is none. */
  met?: boolean;
}

/** Measures things one after the other, all of them once a round. @returns figures of each */
export async function inTurn<Name extends string>(
  rounds: number,
  measured: Record<Name, (round: number) => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const all = Object.entries(measured) as Array<[Name, (round: number) => Promise<number>]>;
  const figures = Object.fromEntries(all.map(([name]) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of all) figures[name].push(await measure(round));
  }
  return figures as Record<Name, number[]>;
}

/** Measures ours and the other in turn. */
export async function compare(
  described: Omit<Comparison, 'ours' | 'theirs'>,
  rounds: number,
  ours: (round: number) => Promise<number>,
  theirs: (round: number) => Promise<number>,
): Promise<Comparison> {
  return { ...described, ...(await inTurn(rounds, { ours, theirs })) };
}

/** What the figures of a comparison come to. */
export function outcomeOf(comparison: Comparison): Outcome {
  const { ours, theirs, aim } = comparison;
  const middle = { ours: median(ours), theirs: median(theirs) };
  const ratios = ours.map((figure, round) => figure / theirs[round]);
  const ratio = middle.ours / middle.theirs;
  return {
    ...comparison,
    median: middle,
    ratio,
    spread: [Math.min(...ratios), Math.max(...ratios)],
    ...(aim === undefined ? {} : { met: isMet(aim, ratio, middle.ours - middle.theirs) }),
  };
}

function isMet(aim: Aim, ratio: number, more: number): boolean {
  if ('ratioAtMost' in aim) return ratio <= aim.ratioAtMost;
  return 'ratioAtLeast' in aim ? ratio >= aim.ratioAtLeast : more <= aim.moreAtMost;
}
