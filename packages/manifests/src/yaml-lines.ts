import type { CST } from 'yaml';
import { readFlowLine } from './yaml-flow-line.ts';
import { DOUBLE_QUOTED, exec, flowScalar, match, SINGLE_QUOTED, type TextReading } from './yaml-scan.ts';

/**
 * The tokens of a YAML text that is of the plain kind that nearly every manifest is: block collections, scalars and flow
 * collections on one line, literal and folded blocks. They are those of the parser, less the white space, for a fraction of its time; such
 * a text has no errors. `undefined` only says that the parser has to look at it.
 */
export function readLines(text: string): CST.Token[] | undefined {
  if (/[\t\ufeff]|\r(?!\n)/.test(text)) return undefined;
  const reading: Reading = { text, at: 0, tokens: [], open: [], comments: [] };
  while (reading.at < text.length) {
    if (!readLine(reading)) return undefined;
  }
  return [...reading.tokens, ...reading.comments];
}

/** An entry of a collection; its value may follow on its line or below. */
interface Entry {
  readonly start: CST.SourceToken[];
  value?: CST.Token;
}

/** A collection that can still get entries, and the last one it got. */
interface Level {
  readonly token: CST.BlockMap | CST.BlockSequence;
  last: Entry | undefined;
}

interface Reading extends TextReading {
  readonly tokens: CST.Token[];
  /** Innermost last. */
  open: Level[];
  /** Those since the last entry. */
  comments: CST.SourceToken[];
}

