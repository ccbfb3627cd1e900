/**
 * A text with its full-width signs (as Chinese and Japanese keyboards type them: `１`, `＋`, `：`) as the plain ones.
 * Nothing else is touched: a raised `²` is the mark of a footnote, and no digit of the number before it.
 */
export function halfWidth(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}
