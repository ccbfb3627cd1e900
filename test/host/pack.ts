import { packPackage } from '../../n8n-server/community-package';

const PACKED = 'PACKED_FOR_TESTS';

/** The package as every n8n of one test run installs it; jest hands the environment to its workers. */
export function packedPackage(): string {
  const tarball = process.env[PACKED];
  if (tarball === undefined)
    throw new Error('This suite needs test/host/pack.ts as its globalSetup.');
  return tarball;
}

/** Packs once for all files of a run; `unpack.ts` clears up. */
export default async function pack(): Promise<void> {
  process.env[PACKED] = await packPackage();
}
