import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { OWNER } from '../../demo/campaign';
import { N8nClient } from '../../n8n-server/client';
import { packPackage } from '../../n8n-server/community-package';
import { installN8n } from '../../n8n-server/install';
import { N8nServer } from '../../n8n-server/server';

const USER_FOLDER = 'USER_FOLDER_FOR_TESTS';

/** An n8n user folder with the packed package and an owner in it; jest hands the environment to its workers. */
export function preparedUserFolder(): string {
  const folder = process.env[USER_FOLDER];
  if (folder === undefined)
    throw new Error('This suite needs test/host/pack.ts as its globalSetup.');
  return folder;
}

/** Packs and installs once for all files of a run, each of which gets a copy; `unpack.ts` clears up. */
export default async function pack(): Promise<void> {
  const installation = await installN8n((line) => console.log(line));
  const tarball = await packPackage();
  const folder = mkdtempSync(path.join(tmpdir(), 'calling-campaigns-prepared-'));
  const server = await N8nServer.create(installation, folder, tarball);
  await server.start();
  await new N8nClient(server.url).signIn(OWNER);
  await server.stop();
  rmSync(path.dirname(tarball), { recursive: true, force: true });
  process.env[USER_FOLDER] = folder;
}
