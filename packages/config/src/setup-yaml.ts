import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { withoutConsequences } from './broken-yaml.ts';
import { report } from './codes.ts';
import { duplicateEntries, type Entry, type ParsedEntries, type ValueType } from './entry.ts';
import { keyOfPlaceholder, keyProblem, LONGEST_KEY, meantKey } from './placeholders.ts';
import { typeOfSpelling } from './spelling.ts';
import { badEncoding, wholeTextProblem } from './text-faults.ts';
import { readDocument } from './yaml-document.ts';

/** How many values the aliases of one file may stand for together. */
const MOST_ALIASED = 10_000;

/**
 * The settings of a `kfdist.yaml` (or the same as JSON), flattened to dotted keys.
 *
 * Keys may nest or be dotted at any depth, and may be spelt `<<__key__>>`. Scalars keep the text they are written with.
 *
 * @example
 * parseSetupYaml({ path: 'kfdist.yaml', text: 'rds: { port: 3306 }' }).entries[0];
 * //=> { key: 'rds.port', text: '3306', type: 'integer', origin: 'file', span: ..., valueSpan: ... }
 */
export function parseSetupYaml(source: Source): ParsedEntries {
  const problem = wholeTextProblem(source);
  if (problem) return { entries: [], diagnostics: [problem] };
  const { document, diagnostics } = readDocument(source);
  const reading: Reading = {
    path: source.path,
    entries: [],
    diagnostics: [],
    anchors: new Map(),
    aliased: 0,
    inAlias: false,
  };
  const contents = document?.contents;
  if (isMap(contents)) readMap(contents, '', reading);
  else if (contents && !isNull(contents) && diagnostics.length === 0) {
    reading.diagnostics.push(notAMap(contents, source));
  }
  const read = withoutConsequences(reading, diagnostics, source.text);
  return {
    entries: read.entries,
    diagnostics: [
      ...badEncoding(source),
      ...diagnostics,
      ...read.diagnostics,
      ...duplicateEntries(read.entries),
    ],
  };
}

interface Reading {
  readonly path: string;
  readonly entries: Entry[];
  readonly diagnostics: Diagnostic[];
  /** Anchored nodes that are complete: an alias inside its own anchor is not. */
  readonly anchors: Map<string, Node>;
  aliased: number;
  inAlias: boolean;
}

interface Place {
  readonly key: string;
  readonly span: Span;
}

function readMap(map: YAMLMap, prefix: string, reading: Reading): void {
  const sections = new Map<string, Pair>();
  for (const pair of map.items) {
    const name = readKey(pair.key, reading);
    if (name === undefined) continue;
    const place = { key: prefix === '' ? name.key : `${prefix}.${name.key}`, span: name.span };
    const earlier = sections.get(name.key);
    if (earlier === undefined) sections.set(name.key, pair);
    else if (isCollection(earlier.value) || isCollection(pair.value))
      repeatedSection(earlier, place, reading);
    readValue(pair.value, place, reading);
  }
}

function repeatedSection(earlier: Pair, { key, span }: Place, reading: Reading): void {
  const first = isScalar(earlier.key) ? spanOf(earlier.key, reading.path) : span;
  const related = [{ message: `${key} is first set here`, span: first }];
  const hint = 'Put everything below one of the two';
  reading.diagnostics.push(report('DUPLICATE_SETTING', { args: { key }, span, related, hint }));
}

function readKey(key: unknown, reading: Reading): Place | undefined {
  const span = spanOf(key, reading.path);
  const badKey = (problem: string, right: string, hint?: string) => {
    reading.diagnostics.push(report('BAD_KEY', { args: { problem, right }, span, hint }));
    return undefined;
  };
  if (!isScalar(key)) return badKey('a list or map cannot be a key', 'name: value');
  const written = typeof key.value === 'string' ? key.value : (key.source ?? '');
  if (written === '<<') return badKey('merge keys are not supported', 'name: value', 'Write the values out');
  const name = keyOfPlaceholder(written) ?? written;
  const problem = keyProblem(name);
  if (problem === undefined) return { key: name, span };
  if (/[<>]/.test(written)) {
    badKey('it is not of the form <<__name__>>', meantKey(written));
    return { key: meantKey(written), span };
  }
  return badKey(problem, 'name: value');
}

