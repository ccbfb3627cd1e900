import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import type { RequestContext } from './context';

const readings = new WeakMap<
  RequestContext,
  Map<string, Promise<ICredentialDataDecryptedObject>>
>();

/**
 * The node's credential as it was when this run first asked for it. n8n reads it from its database and decrypts it each
 * time; of what a request needs beside the secrets (address, time zone, key of replies), one reading a run is enough.
 * The secrets themselves are put into each request by n8n, which reads them anew.
 */
export async function credentialOfRun(
  context: RequestContext,
  type: string,
): Promise<ICredentialDataDecryptedObject> {
  const ofRun = readings.get(context) ?? new Map<string, Promise<ICredentialDataDecryptedObject>>();
  readings.set(context, ofRun);
  const reading = ofRun.get(type) ?? context.getCredentials(type);
  ofRun.set(type, reading);
  reading.catch(() => ofRun.delete(type));
  return await reading;
}
