import { toInt } from '../../basics/values';

/**
 * A 13-digit epoch in milliseconds as ISO 8601 in UTC; null for 0, empty and nonsense, never 1970
 * (docs/vendors/sobot-icall.md, R4).
 */
export function toIsoTime(value: unknown): string | null {
  const epoch = toInt(value);
  if (epoch === null || epoch <= 0) return null;
  const date = new Date(epoch);
  return Number.isNaN(date.getTime()) ? null : date.toISOString();
}

/** A duration the vendor gives in milliseconds (docs/vendors/sobot-icall.md, R33), in seconds. */
export function toSeconds(value: unknown): number | null {
  const milliseconds = toInt(value);
  return milliseconds === null || milliseconds < 0 ? null : milliseconds / 1000;
}
