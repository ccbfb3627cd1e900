import type { IAdditionalCredentialOptions, ICredentialDataDecryptedObject } from 'n8n-workflow';
import { clock } from '../clock';
import type { RequestContext } from './context';

/** A run may wait for hours, and somebody may change the credential meanwhile. */
const READ_ANEW_AFTER_MS = 60_000;

interface Reading {
  at: number;
  data: Promise<ICredentialDataDecryptedObject>;
}

const readings = new WeakMap<RequestContext, Map<string, Reading>>();

/**
 * The node's credential as it was within the last minute. n8n reads it from its database and decrypts it each time
 * that it is asked.
 */
export async function credentialOfRun(
  context: RequestContext,
  type: string,
): Promise<ICredentialDataDecryptedObject> {
  const ofRun = readings.get(context) ?? new Map<string, Reading>();
  readings.set(context, ofRun);
  const now = clock().now();
  const last = ofRun.get(type);
  if (last !== undefined && now - last.at < READ_ANEW_AFTER_MS) return await last.data;
  const data = context.getCredentials(type);
  ofRun.set(type, { at: now, data });
  data.catch(() => {
    if (ofRun.get(type)?.data === data) ofRun.delete(type);
  });
  return await data;
}

/** What n8n's request helper needs to sign with credential data that one has already, and not read them once more. */
export function alreadyRead(
  context: RequestContext,
  type: string,
  data: ICredentialDataDecryptedObject,
): IAdditionalCredentialOptions {
  const { id, name = '' } = context.getNode().credentials?.[type] ?? {};
  return { credentialsDecrypted: { id: id ?? '', name, type, data } };
}
