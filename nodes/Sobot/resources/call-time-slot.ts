import type { CallingHours } from '../../campaign/calling-hours';

/** Checked calling hours as the vendor takes them: `09:00-12:00,14:00-20:00` (R32). */
export function callTimeSlot(hours: CallingHours[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(',');
}
