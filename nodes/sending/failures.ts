import { VendorFailure } from '../runtime/http/vendor-failure';

/** This process stood still for so long that another one may be sending in its place. */
export function takenOver(): VendorFailure {
  return new VendorFailure(
    'n8n stood still for too long, and another n8n process may have taken over',
    {
      effect: 'none',
      advice:
        'Nothing more was sent by this execution. Look under Executions whether another one goes on.',
    },
  );
}

/** For a minute, nobody else was seen sending, and this run could not be sure of that in time either. */
export function tooBusy(): VendorFailure {
  return new VendorFailure(
    'n8n is too busy, or its database too slow, to tell whether another execution is sending contacts of this workflow, so nothing was sent',
    {
      effect: 'none',
      advice:
        'Run this again when n8n has less to do. If it happens again, ask whoever runs this n8n: its database must answer within a third of a second.',
    },
  );
}

/** Contacts of an earlier try are neither shown nor certain to be shown, or their try is too young. */
export function stillUnknown(): VendorFailure {
  return new VendorFailure('Whether contacts of an earlier try were taken is still unknown', {
    effect: 'unknown',
    advice:
      'They were not sent again; all others were. To send them all the same, run these rows alone, with a word under Call Again.',
  });
}

/** The vendor said yes, and half a minute later shows nothing of it. */
export function confirmedAndNotShown(): VendorFailure {
  return new VendorFailure('The vendor confirmed contacts of which it shows nothing', {
    effect: 'unknown',
    advice:
      'It may be late, or have dropped them without a word: look at their phone numbers, and at the task in its console.',
  });
}

/** Contacts count as sent, and cannot be in the target, which was made just now. */
export function sentElsewhere(vendor: string, contacts: number): VendorFailure {
  const they = contacts === 1 ? 'It was' : 'They were';
  return new VendorFailure(
    `n8n remembers that ${contacts} of these contacts went to an earlier task of this name, which ${vendor} does not list any more`,
    {
      effect: 'none',
      advice: `${they} not sent to the new one: perhaps the earlier one was deleted after calling, or is in another account. To call all in the new task, write a word under Call Again.`,
    },
  );
}

/** Whatever stopped a run, as a failure that can be told. */
export function asFailure(error: unknown): VendorFailure {
  if (error instanceof VendorFailure) return error;
  return new VendorFailure(error instanceof Error ? error.message : String(error), {
    effect: 'none',
  });
}

/** n8n's database did not answer. Without it, a contact that an earlier run perhaps sent would pass for a new one. */
export function storageFails(error: unknown): VendorFailure {
  const why = error instanceof Error ? ` (${error.message})` : '';
  return new VendorFailure(
    `n8n could not be asked which contacts were sent before${why}, so nothing was sent`,
    {
      effect: 'none',
      advice:
        'Run this again when n8n reaches its database. To send without it, turn off the option "Skip Contacts Already Sent": then contacts are looked up at the vendor only.',
    },
  );
}
