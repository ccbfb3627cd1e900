import axios from 'axios';
import { hostileBodies } from '../test/hostile/hostile-bodies';
import { tried } from '../nodes/basics/tried';
import type { Bed } from './bed';
import { compare, type Comparison } from './comparison';
import { published, publishedTrigger, webhookNode } from './pushes';

/** All would take minutes a round; one in eleven is of every kind. */
const ONE_IN = 11;

/** Bodies that try to fill or stop whoever reads them, into our trigger and into n8n's Webhook node. */
export async function measureHostileBodies(bed: Bed, rounds: number): Promise<Comparison[]> {
  const [ours] = await publishedTrigger(bed);
  const [theirs] = await published(bed, webhookNode(), '');
  // Made last: that takes so long that n8n closes a connection which waits meanwhile.
  const bodies = hostileBodies().filter((_, at) => at % ONE_IN === 0);
  const answerAll = async (url: string) => {
    const began = performance.now();
    for (const { body, contentType, headers } of bodies) {
      const sent = axios.post(url, body, {
        headers: { 'content-type': contentType || false, ...headers },
        transformRequest: (given: unknown) => given,
        responseType: 'text',
        validateStatus: () => true,
        proxy: false,
      });
      // A connection that is ended in place of an answer is one, too.
      await tried(sent);
    }
    return performance.now() - began;
  };
  for (const url of [ours, theirs]) await answerAll(url);
  return [
    await compare(
      {
        part: 'Hostile bodies',
        what: `Sobot iCall Trigger answers ${bodies.length} hostile bodies, one after another`,
        instead: "n8n's Webhook node answers the same",
        unit: 'ms',
      },
      rounds,
      async () => await answerAll(ours),
      async () => await answerAll(theirs),
    ),
  ];
}
