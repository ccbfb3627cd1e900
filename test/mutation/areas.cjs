/**
 * What `npm run test:mutation` changes, and the tests that are to notice. Each area is tried with its quick tests
 * first; only what these let live is tried again with the slow ones too, which run n8n's engine.
 */
const REMEMBERED = [
  ...['n8n-store', 'memory-store', 'stores', 'storage-row', 'lease', 'turn'],
  ...[
    'marks',
    'entries',
    'in-work',
    'lots',
    'lots-left',
    'two-sides',
    'windows',
    'tries',
    'buckets',
  ],
].map((name) => `nodes/sending/${name}.ts`);

module.exports = {
  // What n8n remembers of those who were sent.
  storage: {
    mutate: REMEMBERED,
    quick: [
      'unit/{tries,windows,memory-store,storage-row,turn,lease,in-work,n8n-store,frozen}',
      'model/histories',
    ],
    slow: ['model/storage', 'engine/{late-and-stale,sent-memory,sobot-contact-faults}'],
  },
  sending: {
    mutate: ['nodes/sending/**/*.ts', ...REMEMBERED.map((file) => `!${file}`)],
    quick: [
      'unit/{absence,evidence,find-missing,find-or-make,ledger,look,odd-values,once,run-memory}',
      'unit/{note-campaign,reconcile,run-summary,send-batches,waiting-sign}',
    ],
    slow: [
      'model/histories',
      'engine/{late-and-stale,sent-memory,sobot-contact-faults,reconcile,sobot-task-create}',
      'engine/{guards,sobot-contact-add,sobot-register}',
    ],
  },
  campaign: {
    mutate: ['nodes/campaign/**/*.ts'],
    quick: [
      'unit/{calling-hours,guards,guards-together,n8n-store,odd-values,outcomes,phone,properties}',
      'unit/{sobot-call-result,strange-values}',
    ],
    slow: ['engine/{guards,guards-everywhere,sobot-call-result,derived-ids}'],
  },
  events: {
    // Without what holds texts of the panel only.
    mutate: ['nodes/*/events/**/*.ts', '!nodes/*/events/trigger-parts.ts'],
    quick: [
      'unit/{airudder-events,airudder-likely-events,odd-values,properties,repeats,sobot-call-result,stored-triggers}',
      'unit/{airudder-pushes,sobot-pushes,strange-values}',
    ],
    slow: [
      'structure/{events,released}',
      'engine/{pushes,pushes-read,airudder-samples,sobot-samples,triggers}',
    ],
  },
  client: {
    mutate: ['nodes/*/client/**/*.ts'],
    quick: [
      'unit/{airudder-aes,airudder-credential,airudder-dialer-codes,airudder-login}',
      'unit/{airudder-replies,pages,sobot-credential,sobot-replies,sobot-request}',
    ],
    slow: [
      'engine/{airudder-api-request,airudder-session,airudder-samples,airudder-dialer}',
      'engine/{odd-answers,sobot-samples,sobot-lists}',
    ],
  },
};
