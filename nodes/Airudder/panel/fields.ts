import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { InvalidInput } from '../../basics/invalid-input';
import { toEpochMs } from '../../runtime/fields/instants';
import { jsonObject } from '../../runtime/fields/json-field';
import { timeoutOption } from '../../runtime/fields/timeout';
import { accountOf, AIRUDDER_CREDENTIAL, type AirudderAccount } from '../client/credential';
import { typedText } from '../../basics/values';

/** How long to wait for one reply; AIRUDDER advises two minutes and more (docs/vendors/airudder.md, section 2.5). */
export const timeout = timeoutOption('AIRUDDER', { byDefault: 120, most: 600 });

/** The account that the node's credential stands for. */
export async function account(context: IExecuteFunctions): Promise<AirudderAccount> {
  return accountOf(await context.getCredentials(AIRUDDER_CREDENTIAL));
}

/** The time zone in which the account reads and writes times. */
export async function accountZone(context: IExecuteFunctions): Promise<string> {
  return (await account(context)).zone;
}

/** A required moment; its description says in which time zone it is sent. */
export function momentField(
  displayName: string,
  name: string,
  description: string,
): INodeProperties {
  return {
    displayName,
    name,
    type: 'dateTime',
    required: true,
    default: '',
    description,
  };
}

/** A moment the user picked, as epoch milliseconds. @throws InvalidInput when it is empty or no date */
export function moment(
  context: IExecuteFunctions,
  name: string,
  displayName: string,
  itemIndex: number,
): number {
  const value = context.getNodeParameter(name, itemIndex, '');
  return toEpochMs(value, context.getTimezone(), displayName);
}

/** Two moments. @throws InvalidInput when the second is not later */
export function timeSpan(
  context: IExecuteFunctions,
  itemIndex: number,
): { startMs: number; endMs: number } {
  const startMs = moment(context, 'start', 'Start', itemIndex);
  const endMs = moment(context, 'end', 'End', itemIndex);
  if (endMs <= startMs) {
    throw new InvalidInput('"End" is not later than "Start"', 'Set an end after the start.');
  }
  return { startMs, endMs };
}

/** A field for parameters that the vendor's page names and nobody else knows. */
export function jsonField(
  displayName: string,
  name: string,
  description: string,
  example = '{}',
): INodeProperties {
  return { displayName, name, type: 'json', default: example, description };
}

/** The object in such a field. @throws InvalidInput for anything but a JSON object */
export function jsonValue(
  context: IExecuteFunctions,
  name: string,
  displayName: string,
  itemIndex: number,
): IDataObject {
  const typed = context.getNodeParameter(name, itemIndex, '{}');
  return jsonObject(typed, displayName, '{"TaskID": "82caed2ecc5029c9"}');
}

/** An option with fields of the vendor's that have none here. */
export const moreFieldsOption: INodeProperties = jsonField(
  'Additional Fields (JSON)',
  'more',
  "Further fields under the vendor's own names, as JSON. They win over the fields above.",
);

/** The object in `moreFieldsOption`. */
export function moreFields(options: IDataObject): IDataObject {
  return jsonObject(options.more, 'Additional Fields (JSON)', '{"Perform": 1}');
}

/** A text that must not be empty. @throws InvalidInput when it is */
export function requiredText(
  context: IExecuteFunctions,
  name: string,
  displayName: string,
  itemIndex: number,
  advice = 'Fill it in. An expression may have found no value.',
): string {
  const text = typedText(context.getNodeParameter(name, itemIndex, ''));
  if (text === '') throw new InvalidInput(`"${displayName}" is empty`, advice, itemIndex);
  return text;
}
