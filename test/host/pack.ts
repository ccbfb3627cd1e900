import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OWNER } from '../../demo/campaign';
import { N8nClient } from '../../n8n-server/client';
import { packPackage } from '../../n8n-server/community-package';
import { installN8n } from '../../n8n-server/install';
import { N8nServer } from '../../n8n-server/server';

/** Where `npm test` has prepared the folder already; jest hands the environment to its workers. */
const USER_FOLDER = 'USER_FOLDER_FOR_TESTS';

/** An n8n user folder with the packed package and an owner in it. */
export function preparedUserFolder(): string {
  const folder = process.env[USER_FOLDER];
  if (folder === undefined)
    throw new Error('This suite needs test/host/pack.ts as its globalSetup.');
  return folder;
}

/** Packs, installs and starts n8n once in a folder, which all files of a run get a copy of. */
export async function prepareUserFolder(folder: string): Promise<void> {
  const installation = await installN8n((line) => console.log(line));
  const tarball = await packPackage();
  const server = await N8nServer.create(installation, folder, tarball);
  await server.start();
  await new N8nClient(server.url).signIn(OWNER);
  await server.stop();
  rmSync(path.dirname(tarball), { recursive: true, force: true });
}

/** Before the first file of a run; `unpack.ts` clears up. */
export default async function pack(): Promise<void> {
  const prepared = process.env[USER_FOLDER];
  if (prepared !== undefined && existsSync(path.join(prepared, '.n8n'))) return;
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-prepared-'));
  await prepareUserFolder(folder);
  process.env[USER_FOLDER] = folder;
}
