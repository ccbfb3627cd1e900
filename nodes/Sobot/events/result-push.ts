import type { CallResult } from '../../campaign/call-result';
import { toCallResult } from '../resources/call-result';
import { toFields, toText } from '../../basics/values';
import { documentedCode, SUCCESS } from '../client/return-codes';
import { MOST_ENTRIES } from '../../runtime/push/push-body';

/** Fields of a push whose bare numbers are ids or phone numbers: `"outid":10.10` is no decimal. */
export const PUSH_TEXT_FIELDS = ['outid', 'callid', 'tel', 'caller', 'taskid'];

/** What a push holds. */
export interface PushedCalls {
  calls: CallResult[];
  /** Entries of a list in which no call could be found. */
  strange: unknown[];
  /** Results that the vendor itself marks as failed: their calls are not to be trusted. */
  failed: FailedResult[];
}

/** A result whose `ret_code` is not that of success. */
export interface FailedResult {
  reason: string;
  contactId: string | null;
  callId: string | null;
  entry: unknown;
}

/**
 * The calls in a result push. Accepts the documented layout `{result:{data:{detail,msg},ret_code}}`,
 * the same without `result` or without `data`, and a list of such results (docs/vendors/sobot-icall.md, 7.1 and R34).
 */
export function callsInPush(body: unknown): PushedCalls {
  const found: PushedCalls = { calls: [], strange: [], failed: [] };
  collect(body, 0, found);
  return found.calls.length > MOST_ENTRIES ? { calls: [], strange: [body], failed: [] } : found;
}

const DEEPEST_LAYER = 4;

/** @returns whether a call was found in there */
function collect(value: unknown, depth: number, found: PushedCalls): boolean {
  if (depth > DEEPEST_LAYER) return false;
  if (Array.isArray(value)) {
    for (const entry of value) {
      if (!collect(entry, depth + 1, found)) found.strange.push(entry);
    }
    return value.length > 0;
  }
  const fields = toFields(value);
  const reason = failureOf(fields.ret_code);
  if (reason !== undefined) {
    const { detail } = toFields(fields.data);
    const call = toCallResult({ detail: detail ?? fields.detail }, 'push');
    found.failed.push({ reason, contactId: call.contactId, callId: call.callId, entry: value });
    return true;
  }
  if (Object.keys(toFields(fields.detail)).length > 0) {
    found.calls.push(toCallResult({ detail: fields.detail, msg: fields.msg }, 'push'));
    return true;
  }
  return [fields.result, fields.data].some((layer) => collect(layer, depth + 1, found));
}

/** Success may come as a bare `000000` or as the number 0 (docs/vendors/sobot-icall.md, sections 5 and 7.1). */
function failureOf(retCode: unknown): string | undefined {
  const code = toText(retCode);
  if (code === null || code.padStart(SUCCESS.length, '0') === SUCCESS) return undefined;
  const meaning = documentedCode(code)?.meaning ?? 'a code that Sobot does not document';
  return `Sobot marks this push as failed (code ${code}: ${meaning})`;
}
