import type { IDataObject } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';

/**
 * The object a JSON field holds; n8n gives text or, from an expression, the object itself. Empty means an
 * empty object.
 *
 * @param displayName the field's name, for the error
 * @param example a valid value, for the error
 * @throws InvalidInput for anything but a JSON object
 */
export function jsonObject(typed: unknown, displayName: string, example: string): IDataObject {
  const value = typeof typed === 'string' ? parsed(typed.trim() || '{}') : (typed ?? {});
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new InvalidInput(
      `"${displayName}" is not a JSON object`,
      `Write names and values in braces, e.g. ${example}.`,
    );
  }
  return value as IDataObject;
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
