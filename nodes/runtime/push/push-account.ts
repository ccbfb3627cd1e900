import type {
  ICredentialDataDecryptedObject,
  IHookFunctions,
  IWebhookFunctions,
} from 'n8n-workflow';
import { tried } from '../../basics/tried';
import { clock } from '../clock';

/**
 * How long a credential that was read once serves further pushes. n8n reads it from its database, decrypts it, and
 * starts a sandbox for expressions in it, each time: a third of what a push costs.
 */
const REMEMBERED_MS = 5_000;

const MOST_REMEMBERED = 200;

/** How an account is read from a credential. */
export interface CredentialReader<Account> {
  /** Type of the credential. */
  credential: string;
  /** @throws InvalidInput for a credential that cannot be used */
  account(data: ICredentialDataDecryptedObject): Account;
}

interface Remembered {
  account: unknown;
  /** Epoch milliseconds. */
  readAt: number;
}

/** By workflow, node and credential; in the memory of this process only. */
const remembered = new Map<string, Remembered>();

/** What is known of the account. */
export interface PushAccount<Account> {
  /** undefined where no credential is chosen, or it cannot be used. */
  account: Account | undefined;
  /** Whether it was read for an earlier push, so that it may be another one by now. */
  isOlder: boolean;
}

/** The account of the trigger's credential, perhaps as it was up to five seconds ago. */
export async function recentAccount<Account>(
  context: IWebhookFunctions,
  vendor: CredentialReader<Account>,
): Promise<PushAccount<Account>> {
  const now = clock().now();
  for (const [key, { readAt }] of remembered) {
    if (now < readAt || now - readAt >= REMEMBERED_MS) remembered.delete(key);
  }
  const known = remembered.get(keyOf(context, vendor) ?? '');
  if (known !== undefined) return { account: known.account as Account, isOlder: true };
  return { account: await currentAccount(context, vendor), isOlder: false };
}

/** The account of the trigger's credential as it is now. */
export async function currentAccount<Account>(
  context: IWebhookFunctions,
  vendor: CredentialReader<Account>,
): Promise<Account | undefined> {
  const key = keyOf(context, vendor);
  const readAt = clock().now();
  const read = await tried(readAccount(context, vendor));
  if (key !== undefined && (remembered.get(key)?.readAt ?? readAt) <= readAt) {
    remembered.delete(key);
    if (read.ok && remembered.size < MOST_REMEMBERED) {
      remembered.set(key, { account: read.value, readAt });
    }
  }
  return read.ok ? read.value : undefined;
}

/** @throws InvalidInput for a credential that cannot be used, and n8n's own error where there is none */
export async function readAccount<Account>(
  context: IWebhookFunctions | IHookFunctions,
  { credential, account }: CredentialReader<Account>,
): Promise<Account> {
  return account(await context.getCredentials(credential));
}

function keyOf<Account>(
  context: IWebhookFunctions,
  { credential }: CredentialReader<Account>,
): string | undefined {
  const { id, credentials } = context.getNode();
  const chosen = credentials?.[credential]?.id;
  return chosen == null ? undefined : JSON.stringify([context.getWorkflow().id, id, chosen]);
}
