import type { CallResult } from '../../nodes/campaign/call-result';
import { knowledgeFields, knowledgeOf, type Known } from '../../nodes/sending/reconcile';

const resultOf = (outcome: string) => ({ outcome }) as CallResult;

describe('what a call result says of a contact whose sending is unknown', () => {
  it.each([
    ['noRecord', 'notFound'],
    ['pending', 'waiting'],
    ['dialing', 'waiting'],
  ])('%s: %s, and nothing came of it', (outcome, known) => {
    expect(knowledgeOf(resultOf(outcome))).toEqual({ known });
  });

  it.each([
    ['cancelled', 'cancelled'],
    ['answered', 'called'],
    ['noAnswer', 'called'],
  ])('%s: %s, with the result', (outcome, known) => {
    expect(knowledgeOf(resultOf(outcome))).toEqual({ known, result: resultOf(outcome) });
  });
});

describe('what is told of a contact', () => {
  it.each<[Known, boolean | null, RegExp]>([
    ['called', false, /^Was called; .*"result"\.$/],
    ['waiting', false, /^Sobot holds it and will call it\. Do not send it again\.$/],
    ['cancelled', false, /^It was called off at Sobot before .* only if that was a mistake\.$/],
    ['held', false, /^Sobot holds it and does not say whether .* Do not send it again\.$/],
    ['notHeld', true, /^Sobot does not hold it\. It can be sent\.$/],
    ['notFound', null, /^Sobot shows nothing of it, .*Ask again when the task is over, before/],
  ])('%s: whether it may be sent again is %s', (known, sendAgain, advice) => {
    expect(knowledgeFields({ known }, 'Sobot')).toEqual({
      known,
      sendAgain,
      advice: expect.stringMatching(advice) as string,
      result: null,
    });
  });

  it('what settles it, where the vendor has something of its own, and what came of the call', () => {
    const { advice } = knowledgeFields({ known: 'notFound' }, 'AIRUDDER', 'Ask tomorrow');
    expect(advice).toContain('Ask tomorrow, before you send it again.');
    const result = resultOf('answered');
    expect(knowledgeFields({ known: 'called', result }, 'AIRUDDER').result).toEqual(result);
  });
});
