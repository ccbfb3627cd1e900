const NUMBER_LIKE = /[-+]?[0-9*][0-9*.eE+-]*/y;
const LEGAL_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const INTEGER = /^-?\d+$/;
const PLAIN_TEXT = /[ !#-[\]-\uffff]+/y;
const CONTROL_SIGN = /[^ -\uffff]/g;
const CONTROL_SIGNS = /[^ -\uffff]+/y;
const MAY_LOSE_DIGITS = /\d{16}|\d[eE]\+?\d{2}/;

/**
 * Reads JSON as vendors really write it, without losing a digit:
 *
 * - bare tokens that are no JSON numbers become text: `02180344315`, `000000`, `182****6077`;
 * - whole numbers that a JavaScript number cannot hold become text: `12345678901234567890`;
 * - raw control characters inside strings, and a byte order mark before the text, are accepted.
 *
 * Text inside strings is never touched, and where strict JSON loses nothing the result is the same
 * as `JSON.parse`. Source: docs/vendors/sobot-icall.md, section 7.4.
 *
 * @param textFields fields whose bare numbers become text as they stand: ids such as `10.10` or `1E5`
 * @throws SyntaxError when the text is not even that
 */
export function parseLenientJson(text: string, textFields: readonly string[] = []): unknown {
  const json = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  if (textFields.length === 0 && !MAY_LOSE_DIGITS.test(json)) {
    const strict = strictJson(json);
    if (strict !== undefined) return strict.value;
  }
  return JSON.parse(repaired(json, textFields));
}

function strictJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
}

function repaired(text: string, textFields: readonly string[]): string {
  const pieces: string[] = [];
  let at = 0;
  let copiedTo = 0;
  let lastString = '';
  const replace = (length: number, by: string) => {
    pieces.push(text.slice(copiedTo, at), by);
    at += length;
    copiedTo = at;
  };

  while (at < text.length) {
    if (text[at] === '"') {
      const opened = ++at;
      while (at < text.length && text[at] !== '"') {
        if (text[at] === '\\') at += 2;
        else if (text[at] < ' ') {
          const signs = matched(CONTROL_SIGNS, text, at);
          replace(signs.length, escaped(signs));
        } else at += matched(PLAIN_TEXT, text, at).length;
      }
      lastString = text.slice(opened, at);
      at++;
      continue;
    }
    const token = matched(NUMBER_LIKE, text, at);
    if (token === '') at++;
    else if (
      LEGAL_NUMBER.test(token) &&
      keepsItsDigits(token) &&
      !textFields.includes(lastString)
    ) {
      at += token.length;
    } else replace(token.length, JSON.stringify(token));
  }
  return pieces.join('') + text.slice(copiedTo);
}

/** What a sticky pattern finds at a place; empty when it finds nothing there. */
function matched(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0] ?? '';
}

function escaped(signs: string): string {
  return signs.replace(
    CONTROL_SIGN,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function keepsItsDigits(token: string): boolean {
  const value = Number(token);
  return INTEGER.test(token) ? Number.isSafeInteger(value) : Number.isFinite(value);
}
