import { toInt } from '../../basics/values';

/** Unix seconds as ISO 8601; null for nothing. */
export function secondsToIso(value: unknown): string | null {
  const seconds = toInt(value);
  return seconds === null ? null : isoOf(seconds * 1000);
}

/** Unix milliseconds as ISO 8601; null for nothing. */
export function millisecondsToIso(value: unknown): string | null {
  const milliseconds = toInt(value);
  return milliseconds === null ? null : isoOf(milliseconds);
}

function isoOf(epochMs: number): string | null {
  if (epochMs <= 0) return null;
  const date = new Date(epochMs);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}
