/** A half-open range `[start, end)` of UTF-16 offsets in the source at `path`. */
export interface Span {
  readonly path: string;
  readonly start: number;
  readonly end: number;
}

/** A text that spans point into. */
export interface Source {
  readonly path: string;
  readonly text: string;
  /** Ranges that must never be printed: the values of sensitive settings. */
  readonly redacted?: readonly { readonly start: number; readonly end: number }[];
}

/** Where an offset lies; both numbers start at 1 and columns count UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** The line and column of an offset. Lines end with LF, CRLF or a lone CR. */
export function positionAt(text: string, offset: number): Position {
  const end = Math.max(0, Math.min(offset, text.length));
  let line = 1;
  let start = 0;
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) {
      line++;
      start = i + 1;
    }
  }
  return { line, column: end - start + 1 };
}
