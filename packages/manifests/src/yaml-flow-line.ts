import type { CST } from 'yaml';
import { DOUBLE_QUOTED, exec, flowScalar, match, SINGLE_QUOTED, type TextReading } from './yaml-scan.ts';

const OPEN = /[[{] */y;
const CLOSE = / *([\]}])/y;
const COMMA = / *, */y;
const COLON = /: +/y;
const KEY =
  /(?:[A-Za-z0-9_./$\ue000-\uf8ff][^\s:#,[\]{}]{0,500}|"[^"\\\r\n]{0,500}"|'[^'\r\n]{0,500}')(?=: )/y;
const PLAIN =
  /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}]))(?:[^\s,[\]{}:]|:(?=[^\s,[\]{}])| +(?=[^\s#,[\]{}:]))*/y;

/** Reads flow collections that begin here and end on the same line; `undefined` where the parser has to look at them. */
export function readFlowLine(reading: TextReading): CST.FlowCollection | undefined {
  const offset = reading.at;
  const bracket = match(reading, OPEN)?.[0];
  if (bracket === undefined) return undefined;
  const items: CST.CollectionItem[] = [];
  const readItem = bracket === '[' ? readListItem : readPair;
  for (let next = readClose(reading); next === undefined; next = readClose(reading)) {
    if (items.length > 0 && match(reading, COMMA) === undefined) return undefined;
    const item = readItem(reading);
    if (item === undefined) return undefined;
    items.push(item);
  }
  if (reading.text[reading.at - 1] !== (bracket === '[' ? ']' : '}')) return undefined;
  const type = bracket === '[' ? 'flow-seq-start' : 'flow-map-start';
  const start: CST.SourceToken = { type, offset, indent: 0, source: bracket };
  return { type: 'flow-collection', offset, indent: 0, start, items, end: [] };
}

function readClose(reading: TextReading): string | undefined {
  return exec(reading, CLOSE)?.[1];
}

function readListItem(reading: TextReading): CST.CollectionItem | undefined {
  const value = readNode(reading);
  return value && { start: [], value };
}

function readPair(reading: TextReading): CST.CollectionItem | undefined {
  const offset = reading.at;
  const key = match(reading, KEY);
  if (key === undefined) return undefined;
  match(reading, COLON);
  const value = readNode(reading);
  return value && { start: [], key: flowScalar(key, offset), sep: [], value };
}

function readNode(reading: TextReading): CST.Token | undefined {
  const offset = reading.at;
  const scalar = match(reading, PLAIN) ?? match(reading, DOUBLE_QUOTED) ?? match(reading, SINGLE_QUOTED);
  return scalar === undefined ? readFlowLine(reading) : flowScalar(scalar, offset);
}
