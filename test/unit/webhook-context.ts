import type { IWebhookFunctions } from 'n8n-workflow';
import { understood } from '../../nodes/runtime/push/push-body';
import type { PushEvent, PushSettings, PushVendor } from '../../nodes/runtime/push/push-pipeline';

/** A trigger as its panel is filled in, and the request that came to it. */
export function webhookContext(
  parameters: Record<string, unknown> = {},
  request: { query?: Record<string, unknown>; headers?: Record<string, unknown> } = {},
): IWebhookFunctions {
  return {
    getNodeParameter: (name: string, byDefault?: unknown) => parameters[name] ?? byDefault,
    getQueryData: () => request.query ?? {},
    getHeaderData: () => request.headers ?? {},
  } as unknown as IWebhookFunctions;
}

/** A trigger's options where nobody touched them. */
export const SETTINGS: PushSettings = {
  ranges: [],
  ignoreRepeats: true,
  includeRaw: false,
  reply: '',
  maxBytes: 1_000_000,
  options: {},
};

/** What a trigger makes of a body that is pushed to it: text as it is, anything else as JSON. */
export function eventsOf<Account extends { pushToken: string }>(
  vendor: PushVendor<Account>,
  body: unknown,
  context: IWebhookFunctions,
  settings: Partial<PushSettings> = {},
  account?: Account,
): PushEvent[] {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const push = { text, body: understood(text, vendor.textFields) };
  return vendor.events(context, push, { ...SETTINGS, ...settings }, account);
}
