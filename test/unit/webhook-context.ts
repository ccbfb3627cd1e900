import type { IWebhookFunctions } from 'n8n-workflow';
import type { PushSettings } from '../../nodes/runtime/push/push-pipeline';

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
