import { checkCallingHours, type CallingHours } from '../../campaign/calling-hours';

/** Checked calling hours as the vendor takes them: `09:00-12:00,14:00-20:00` (docs/vendors/sobot-icall.md, R32). */
export function callTimeSlot(hours: CallingHours[]): string {
  return hours.map(({ from, to }) => `${from}-${to}`).join(',');
}

/**
 * Calling hours as the vendor writes them, padded or not (docs/vendors/sobot-icall.md, R32).
 * @throws InvalidInput for what cannot be read
 */
export function writtenHours(written: string[]): CallingHours[] {
  return checkCallingHours(
    written.map((span): CallingHours => {
      const [from = '', to = ''] = span.split('-');
      return { from, to };
    }),
  );
}