const MARGIN = / */y;
const DOCUMENT_START = /---(?=[ \r\n]|$) */y;
const DASH = /-(?: +|(?=[\r\n]|$))/y;
const COLON = /: */y;
/** Up to what ends a line: a comment, the break. */
const LINE_END = / *(#[^\r\n]*)?(?:\r?\n|$)/y;
/** Keys that no reader takes for anything else. */
const KEY =
  /(?:[A-Za-z0-9_./$\ue000-\uf8ff][^\s:#]{0,500}|"[^"\\\r\n]{0,500}"|'[^'\r\n]{0,500}')(?=:(?:[ \r\n]|$))/y;
const PLAIN = /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s]))[^\r\n]*/y;
/** Where a plain scalar ends, or turns out to be none. */
const ENDS_PLAIN = / #|:(?: |$)/;
const BLOCK_HEADER = /([|>][-+]?)( *(?: #[^\r\n]*)?\r?\n)/y;

function readLine(reading: Reading): boolean {
  const lineStart = reading.at;
  match(reading, MARGIN);
  if (isLineEnd(reading)) return readLineEnd(reading);
  if (reading.at === lineStart && match(reading, DOCUMENT_START)) {
    openDocument(reading, lineStart);
    return readLineEnd(reading);
  }
  const dashes = readDashes(reading, lineStart);
  if (dashes === undefined || isLineEnd(reading)) return dashes !== undefined && readLineEnd(reading);
  const offset = reading.at;
  const key = match(reading, KEY);
  if (key === undefined) return dashes > 0 && readValue(reading);
  const level = levelAt(reading, 'block-map', offset - lineStart);
  if (level?.token.type !== 'block-map') return false;
  const entry = { start: takeComments(reading), key: flowScalar(key, offset), sep: [] };
  level.token.items.push(entry);
  level.last = entry;
  match(reading, COLON);
  return isLineEnd(reading) ? readLineEnd(reading) : readValue(reading);
}

/** How many sequence entries begin on this line; `undefined` where they do not fit. */
function readDashes(reading: Reading, lineStart: number): number | undefined {
  for (let dashes = 0; ; dashes++) {
    const column = reading.at - lineStart;
    if (match(reading, DASH) === undefined) return dashes;
    const level = levelAt(reading, 'block-seq', column);
    if (level?.token.type !== 'block-seq') return undefined;
    level.last = { start: takeComments(reading) };
    level.token.items.push(level.last);
  }
}

/** The collection that an entry at a column belongs to; `undefined` where it belongs to none. */
function levelAt(reading: Reading, type: Level['token']['type'], column: number): Level | undefined {
  for (let top = reading.open.at(-1); top; top = reading.open.at(-1)) {
    const { indent } = top.token;
    const isOver =
      indent > column || (indent === column && top.token.type === 'block-seq' && type === 'block-map');
    if (!isOver) break;
    reading.open.pop();
  }
  const top = reading.open.at(-1);
  if (top?.token.indent === column && top.token.type === type) return top;
  const holder = top === undefined ? documentFor(reading, column) : top.last;
  if (holder === undefined || holder.value !== undefined) return undefined;
  const token: Level['token'] = { type, offset: reading.at, indent: column, items: [] };
  holder.value = token;
  const level: Level = { token, last: undefined };
  reading.open.push(level);
  return level;
}

function openDocument(reading: Reading, offset: number): CST.Document {
  const document: CST.Document = { type: 'document', offset, start: takeComments(reading) };
  reading.open = [];
  reading.tokens.push(document);
  return document;
}

function documentFor(reading: Reading, column: number): CST.Document | undefined {
  const last = reading.tokens.at(-1);
  if (column > 0) return undefined;
  return last?.type === 'document' ? last : openDocument(reading, reading.at);
}

function readValue(reading: Reading): boolean {
  const level = reading.open.at(-1);
  if (level?.last === undefined || level.last.value !== undefined) return false;
  const isBlock = /[|>]/.test(reading.text.charAt(reading.at));
  const value = isBlock ? readBlock(reading, level.token.indent) : readOnLine(reading);
  if (value === undefined) return false;
  level.last.value = value;
  return isBlock || readLineEnd(reading);
}

function readOnLine(reading: Reading): CST.Token | undefined {
  const offset = reading.at;
  const quoted = match(reading, DOUBLE_QUOTED) ?? match(reading, SINGLE_QUOTED);
  if (quoted !== undefined) return flowScalar(quoted, offset);
  if (/[[{]/.test(reading.text.charAt(offset))) return readFlowLine(reading);
  const rest = match(reading, PLAIN);
  const end = rest === undefined ? undefined : ENDS_PLAIN.exec(rest);
  if (rest === undefined || end?.[0].startsWith(':')) return undefined;
  const source = rest.slice(0, end?.index).trimEnd();
  reading.at = offset + source.length;
  return flowScalar(source, offset);
}

function readBlock(reading: Reading, parentIndent: number): CST.BlockScalar | undefined {
  const offset = reading.at;
  const [whole, header = '', between = ''] = exec(reading, BLOCK_HEADER) ?? [];
  if (whole === undefined) return undefined;
  const { text } = reading;
  const from = offset + whole.length;
  const indent = marginAt(text, from);
  if (indent <= parentIndent || isBlank(text, from + indent)) return undefined;
  let end = from;
  for (let at = from; at < text.length; at = nextLine(text, at)) {
    const margin = marginAt(text, at);
    if (isBlank(text, at + margin)) {
      if (margin > 0) return undefined;
      if (header.endsWith('+')) end = nextLine(text, at);
    } else if (margin >= indent) end = nextLine(text, at);
    else if (margin > parentIndent) return undefined;
    else break;
  }
  const props: CST.SourceToken[] = [
    { type: 'block-scalar-header', offset, indent: parentIndent, source: header },
    { type: 'newline', offset: offset + header.length, indent: parentIndent, source: between },
  ];
  reading.at = end;
  return { type: 'block-scalar', offset, indent: parentIndent, props, source: text.slice(from, end) };
}

function marginAt(text: string, at: number): number {
  let end = at;
  while (text[end] === ' ') end++;
  return end - at;
}

function isBlank(text: string, at: number): boolean {
  return at >= text.length || text[at] === '\n' || text[at] === '\r';
}

function nextLine(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end + 1;
}

function isLineEnd({ text, at }: Reading): boolean {
  return isBlank(text, at) || text[at] === '#';
}

function readLineEnd(reading: Reading): boolean {
  const { text, at } = reading;
  const [whole, source] = exec(reading, LINE_END) ?? [];
  if (whole === undefined) return false;
  if (source === undefined) return true;
  const offset = text.indexOf('#', at);
  reading.comments.push({ type: 'comment', offset, indent: 0, source });
  return offset === 0 || /[ \n]/.test(text.charAt(offset - 1));
}

function takeComments(reading: Reading): CST.SourceToken[] {
  const { comments } = reading;
  reading.comments = [];
  return comments;
}
