import seedrandom from 'seedrandom';

/** How one call goes, decided before it starts. Durations in milliseconds. */
export interface CallPlan {
  /** The vendor's call status, docs/vendors/sobot-icall.md, section 4. */
  status: number;
  ringing: number;
  talking: number;
  intentions: string[];
  conversation: Array<{ by: 'robot' | 'customer'; text: string; at: number; matched?: string }>;
  transferred: boolean;
}

/** Shares of call statuses, out of 100. 8 does not exist at the vendor; it appears only when planned. */
const STATUSES: Array<[number, number]> = [
  [2, 55],
  [3, 20],
  [9, 8],
  [4, 6],
  [7, 5],
  [5, 3],
  [6, 3],
];

const TALKS: Array<{
  share: number;
  intentions: string[];
  reply: string;
  node: string;
  answer: string;
}> = [
  {
    share: 35,
    intentions: ['Interested'],
    reply: 'Yes, that sounds good.',
    node: 'Opening#Agree',
    answer: 'Wonderful, a colleague will get in touch with you.',
  },
  {
    share: 20,
    intentions: ['Interested', 'Satisfied'],
    reply: 'Yes please, I have always been happy with you.',
    node: 'Opening#Agree',
    answer: 'Thank you, that is good to hear.',
  },
  {
    share: 20,
    intentions: ['Call Back Later'],
    reply: 'I am busy now, please call tomorrow.',
    node: 'Opening#Busy',
    answer: 'Of course, we will call again.',
  },
  {
    share: 15,
    intentions: ['Not Interested'],
    reply: 'No, thank you.',
    node: 'Opening#Refuse',
    answer: 'I understand. Have a good day.',
  },
  {
    share: 5,
    intentions: ['Do Not Call'],
    reply: 'Please stop calling me.',
    node: 'Opening#Complain',
    answer: 'I am sorry, we will not call again.',
  },
  { share: 5, intentions: [], reply: '', node: '', answer: 'I cannot hear you. Goodbye.' },
];

/**
 * Decides how a call goes: always the same for the same seed, contact and number, so that two runs can
 * be compared.
 */
export function planCall(
  seed: string,
  contactId: string,
  phone: string,
  opening: string,
): CallPlan {
  const random = seedrandom(`${seed}/${contactId}/${phone}`);
  const status = pick(
    random,
    STATUSES.map(([value, share]) => ({ value, share })),
  ).value;
  const ringing = 2_000 + Math.floor(random() * 10_000);
  if (status !== 2) {
    return { status, ringing, talking: 0, intentions: [], conversation: [], transferred: false };
  }
  const talk = pick(random, TALKS);
  const talking = 8_000 + Math.floor(random() * 40_000);
  const conversation: CallPlan['conversation'] = [{ by: 'robot', text: opening, at: 0 }];
  if (talk.reply !== '') {
    conversation.push({
      by: 'customer',
      text: talk.reply,
      at: Math.floor(talking * 0.5),
      matched: talk.node,
    });
  }
  conversation.push({ by: 'robot', text: talk.answer, at: Math.floor(talking * 0.6) });
  return {
    status,
    ringing,
    talking,
    intentions: talk.intentions,
    conversation,
    transferred: talk.intentions.includes('Interested') && random() < 0.5,
  };
}

function pick<T extends { share: number }>(random: () => number, choices: T[]): T {
  let at = random() * choices.reduce((sum, { share }) => sum + share, 0);
  for (const choice of choices) {
    at -= choice.share;
    if (at < 0) return choice;
  }
  return choices[choices.length - 1];
}
