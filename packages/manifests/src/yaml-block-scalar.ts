import type { CST } from 'yaml';
import type { Emit } from './document.ts';
import { type Filling, join, type Part } from './slot.ts';
import { decode, everyValue, intention, type SlottedScalar } from './yaml-scalar.ts';
import { doubleQuoted, isPrintable, isPrintableLine, onOneLine } from './yaml-string.ts';

/** A literal (`|`) or folded (`>`) scalar with slots. */
export interface SlottedBlockScalar extends SlottedScalar {
  /** `|` or `>` with its indicators. */
  readonly header: string;
  /** From the header to the first line: a comment, the line break. */
  readonly between: readonly Part[];
  /** The indentation of the node around it, on which an indentation indicator builds. */
  readonly parentIndent: number;
  /** How far its lines are indented. */
  readonly indent: number;
  readonly lineBreak: '\n' | '\r\n';
  /** Empty lines below it that are no part of it, as long as it does not keep them. */
  readonly after: string;
}

/**
 * Writes a block scalar: the values put in where that reads back as meant, else its lines anew, with the indicators
 * they need, else (for what no block can hold) the same text in double quotes.
 */
export function blockScalar(scalar: SlottedBlockScalar): Emit {
  return (filling) => {
    const { text, isTextual } = intention(scalar, filling);
    const between = join(scalar.between, filling, onOneLine);
    const body = isTextual ? splice(scalar, filling, text) : undefined;
    if (body !== undefined) return scalar.header + between + body + scalar.after;
    const anew = scalar.header.startsWith('|') ? rewrite(scalar, text) : undefined;
    if (anew !== undefined)
      return anew.header + between + anew.body + (anew.header.includes('+') ? '' : scalar.after);
    return doubleQuoted(text) + between + scalar.after;
  };
}

function splice(scalar: SlottedBlockScalar, filling: Filling, intended: string): string | undefined {
  if (!everyValue(scalar.raw, filling, isPrintableLine)) return undefined;
  const body = join(scalar.raw, filling);
  if (everyValue(scalar.raw, filling, (value) => /^[^ \t.-](?:.*[^ \t])?$/.test(value))) return body;
  return readsAs(scalar, { header: scalar.header, body }, intended) ? body : undefined;
}

interface Block {
  readonly header: string;
  readonly body: string;
}

/** Readers disagree about a first line that begins with white space, unless an indicator says how far it is indented. */
const BEGINS_WITH_SPACE = /^\n*[ \t]/;
/** They also disagree about whether such a line belongs to the text. */
const BLANK_LINE = /^[ \t]+$/m;

function rewrite(scalar: SlottedBlockScalar, text: string): Block | undefined {
  const { parentIndent, indent, lineBreak } = scalar;
  if (!isPrintable(text) || /^\n*$/.test(text)) return undefined;
  const step = indent - Math.max(parentIndent, 0);
  const indicator = /\d/.test(scalar.header) || BEGINS_WITH_SPACE.test(text) ? String(step) : '';
  const chomping = text.endsWith('\n\n') ? '+' : text.endsWith('\n') ? '' : '-';
  const keeps = scalar.header.includes('+') && chomping === '' ? '+' : chomping;
  const margin = ' '.repeat(indent);
  const lines = text.endsWith('\n') ? text.slice(0, -1) : text;
  const body = lines.replace(/^(?=[^\n])/gm, margin).replaceAll('\n', lineBreak) + lineBreak;
  const block = { header: `|${indicator}${keeps}`, body };
  return readsAs(scalar, block, text) ? block : undefined;
}

function readsAs(scalar: SlottedBlockScalar, { header, body }: Block, intended: string): boolean {
  if (BLANK_LINE.test(intended) || (BEGINS_WITH_SPACE.test(intended) && !/\d/.test(header))) return false;
  const props: CST.Token[] = [{ type: 'block-scalar-header', offset: 0, indent: 0, source: header }];
  return (
    decode({ type: 'block-scalar', offset: 0, indent: scalar.parentIndent, props, source: body }) === intended
  );
}
