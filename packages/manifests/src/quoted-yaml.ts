/** A place that only a complete reader of YAML understands. */
export class NotPlainEnough extends Error {}

const NOT_PLAIN_ENOUGH = new NotPlainEnough('this document needs a complete reader of YAML');

/** Leaves the document to a complete reader. */
export function refuse(): never {
  throw NOT_PLAIN_ENOUGH;
}

/** Where the quote is that ends a scalar; -1 where it is not on this line. */
export function quotedEnd(line: string, from: number, quote: string): number {
  for (let i = from; i < line.length; i++) {
    if (quote === '"' && line[i] === '\\') i++;
    else if (line[i] === quote) {
      if (quote === '"' || line[i + 1] !== quote) return i;
      i++;
    }
  }
  return -1;
}

/** What a quoted scalar on one line says. */
export function unquoted(text: string): string {
  if (text.startsWith("'")) return text.slice(1, -1).replaceAll("''", "'");
  try {
    return String(JSON.parse(text.replaceAll(/\\(.)/g, (pair, sign) => (sign === ' ' ? ' ' : pair))));
  } catch {
    // YAML knows more escapes than JSON
    return refuse();
  }
}
