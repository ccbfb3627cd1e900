import { rmSync } from 'node:fs';
import path from 'node:path';
import { packedPackage } from './pack';

/** Removes what `pack.ts` made, when the last file of a run has ended. */
export default function unpack(): void {
  rmSync(path.dirname(packedPackage()), { recursive: true, force: true });
}
