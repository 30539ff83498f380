import type { CST } from 'yaml';

/** A text, and how far it is read. */
export interface TextReading {
  readonly text: string;
  at: number;
}

export const DOUBLE_QUOTED = /"[^"\\\r\n]*(?:\\["\\/bfnrt][^"\\\r\n]*)*"/y;
export const SINGLE_QUOTED = /'[^'\r\n]*(?:''[^'\r\n]*)*'/y;

/** A scalar on one line as the parser's token. */
export function flowScalar(source: string, offset: number): CST.FlowScalar {
  const quote = source[0];
  const type = quote === '"' ? 'double-quoted-scalar' : quote === "'" ? 'single-quoted-scalar' : 'scalar';
  return { type, offset, indent: 0, source };
}

/** Reads what matches here, if anything does. */
export function match(reading: TextReading, pattern: RegExp): string | undefined {
  return exec(reading, pattern)?.[0];
}

/** Reads what matches here, if anything does, with its groups. */
export function exec(reading: TextReading, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reading.at;
  const found = pattern.exec(reading.text) ?? undefined;
  if (found !== undefined) reading.at = pattern.lastIndex;
  return found;
}
