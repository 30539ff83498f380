import { plainValue } from './plain-value.ts';
import { quotedEnd, refuse, unquoted } from './quoted-yaml.ts';

/** A line of flow collections, from where reading goes on. */
interface FlowReader {
  readonly line: string;
  at: number;
}

/** The signs that begin or end something other than a plain scalar. */
const PLAIN_START = /[^\s,[\]{}#&*!|>'"%@`?:-]|-(?=[^\s,[\]{}])/y;
const PLAIN_END = /[,[\]{}]|:(?=[ ,[\]{}]|$)| #/g;
const AFTER = /^(?: +#.*| *)$/;

/** The value of flow collections that begin and end on one line; refuses whatever only a complete reader understands. */
export function readFlow(line: string): unknown {
  const reader: FlowReader = { line, at: 0 };
  const value = readNode(reader);
  return AFTER.test(line.slice(reader.at)) ? value : refuse();
}

function readNode(reader: FlowReader): unknown {
  const first = reader.line[reader.at];
  if (first === '[') return readList(reader);
  if (first === '{') return readMap(reader);
  return first === '"' || first === "'" ? readQuoted(reader) : plainValue(readPlain(reader));
}

function readList(reader: FlowReader): unknown[] {
  const items: unknown[] = [];
  for (let next = step(reader); next !== ']'; next = separator(reader, ']')) items.push(readNode(reader));
  reader.at++;
  return items;
}

function readMap(reader: FlowReader): Record<string, unknown> {
  const map: Record<string, unknown> = {};
  for (let next = step(reader); next !== '}'; next = separator(reader, '}')) {
    const key = next === '"' || next === "'" ? readQuoted(reader) : readPlain(reader);
    if (key === '__proto__' || key === '<<' || Object.hasOwn(map, key)) return refuse();
    if (!reader.line.startsWith(': ', reader.at)) return refuse();
    step(reader);
    map[key] = readNode(reader);
  }
  reader.at++;
  return map;
}

/** Passes one sign and the spaces after it. */
function step(reader: FlowReader): string | undefined {
  do reader.at++;
  while (reader.line[reader.at] === ' ');
  return reader.line[reader.at];
}

/** Passes the comma after an entry, or stays at the end of the collection. */
function separator(reader: FlowReader, end: string): string | undefined {
  while (reader.line[reader.at] === ' ') reader.at++;
  const sign = reader.line[reader.at];
  if (sign === end) return sign;
  return sign === ',' ? step(reader) : refuse();
}

function readQuoted(reader: FlowReader): string {
  const { line, at } = reader;
  const end = quotedEnd(line, at + 1, line[at] ?? '');
  if (end < 0) return refuse();
  reader.at = end + 1;
  return unquoted(line.slice(at, end + 1));
}

function readPlain(reader: FlowReader): string {
  const { line, at } = reader;
  PLAIN_START.lastIndex = at;
  if (!PLAIN_START.test(line)) return refuse();
  PLAIN_END.lastIndex = at;
  const end = PLAIN_END.exec(line);
  if (end === null || end[0] === ' #') return refuse();
  reader.at = end.index;
  return line.slice(at, end.index).trimEnd();
}
