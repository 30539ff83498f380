import { readFlow } from './flow-yaml.ts';
import { plainValue } from './plain-value.ts';
import { NotPlainEnough, quotedEnd, refuse, unquoted } from './quoted-yaml.ts';

/** A document, line by line. */
interface Reader {
  readonly lines: string[];
  at: number;
  /** The line that was last found to have content, and how far it is indented; lines are asked for more than once. */
  found: number;
  indent: number;
}

/** What ends a document: a line break, or three dots on a line of their own. */
const END = /\n(?:\.\.\. *\n*)?$/;

/**
 * The value of one YAML document in the form that kustomize and most charts write: blocks, quoted or plain scalars on one
 * line, flow collections on one line, literal texts. `undefined` for anything else, which a complete reader has to read.
 */
export function readBlockYaml(text: string): { readonly value: unknown } | undefined {
  // Tabs, carriage returns, and signs that JavaScript but not YAML counts as blank
  if (/[^\S\n ]/.test(text)) return undefined;
  const reader: Reader = { lines: text.replace(END, '').split('\n'), at: 0, found: -1, indent: -1 };
  try {
    const indent = nextIndent(reader);
    if (indent < 0) return { value: null };
    const value = readBlock(reader, indent);
    // Lines that are further in than they may be are left over
    return nextIndent(reader) < 0 ? { value } : undefined;
  } catch (error) {
    if (error instanceof NotPlainEnough) return undefined;
    throw error;
  }
}

/** Goes to the next line with content and returns how far it is indented; -1 at the end. */
function nextIndent(reader: Reader): number {
  if (reader.at === reader.found) return reader.indent;
  for (; reader.at < reader.lines.length; reader.at++) {
    const line = lineOf(reader);
    const indent = indentOf(line);
    if (indent === line.length || line.charCodeAt(indent) === HASH) continue;
    reader.found = reader.at;
    reader.indent = indent;
    return indent;
  }
  return -1;
}

const HASH = 35;

function lineOf({ lines, at }: Reader): string {
  return lines[at] ?? '';
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent++;
  return indent;
}

function readBlock(reader: Reader, indent: number): unknown {
  const first = lineOf(reader)[indent];
  if (first === '{' || first === '[') {
    const value = readFlow(lineOf(reader).slice(indent).trimEnd());
    reader.at++;
    return value;
  }
  return isItem(lineOf(reader), indent) ? readSequence(reader, indent) : readMapping(reader, indent);
}

function isItem(line: string, indent: number): boolean {
  return line[indent] === '-' && (line.length === indent + 1 || line[indent + 1] === ' ');
}

function readMapping(reader: Reader, indent: number): Record<string, unknown> {
  const mapping: Record<string, unknown> = {};
  for (let next = indent; next === indent; next = nextIndent(reader)) {
    const line = lineOf(reader);
    if (isItem(line, indent)) return refuse();
    const { key, rest } = splitKey(line, indent) ?? refuse();
    if (key === '__proto__' || Object.hasOwn(mapping, key)) return refuse();
    mapping[key] = readValue(reader, { rest, indent, isInMapping: true });
  }
  return mapping;
}

function readSequence(reader: Reader, indent: number): unknown[] {
  const items: unknown[] = [];
  for (let next = indent; next === indent; next = nextIndent(reader)) {
    const line = lineOf(reader);
    if (!isItem(line, indent)) break;
    const start = indent + 1 + indentOf(line.slice(indent + 1));
    if (isItem(line, start) || splitKey(line, start) !== undefined) {
      reader.lines[reader.at] = `${' '.repeat(start)}${line.slice(start)}`;
      items.push(readBlock(reader, start));
    } else items.push(readValue(reader, { rest: line.slice(start), indent, isInMapping: false }));
  }
  return items;
}

interface KeyLine {
  readonly key: string;
  /** What follows the colon. */
  readonly rest: string;
}

const QUOTED_KEY = /^("(?:[^"\\]|\\.)*"|'(?:[^']|'')*') *:(?: +|$)/;
/** What begins or ends a document, whatever stands behind it. */
const MARKER = /^(?:---|\.\.\.) /;
const RESERVED: ReadonlySet<string> = new Set('&*!|>%@`[]{},?#');

function splitKey(line: string, start: number): KeyLine | undefined {
  const first = line[start] ?? '';
  if (first === '"' || first === "'") {
    const [whole, quoted] = QUOTED_KEY.exec(line.slice(start)) ?? [];
    return quoted === undefined || whole === undefined
      ? undefined
      : { key: unquoted(quoted), rest: line.slice(start + whole.length) };
  }
  if (RESERVED.has(first)) return undefined;
  const inside = line.indexOf(': ', start);
  const end = inside < 0 && line.endsWith(':') ? line.length - 1 : inside;
  if (end < 0) return undefined;
  const key = line.slice(start, end);
  if (key.includes(' #') || MARKER.test(key)) return undefined;
  return key.endsWith(' ') || key === '<<' ? refuse() : { key, rest: line.slice(end + 1).trimStart() };
}

