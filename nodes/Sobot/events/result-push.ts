import type { CallResult } from '../../campaign/call-result';
import { toCallResult } from '../api/call-result';
import { toFields } from '../api/values';

/**
 * The calls in a result push. Accepts the documented layout `{result:{data:{detail,msg},ret_code}}`,
 * the same without `result` or without `data`, and a list of such results (reference, 7.1 and R34).
 *
 * @returns one call result per call; an empty list when the body is none of that
 */
export function callsInPush(body: unknown): CallResult[] {
  return recordsIn(body, 0).map((record) => toCallResult(record, 'push'));
}

type CallRecord = { detail: unknown; msg: unknown };

const DEEPEST_LAYER = 4;

function recordsIn(value: unknown, depth: number): CallRecord[] {
  if (depth > DEEPEST_LAYER) return [];
  if (Array.isArray(value)) return value.flatMap((entry) => recordsIn(entry, depth + 1));
  const fields = toFields(value);
  if (Object.keys(toFields(fields.detail)).length > 0) {
    return [{ detail: fields.detail, msg: fields.msg }];
  }
  for (const layer of [fields.result, fields.data]) {
    const records = recordsIn(layer, depth + 1);
    if (records.length > 0) return records;
  }
  return [];
}