function readValue(value: unknown, place: Place, reading: Reading): void {
  if (reading.inAlias && ++reading.aliased > MOST_ALIASED) return tooManyAliases(place, reading);
  if (place.key.length > LONGEST_KEY) return keyTooLong(place, reading);
  if (isAlias(value)) return readAlias(value, place, reading);
  if (isMap(value)) {
    if (value.items.length === 0) reading.entries.push(emptyEntry(value, place, reading));
    readMap(value, place.key, reading);
  } else if (isSeq(value)) {
    if (value.items.length === 0) reading.entries.push(emptyEntry(value, place, reading));
    value.items.forEach((item, index) => {
      const span = isNodeWithRange(item) ? spanOf(item, reading.path) : place.span;
      readValue(item, { key: `${place.key}.${index}`, span: isScalar(item) ? span : place.span }, reading);
    });
  } else readScalar(isScalar(value) ? value : undefined, place, reading);
  if (isNodeWithRange(value) && value.anchor !== undefined && !reading.inAlias) {
    reading.anchors.set(value.anchor, value);
  }
}

function readAlias(alias: { source: string }, place: Place, reading: Reading): void {
  const target = reading.anchors.get(alias.source);
  if (target === undefined) {
    const problem = 'the alias has no anchor above it';
    const hint = 'Quote a value that starts with *, or define the anchor first';
    const span = spanOf(alias, reading.path);
    reading.diagnostics.push(report('BAD_YAML', { args: { problem }, span, hint }));
    return;
  }
  const outermost = !reading.inAlias;
  reading.inAlias = true;
  readValue(target, place, reading);
  if (outermost) reading.inAlias = false;
}

function keyTooLong({ key, span }: Place, reading: Reading): void {
  const args = { problem: keyProblem(key) ?? '', right: 'a shorter name' };
  reading.diagnostics.push(report('BAD_KEY', { args, span }));
}

function tooManyAliases({ span }: Place, reading: Reading): void {
  if (reading.aliased > MOST_ALIASED + 1) return;
  const args = { limit: String(MOST_ALIASED) };
  reading.diagnostics.push(report('YAML_TOO_MANY_ALIASES', { args, span }));
}

function readScalar(scalar: Scalar | undefined, { key, span }: Place, reading: Reading): void {
  if (scalar === undefined || isNull(scalar)) {
    reading.diagnostics.push(report('EMPTY_VALUE', { args: { key }, span }));
    reading.entries.push({
      key,
      text: '',
      type: 'string',
      span,
      valueSpan: span,
      origin: 'file',
      reported: true,
    });
    return;
  }
  const { text, type } = readText(scalar);
  const valueSpan = spanOf(scalar, reading.path);
  reading.entries.push({ key, text, type, span, valueSpan, origin: 'file' });
}

/** The text as written: `012345678901` is an account number, not an octal or decimal integer. */
function readText(scalar: Scalar): { readonly text: string; readonly type: ValueType } {
  const { value, source, tag } = scalar;
  const text = typeof value === 'string' ? value : (source ?? String(value));
  const isPlain = scalar.type === 'PLAIN' ? tag === undefined : false;
  if (tag !== undefined && /:(?:int|float|bool)$/.test(tag)) return { text, type: typeOfSpelling(text) };
  if (!isPlain) return { text, type: 'string' };
  const lower = typeof value === 'boolean' ? text.toLowerCase() : text;
  return { text: lower, type: typeOfSpelling(lower) };
}

function emptyEntry(value: Node, { key, span }: Place, { path }: Reading): Entry {
  const type = isSeq(value) ? 'empty-list' : 'empty-map';
  return { key, text: '', type, span, valueSpan: spanOf(value, path), origin: 'file' };
}

function notAMap(contents: Node, { path, text }: Source): Diagnostic {
  const found = isSeq(contents) ? 'a list' : 'one text';
  const { start } = spanOf(contents, path);
  const span = { path, start, end: Math.min(start + 1, text.length) };
  const isConf = text.includes('__>>=');
  const hint = isConf ? 'For lines such as <<__name__>>=value, call the file setup.conf' : undefined;
  return report('NOT_A_MAP', { args: { found }, span, hint });
}

function isNull(node: Node): boolean {
  return isScalar(node) && node.value === null;
}

function isNodeWithRange(node: unknown): node is Node & { anchor?: string } {
  return typeof node === 'object' && node !== null && 'range' in node;
}

function spanOf(node: unknown, path: string): Span {
  const [start, end] = (isNodeWithRange(node) ? node.range : undefined) ?? [0, 0];
  return { path, start, end };
}
