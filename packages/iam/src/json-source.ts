import type { Source, Span } from '@kfdist/diagnostics';

/** The way to a value in a document: keys and indexes. */
export type JsonPath = readonly (string | number)[];

/** Where a value of a document stands in its text, where there is one. */
export type Locate = (path: JsonPath) => Span | undefined;

/** A JSON text that was read, with the place of everything in it. */
export interface JsonReading {
  readonly value: unknown;
  /** The place of a value; of its nearest parent where the value is missing. */
  readonly locate: Locate;
  readonly duplicates: readonly { readonly key: string; readonly span: Span }[];
  /** Why the text is not JSON, and where. */
  readonly failure?: { readonly reason: string; readonly span: Span };
}

interface Reader {
  readonly text: string;
  readonly spans: Map<string, readonly [start: number, end: number]>;
  readonly duplicates: { readonly key: string; readonly at: readonly [start: number, end: number] }[];
  at: number;
}

interface Stop {
  readonly reason: string;
  readonly at: number;
}

/** Deeper than any policy, and far below what would overflow the stack. */
const DEEPEST = 200;

/**
 * Reads strict JSON and remembers where everything stands, and which keys are there twice; `JSON.parse` tells neither.
 */
export function readJson(source: Source): JsonReading {
  const reader: Reader = { text: source.text, spans: new Map(), duplicates: [], at: 0 };
  const value = readWhole(reader);
  const spanOf = ([start, end]: readonly [number, number]): Span => ({ path: source.path, start, end });
  const locate = (path: JsonPath): Span | undefined => {
    for (let length = path.length; length >= 0; length--) {
      const found = reader.spans.get(pointer(path.slice(0, length)));
      if (found) return spanOf(found);
    }
    return undefined;
  };
  const duplicates = reader.duplicates.map(({ key, at }) => ({ key, span: spanOf(at) }));
  if (!('stop' in value)) return { value: value.value, locate, duplicates };
  const { reason, at } = value.stop;
  const failure = { reason, span: spanOf([at, Math.min(at + 1, source.text.length)]) };
  return { value: undefined, locate, duplicates, failure };
}

type Outcome = { readonly value: unknown } | { readonly stop: Stop };

const pointer = (path: JsonPath): string => JSON.stringify(path);

function readWhole(reader: Reader): Outcome {
  const outcome = readValue(reader, []);
  if ('stop' in outcome) return outcome;
  skipSpace(reader);
  return reader.at === reader.text.length ? outcome : stop(reader, 'something follows its end');
}

function stop(reader: Reader, reason: string): { readonly stop: Stop } {
  return { stop: { reason, at: reader.at } };
}

function skipSpace(reader: Reader): void {
  while (/[ \t\r\n]/.test(reader.text.charAt(reader.at))) reader.at++;
}

function readValue(reader: Reader, path: JsonPath): Outcome {
  skipSpace(reader);
  if (path.length > DEEPEST) return stop(reader, 'it is nested too deeply');
  const start = reader.at;
  const first = reader.text.charAt(start);
  const outcome =
    first === '{' ? readObject(reader, path) : first === '[' ? readArray(reader, path) : readScalar(reader);
  if (!('stop' in outcome)) reader.spans.set(pointer(path), [start, reader.at]);
  return outcome;
}

const SCALAR =
  /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

function readScalar(reader: Reader): Outcome {
  SCALAR.lastIndex = reader.at;
  const [text] = SCALAR.exec(reader.text) ?? [];
  if (text === undefined) {
    return stop(reader, reader.at >= reader.text.length ? 'it ends too early' : 'a value is expected');
  }
  reader.at += text.length;
  return { value: JSON.parse(text) };
}

function readArray(reader: Reader, path: JsonPath): Outcome {
  const value: unknown[] = [];
  const stopped = readItems(reader, ']', () => {
    const item = readValue(reader, [...path, value.length]);
    if ('stop' in item) return item.stop;
    value.push(item.value);
    return undefined;
  });
  return stopped ? { stop: stopped } : { value };
}

function readObject(reader: Reader, path: JsonPath): Outcome {
  const entries = new Map<string, unknown>();
  const stopped = readItems(reader, '}', () => {
    const start = reader.at;
    const key = reader.text.charAt(start) === '"' ? readScalar(reader) : stop(reader, 'a key is expected');
    if ('stop' in key) return key.stop;
    const name = String(key.value);
    if (entries.has(name)) reader.duplicates.push({ key: name, at: [start, reader.at] });
    skipSpace(reader);
    if (reader.text.charAt(reader.at) !== ':') return stop(reader, 'a colon is expected').stop;
    reader.at++;
    const item = readValue(reader, [...path, name]);
    if ('stop' in item) return item.stop;
    entries.set(name, item.value);
    return undefined;
  });
  return stopped ? { stop: stopped } : { value: Object.fromEntries(entries) };
}

/** Reads what stands between brackets, separated by commas. */
function readItems(reader: Reader, close: string, readItem: () => Stop | undefined): Stop | undefined {
  reader.at++;
  skipSpace(reader);
  if (reader.text.charAt(reader.at) === close) {
    reader.at++;
    return undefined;
  }
  for (;;) {
    skipSpace(reader);
    const stopped = readItem();
    if (stopped) return stopped;
    skipSpace(reader);
    const next = reader.text.charAt(reader.at);
    if (next !== ',' && next !== close) return stop(reader, `a comma or ${close} is expected`).stop;
    reader.at++;
    if (next === close) return undefined;
  }
}
