import { rmSync } from 'node:fs';
import { preparedUserFolder } from './pack';

/** Removes what `pack.ts` made, when the last file of a run has ended. */
export default function unpack(): void {
  rmSync(preparedUserFolder(), { recursive: true, force: true });
}
