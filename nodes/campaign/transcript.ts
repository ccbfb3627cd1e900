/** One thing said in a call. */
export interface TranscriptLine {
  role: 'customer' | 'robot' | 'unknown';
  text: string;
  /** ISO 8601 in UTC, or null where the vendor gave no usable time. */
  time: string | null;
  /** Time since the beginning of the call as the vendor writes it, `00:01:07`; null where it gives none. */
  offset: string | null;
  /** The branch of the script that the line matched, as the vendor names it. */
  matchedNode: string | null;
}

/** Puts lines in the order they were said; lines without a time stay where they were. */
export function inSpokenOrder(lines: TranscriptLine[]): TranscriptLine[] {
  const timed = lines
    .filter((line) => line.time !== null)
    .sort((a, b) => Date.parse(a.time as string) - Date.parse(b.time as string));
  return lines.map((line) => (line.time === null ? line : (timed.shift() as TranscriptLine)));
}

/** The whole conversation as text, one line per thing said: `Robot: …`, `Customer: …`. */
export function transcriptText(lines: TranscriptLine[]): string {
  const speaker = { customer: 'Customer', robot: 'Robot', unknown: 'Unknown' };
  return lines.map((line) => `${speaker[line.role]}: ${line.text}`).join('\n');
}
