import type { IExecuteFunctions } from 'n8n-workflow';

/** What an expression may name and still be the same for all items: the time, the run, the set-up. */
const OF_THE_RUN = /^\$(?:now|today|execution|workflow|vars|env|runIndex|secrets)$/;

/** `={{ $json.phone }}`, `={{ $json["phone number"] }}`: what dragging a field from the input panel makes. */
const DRAGGED_FIELD = /^=\{\{\s*\$json((?:\.[A-Za-z_]\w*|\[(?:'[^'\\]*'|"[^"\\]*")\])+)\s*\}\}$/;

/**
 * The path of the incoming field that an expression merely names, or undefined for any other value. Such
 * a field can be read directly, without asking n8n once per item.
 */
export function draggedField(value: unknown): string[] | undefined {
  const path = typeof value === 'string' ? DRAGGED_FIELD.exec(value)?.[1] : undefined;
  const keys = path?.matchAll(/\.(\w+)|\['([^']*)'\]|\["([^"]*)"\]/g);
  return keys === undefined ? undefined : [...keys].map(([, a, b, c]) => a ?? b ?? c);
}

/** Whether the user typed an expression into a parameter, or somewhere inside it. */
export function isExpression(context: IExecuteFunctions, name: string): boolean {
  return expressionsIn(rawValue(context, name)).length > 0;
}

/**
 * Whether a parameter can differ from item to item because the user typed an expression. Such a
 * parameter is evaluated for every item and costs about 0.6 ms each time; anything else is read once,
 * also an expression that only names
 * the first or last item of another node, or the time: a name with the minute in it is one name, not two.
 */
export function differsPerItem(context: IExecuteFunctions, name: string): boolean {
  return expressionsIn(rawValue(context, name)).some((text) => !namesOnlyTheRun(text));
}

/**
 * A parameter as the user typed it, expressions unevaluated.
 *
 * @param name its name, or the path to one inside a collection: `guards.consent.rule.field`
 */
export function rawValue(context: IExecuteFunctions, name: string): unknown {
  return name
    .split('.')
    .reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null && Object.hasOwn(value, key)
          ? (value as Record<string, unknown>)[key]
          : undefined,
      context.getNode().parameters,
    );
}

function expressionsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.startsWith('=') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(expressionsIn);
}

/**
 * Reads a parameter for each item, or only once where it is the same for all (an expression costs about
 * 0.6 ms per item).
 */
export function sameForAll<T>(
  context: IExecuteFunctions,
  parameter: string,
  read: (itemIndex: number) => T,
): (itemIndex: number) => T {
  if (differsPerItem(context, parameter)) return read;
  let same: { value: T } | undefined;
  return () => (same ??= { value: read(0) }).value;
}

/** `$('Settings').first()`, `$input.last()`: one item, whichever item asks. */
const ONE_ITEM = /\$(?:input|\((?:'[^']*'|"[^"]*")\))\.(?:first|last)\(\)/g;

/** Whether an expression refers to nothing that belongs to an item. */
function namesOnlyTheRun(text: string): boolean {
  const names = text.replace(ONE_ITEM, '').match(/\$(?:\w+|\()/g) ?? [];
  return names.every((name) => OF_THE_RUN.test(name));
}
