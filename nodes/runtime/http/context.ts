import type {
  IExecuteFunctions,
  ILoadOptionsFunctions,
  IPollFunctions,
  IWebhookFunctions,
} from 'n8n-workflow';

/** Every n8n context from which a vendor is called. */
export type RequestContext =
  | IExecuteFunctions
  | ILoadOptionsFunctions
  | IPollFunctions
  | IWebhookFunctions;
