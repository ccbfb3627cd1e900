import fc from 'fast-check';
import { HISTORY, play, type History, type Step } from './history';

const RUNS = Number(process.env.HISTORIES ?? 2_000);

const step = (more: Partial<Step> = {}): Step => ({
  process: 0,
  from: 0,
  overlaps: false,
  gap: 0,
  ...more,
});

const sobot: History['character'] = {
  silence: 'showsWaiting',
  showsWaiting: true,
  counts: true,
  lag: 0,
  late: 15_000,
  calledAfter: 3_600_000,
};

/** Histories in which an earlier version called people twice. */
const FOUND: Array<[what: string, history: History]> = [
  [
    'a lost request that arrives 15 s later, and a second run before that',
    {
      contacts: 3,
      batchSize: 1,
      character: sobot,
      fates: ['late'],
      numbers: [],
      steps: [step(), step({ gap: 20_000 })],
    },
  ],
  [
    'a request that was carried out and answered 502, and reads that lag by 20 s',
    {
      contacts: 3,
      batchSize: 1,
      character: { ...sobot, lag: 20_000 },
      fates: ['lostAfter'],
      numbers: [],
      steps: [step(), step({ gap: 30_000 })],
    },
  ],
  ...[[], [100, 100, 1], [3, 50, 90, 20, 7], [99, 0], [0, 99, 50]].flatMap((numbers) =>
    [0, 5, 50].map((gap): [string, History] => [
      `two workers over the same rows, ${gap} ms apart, storage delays ${numbers.join(', ') || 'equal'}`,
      {
        contacts: 3,
        batchSize: 1,
        character: sobot,
        fates: [],
        numbers,
        steps: [step({ overlaps: true, gap }), step({ process: 1, overlaps: true })],
      },
    ]),
  ),
  [
    'a vendor that takes nothing twice refuses what it took in an earlier, lost request',
    {
      contacts: 1,
      batchSize: 1,
      character: { ...sobot, silence: 'takesNothingTwice', showsWaiting: false, counts: false },
      fates: ['lostAfter', 'refused'],
      numbers: [],
      steps: [step(), step()],
    },
  ],
  [
    'half of a batch taken, n8n killed, and reads that lag: what an earlier request did proves nothing',
    {
      contacts: 2,
      batchSize: 1,
      character: {
        silence: 'takesNothingTwice',
        showsWaiting: false,
        counts: true,
        lag: 20_000,
        late: 1_000,
        calledAfter: 500,
      },
      fates: ['partly', 'ok'],
      numbers: [],
      steps: [step({ killAfter: 1_521 }), step()],
    },
  ],
  ...[1_525, 1_530].map((stopAfter): [string, History] => [
    `a run stopped after ${stopAfter} ms, and n8n killed while the next one asks which of its contacts were sent`,
    {
      contacts: 3,
      batchSize: 1,
      character: { ...sobot, lag: 60_000 },
      fates: ['ok', 'ok', 'ok'],
      numbers: [],
      steps: [step({ stopAfter }), step({ killAfter: 1_514 }), step()],
    },
  ]),
  [
    'one who was put off between two who were sent, and n8n killed: he passes for sent and is never called',
    {
      contacts: 3,
      batchSize: 1,
      character: { ...sobot, showsWaiting: false, counts: false, calledAfter: 500 },
      fates: [],
      numbers: [303],
      steps: [step({ killAfter: 1_749, twins: true }), step()],
    },
  ],
  [
    'one whose calling hours ended before a batch was looked up, and n8n killed: he passes for sent',
    {
      contacts: 4,
      batchSize: 3,
      character: { ...sobot, showsWaiting: false, counts: false, calledAfter: 500 },
      fates: [],
      numbers: [],
      steps: [step({ killAfter: 1_526, closesAfter: 1_524 }), step()],
    },
  ],
  [
    'more contacts looked up at once than there are lots, and n8n killed: the last one passes for sent',
    {
      contacts: 12,
      batchSize: 1,
      character: { ...sobot, showsWaiting: false, counts: false, late: 1_000, calledAfter: 500 },
      fates: [],
      numbers: [514],
      steps: [step({ stopAfter: 1_561 }), step({ killAfter: 2_228, stopAfter: 1_674 }), step()],
    },
  ],
  [
    'a process that stands still between its look for others and its claim: it overwrites what the other one notes',
    {
      contacts: 3,
      batchSize: 1,
      character: { ...sobot, silence: 'hides', late: 1_000, calledAfter: 20_000 },
      fates: [],
      numbers: [1_998, 1_899],
      steps: [
        step({ overlaps: true, closesAfter: 1_641 }),
        step({ process: 1, freezes: { after: 4, for: 3_000 }, gap: 50 }),
      ],
    },
  ],
  [
    'a process that stands still right after its claim: it overwrites what its successor notes',
    {
      contacts: 25,
      batchSize: 1,
      character: { ...sobot, silence: 'hides', late: 1_000, calledAfter: 20_000 },
      fates: [],
      numbers: [1_403, 1_545, 1_993],
      steps: [
        step({ overlaps: true, freezes: { after: 850, for: 20_000 }, gap: 1_000 }),
        step({ process: 1, freezes: { after: 3_527, for: 12_000 }, closesAfter: 791 }),
      ],
    },
  ],
  [
    'a process that stands still while it sends: it tells contacts as not sent that its successor has sent',
    {
      contacts: 48,
      batchSize: 3,
      character: { ...sobot, silence: 'showsJustTaken', late: 0, calledAfter: 36_000_000 },
      fates: [],
      numbers: [1_880],
      steps: [
        step({ from: 3, overlaps: true, freezes: { after: 2_913, for: 60_000 }, gap: 1_000 }),
        step({ process: 1, from: 3, overlaps: true }),
      ],
    },
  ],
  [
    'a process that stands still while a batch waits for its turn: it sends whom its successor has sent',
    {
      contacts: 2,
      batchSize: 1,
      pace: 5_000,
      character: sobot,
      fates: [],
      numbers: [],
      steps: [
        step({ overlaps: true, freezes: { after: 3_000, for: 1_800_000 }, gap: 1_500_000 }),
        step({ process: 1 }),
      ],
    },
  ],
];

describe('sending, over histories that went wrong once', () => {
  it.each(FOUND)('%s: nobody is dialled twice, and what is said is so', async (_, history) => {
    expect(await play(history)).toEqual([]);
  });
});

describe('sending, over random histories', () => {
  it(
    'dials nobody twice, loses nobody, and says nothing that is not so',
    async () => {
      const seed = process.env.SEED === undefined ? {} : { seed: Number(process.env.SEED) };
      await fc.assert(
        fc.asyncProperty(HISTORY, async (history) => {
          expect(await play(history)).toEqual([]);
        }),
        { numRuns: RUNS, ...seed },
      );
    },
    60 * 60_000,
  );
});
