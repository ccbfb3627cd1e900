import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';

/**
 * A switch inside a collection. n8n does not convert what an expression gives there, so text counts too:
 * a dry run must not turn into real calls because somebody's variable holds "true" as text.
 *
 * @param displayName the option's name, for the error
 * @throws InvalidInput for anything that is neither true nor false
 */
export function flag(
  options: IDataObject,
  name: string,
  displayName: string,
  byDefault = false,
): boolean {
  const value = options[name];
  if (value === undefined || value === null || value === '') return byDefault;
  const text = String(value).trim().toLowerCase();
  if (['true', '1', 'yes', 'on'].includes(text)) return true;
  if (['false', '0', 'no', 'off'].includes(text)) return false;
  throw new InvalidInput(
    `"${displayName}" is ${String(value)}, which is neither true nor false`,
    'Turn the option on or off, or let its expression give true or false.',
  );
}

/**
 * A whole number inside a collection, also as text.
 *
 * @throws InvalidInput for anything else, and outside the bounds
 */
export function wholeNumber(
  options: IDataObject,
  name: string,
  displayName: string,
  { byDefault, least, most }: { byDefault: number; least: number; most: number },
): number {
  const value = options[name];
  if (value === undefined || value === null || value === '') return byDefault;
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most) {
    throw new InvalidInput(
      `"${displayName}" is ${String(value)}, which is not possible`,
      `Use a whole number from ${least} to ${most}.`,
    );
  }
  return number;
}
