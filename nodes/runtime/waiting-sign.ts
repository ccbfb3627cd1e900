import type { Contact } from '../campaign/contact';
import type { SentMemory } from './sent-memory';
import { settle } from './settle';
import type { ContactSubmitter } from './submit-contacts';

/** Contacts that the vendor holds, of which it is asked whether it shows them while they wait. */
const WITNESSES = 5;

/** Batches of a run after which a contact that was just taken is looked up. */
const LOOKS = 3;

/**
 * Whether a vendor shows contacts that wait to be called. Neither documents it; where it does not, that a contact
 * cannot be found says nothing, and sending it again may call somebody twice.
 */
export interface WaitingSign {
  /** Told of each batch right after the vendor took it, when none of it can have been called yet. */
  taken(batch: Contact[]): Promise<void>;
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
  if (wouldShow === 'asJustTaken') return signOfJustTaken(submitter, memory);
  return {
    taken: async () => {},
    wouldShow: async (held) => wouldShow === undefined || (await wouldShow(held.slice(-WITNESSES))),
  };
}

/** Looks for the last contact of a batch that was taken this moment, and remembers that it was shown. */
function signOfJustTaken(submitter: ContactSubmitter, memory: SentMemory | undefined): WaitingSign {
  let shown = false;
  let looks = 0;
  const wasShown = async () => {
    shown ||= (await memory?.sawWaiting()) === true;
    return shown;
  };
  return {
    async taken(batch) {
      if (memory === undefined || shown || looks === LOOKS || submitter.isStopped()) return;
      if (looks === 0 && (await wasShown())) return;
      looks++;
      const found = await settle(submitter.findKnown(batch.slice(-1)));
      if (!found.ok || found.value.size === 0) return;
      shown = true;
      await memory.noteWaiting();
    },
    wouldShow: wasShown,
  };
}
