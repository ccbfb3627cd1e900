import type { Contact } from '../campaign/contact';
import type { SentMemory } from './sent-memory';
import { tried } from '../basics/tried';
import type { ContactSubmitter } from './submit-contacts';

/** Contacts that the vendor holds, of which it is asked whether it shows them while they wait. */
const WITNESSES = 5;

/** Batches of a run after which a contact that was just taken is looked up. */
const LOOKS = 3;

/** So many contacts cannot all be called in the moment between handing them over and being asked for the last. */
const TOO_MANY_TO_CALL_AT_ONCE = 20;
const MOMENT_MS = 2_000;

/**
 * Whether a vendor shows contacts that wait to be called. Neither documents it; where it does not, that a contact
 * cannot be found says nothing, and sending it again may call somebody twice.
 */
export interface WaitingSign {
  /**
   * Told of each batch before it is sent. A contact that the vendor holds from an earlier round would be found in
   * any case, so the witness must not be found before; nor may it be called by then, so small batches have none.
   *
   * @param lookedUp whether the batch's last contact was looked for just now, in vain
   * @returns what to call right after the vendor took the batch, when none of it can have been called yet
   */
  watch(batch: Contact[], lookedUp: boolean): Promise<(() => Promise<void>) | undefined>;
  /**
   * Whether the vendor would show a contact if it held it.
   *
   * @param held ids of contacts that it holds
   */
  wouldShow(held: string[]): Promise<boolean>;
}

/** The sign that fits a vendor, see `ContactSubmitter.wouldShow`. */
export function waitingSign(
  submitter: ContactSubmitter,
  memory: SentMemory | undefined,
): WaitingSign {
  const { wouldShow } = submitter;
  if (typeof wouldShow === 'object') return signOfJustTaken(submitter, memory, wouldShow.justTaken);
  return {
    watch: async () => undefined,
    wouldShow: async (held) => wouldShow === undefined || (await wouldShow(held.slice(-WITNESSES))),
  };
}

/**
 * Looks for the last contact of a batch that was taken this moment, and remembers that it was shown.
 *
 * @param way who is asked and how; what was seen of one account says nothing of another
 */
function signOfJustTaken(
  submitter: ContactSubmitter,
  memory: SentMemory | undefined,
  way: string,
): WaitingSign {
  let shown = false;
  let looks = 0;
  const wasShown = async () => {
    shown ||= (await memory?.sawWaiting(way)) === true;
    return shown;
  };
  return {
    async watch(batch, lookedUp) {
      if (memory === undefined || shown || looks === LOOKS) return undefined;
      if (batch.length < TOO_MANY_TO_CALL_AT_ONCE || submitter.isStopped()) return undefined;
      const seen = looks === 0 ? await tried(wasShown()) : undefined;
      if (seen?.ok === false || seen?.value === true) return undefined;
      looks++;
      const witness = batch.slice(-1);
      if (!lookedUp) {
        const before = await tried(submitter.findKnown(witness));
        if (!before.ok || before.value.size > 0) return undefined;
      }
      const began = Date.now();
      return async () => {
        const found = await tried(submitter.findKnown(witness));
        const late = Date.now() - began > MOMENT_MS;
        if (late || !found.ok || found.value.size === 0) return;
        shown = true;
        await tried(memory.noteWaiting(way));
      };
    },
    wouldShow: wasShown,
  };
}