interface ValuePlace {
  readonly rest: string;
  /** How far the parent is indented. */
  readonly indent: number;
  /** A sequence in a mapping may stand as far to the left as the mapping. */
  readonly isInMapping: boolean;
}

function readValue(reader: Reader, place: ValuePlace): unknown {
  const rest = withoutBlankEnd(place.rest);
  const first = rest[0] ?? '#';
  reader.at++;
  if (first === '#') return readNested(reader, place);
  if (first === '|') return readLiteral(reader, place, rest);
  if (first === '"' || first === "'") return readQuoted(reader, place, rest);
  if (first === '{' || first === '[') return readFlow(rest);
  return RESERVED.has(first) || /^-(?: |$)/.test(rest)
    ? refuse()
    : plainValue(readPlain(reader, place, rest));
}

function readNested(reader: Reader, { indent, isInMapping }: ValuePlace): unknown {
  const next = nextIndent(reader);
  const isList = next === indent && isInMapping && isItem(lineOf(reader), next);
  return next > indent || isList ? readBlock(reader, next) : null;
}

/** A plain text goes on over the lines that are further in; line breaks read as spaces, empty lines as line breaks. */
function readPlain(reader: Reader, { indent }: ValuePlace, first: string): string {
  const comment = first.indexOf(' #');
  if (comment >= 0) return onePlainLine(first.slice(0, comment).trimEnd());
  const lines = [onePlainLine(first)];
  for (let next = continued(reader, indent); next !== undefined; next = continued(reader, indent))
    lines.push(onePlainLine(next));
  return folded(lines, false);
}

function onePlainLine(text: string): string {
  return text.includes(': ') || text.endsWith(':') || text.includes(' #') ? refuse() : text;
}

/** The next line of a scalar without its indentation, blank ones as empty; `undefined` where the scalar has ended. */
function continued(reader: Reader, indent: number): string | undefined {
  const { lines, at } = reader;
  let next = at;
  while (next < lines.length && (lines[next] ?? '').trim() === '') next++;
  const line = lines[next] ?? '';
  const own = indentOf(line);
  if (next >= lines.length || own <= indent || line[own] === '#') return undefined;
  reader.at++;
  return next > at ? '' : withoutBlankEnd(line.slice(own));
}

/** In double quotes, a backslash keeps the space after it. */
function withoutBlankEnd(line: string): string {
  const text = line.trimEnd();
  return text.length < line.length && text.endsWith('\\') ? refuse() : text;
}

/** With escapes, a backslash at the end of a line takes the line break away. */
function folded(lines: readonly string[], hasEscapes: boolean): string {
  if (lines.length === 1) return lines[0] ?? '';
  return lines.reduce((text, line, i) => {
    if (i === 0) return line;
    if (hasEscapes && /(?<!\\)(?:\\\\)*\\$/.test(text))
      return line === '' ? refuse() : `${text.slice(0, -1)}${line}`;
    if (line === '') return `${text}\n`;
    return text.endsWith('\n') ? `${text}${line}` : `${text} ${line}`;
  }, '');
}

function readQuoted(reader: Reader, { indent }: ValuePlace, first: string): string {
  const quote = first[0] ?? '';
  const lines: string[] = [];
  for (let line: string | undefined = first; line !== undefined; line = continued(reader, indent)) {
    const end = quotedEnd(line, lines.length === 0 ? 1 : 0, quote);
    lines.push(end < 0 ? line : line.slice(0, end + 1));
    if (end < 0) continue;
    return /^(?: +#.*)?$/.test(line.slice(end + 1)) ? unquoted(folded(lines, quote === '"')) : refuse();
  }
  return refuse();
}

function readLiteral(reader: Reader, { indent, isInMapping }: ValuePlace, header: string): string {
  const [, first, chomping = '', second] = /^\|([1-9]?)([-+]?)([1-9]?)(?: +#.*)?$/.exec(header) ?? refuse();
  const digit = first || second || '';
  if (digit !== '' && !isInMapping) return refuse();
  const margin = digit === '' ? literalMargin(reader, indent) : indent + Number(digit);
  const lines: string[] = [];
  for (; reader.at < reader.lines.length; reader.at++) {
    const line = lineOf(reader);
    const own = indentOf(line);
    if (own < margin && own < line.length) break;
    lines.push(own === line.length && own < margin ? '' : line.slice(margin));
  }
  return chomped(lines, chomping);
}

function literalMargin({ lines, at }: Reader, indent: number): number {
  let blank = 0;
  for (let i = at; i < lines.length; i++) {
    const line = lines[i] ?? '';
    const own = indentOf(line);
    if (own === line.length) blank = Math.max(blank, own);
    else if (own > indent) return blank > own ? refuse() : own;
    else break;
  }
  return Math.max(blank, indent + 1);
}

function chomped(lines: readonly string[], chomping: string): string {
  const text = lines.join('\n');
  const body = text.replace(/\n+$/, '');
  if (chomping === '-' || (chomping === '' && body === '')) return body;
  if (lines.length === 0) return '';
  return chomping === '' ? `${body}\n` : `${text}\n`;
}
