import { InvalidInput } from '../../basics/invalid-input';
import type { RequestContext } from '../../runtime/http/context';
import { fetchCallerNumbers, fetchFreeRobots, fetchTemplates } from './lists';

/**
 * @param own robots that the task has already; they count as available for it
 * @throws InvalidInput when fewer robots are free; the vendor's own code would be 320013
 */
export async function checkRobots(context: RequestContext, wanted: number, own = 0): Promise<void> {
  const free = await fetchFreeRobots(context);
  if (free !== null && wanted > free + own) {
    throw new InvalidInput(
      own === 0
        ? `"Robots" is ${wanted}, but only ${free} are free`
        : `"Robots" is ${wanted}, but only ${free} are free beside the ${own} of the task`,
      'Use fewer robots, or wait until other tasks are finished.',
    );
  }
}

/** @throws InvalidInput for a number of somebody else, which the vendor accepts and never dials from */
export async function checkCallerNumbers(context: RequestContext, wanted: string[]): Promise<void> {
  const own = (await fetchCallerNumbers(context)).map(({ callerNumber }) => callerNumber);
  const foreign = wanted.filter((number) => !own.includes(number));
  if (foreign.length > 0) {
    throw new InvalidInput(
      `The account has no caller number ${foreign.join(', ')}`,
      `Its caller numbers are: ${own.join(', ') || 'none'}. A leading zero is part of the number.`,
    );
  }
}

/** @throws InvalidInput when the account has no such script; the vendor's own code would be 320019 */
export async function checkTemplate(context: RequestContext, templateId: string): Promise<void> {
  const templates = await fetchTemplates(context);
  if (!templates.some((template) => template.templateId === templateId)) {
    throw new InvalidInput(
      `The account has no template with the ID ${templateId}`,
      'Choose one from the list. Templates are made in the Sobot console.',
    );
  }
}
