/** A line without its ending. */
export interface Line {
  readonly start: number;
  readonly text: string;
}

/** The lines of a text, which end with LF, CRLF or a lone CR; a byte order mark belongs to none. */
export function* linesOf(text: string): Generator<Line> {
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  for (const { index, 0: ending } of text.matchAll(/\r\n|\n|\r/g)) {
    yield { start, text: text.slice(start, index) };
    start = index + ending.length;
  }
  yield { start, text: text.slice(start) };
}

/** Whether a line says nothing in either syntax: it is blank or a comment. */
export function isSilent({ text }: Line): boolean {
  const first = /[^ \t\v\f]/.exec(text)?.[0];
  return first === undefined || first === '#';
}
