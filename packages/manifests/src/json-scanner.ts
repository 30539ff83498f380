import type { SyntaxProblem } from './document.ts';

/** A string or a bare word (number, `true`, slot) of a JSON text. */
export interface JsonScalar {
  readonly start: number;
  readonly end: number;
  /** The number of the object whose key this is; `undefined` for a value. */
  readonly keyOf: number | undefined;
}

type Kind = '{' | '}' | '[' | ']' | ',' | ':' | 'string' | 'word';

interface Token {
  readonly kind: Kind;
  readonly start: number;
  readonly end: number;
}

/** What may come next at each point. */
const EXPECTED = {
  'a value': ['{', '[', 'string', 'word'],
  'a value or ]': ['{', '[', 'string', 'word', ']'],
  'a key': ['string', 'word'],
  'a key or }': ['string', 'word', '}'],
  ':': [':'],
  ', or ]': [',', ']'],
  ', or }': [',', '}'],
  'the end': [],
} as const satisfies Record<string, readonly Kind[]>;

type Expected = keyof typeof EXPECTED;

interface Scan {
  expected: Expected;
  /** The numbers of the open objects, -1 for an array. */
  readonly open: number[];
  objects: number;
  readonly scalars: JsonScalar[];
}

/**
 * The scalars of a JSON text, or why it is none. A word that is a run of `mark` is whatever a slot may become.
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function scanJson(text: string, mark: string): JsonScalar[] | SyntaxProblem {
  const scan: Scan = { expected: 'a value', open: [], objects: 0, scalars: [] };
  for (
    let token = nextToken(text, text.startsWith('\ufeff') ? 1 : 0);
    token;
    token = nextToken(text, token.end)
  ) {
    const problem = problemOf(token, { text, mark, expected: scan.expected });
    if (problem !== undefined) return { problem, start: token.start, end: token.end };
    advance(scan, token);
  }
  if (scan.expected === 'the end') return scan.scalars;
  return { problem: `the text ends before ${scan.expected}`, start: text.length, end: text.length };
}

function problemOf(
  { kind, start, end }: Token,
  { text, mark, expected }: { text: string; mark: string; expected: Expected },
): string | undefined {
  const allowed: readonly Kind[] = EXPECTED[expected];
  if (!allowed.includes(kind)) return `expected ${expected}`;
  if (kind === 'string')
    return isString(text, start, end) ? undefined : 'a string has a bad character or escape, or no end';
  const word = text.slice(start, end);
  if (kind !== 'word' || word.includes(mark)) return undefined;
  if (expected.startsWith('a key')) return 'a key is a string in double quotes';
  return WORD.test(word) ? undefined : 'expected a string, a number, true, false or null';
}

function advance(scan: Scan, { kind, start, end }: Token): void {
  const after = (): Expected => {
    const inner = scan.open.at(-1);
    if (inner === undefined) return 'the end';
    return inner < 0 ? ', or ]' : ', or }';
  };
  switch (kind) {
    case '{':
    case '[':
      scan.open.push(kind === '{' ? scan.objects++ : -1);
      scan.expected = kind === '{' ? 'a key or }' : 'a value or ]';
      return;
    case '}':
    case ']':
      scan.open.pop();
      scan.expected = after();
      return;
    case ',':
      scan.expected = scan.expected === ', or }' ? 'a key' : 'a value';
      return;
    case ':':
      scan.expected = 'a value';
      return;
    case 'string':
    case 'word': {
      const isKey = scan.expected.startsWith('a key');
      scan.scalars.push({ start, end, keyOf: isKey ? scan.open.at(-1) : undefined });
      scan.expected = isKey ? ':' : after();
    }
  }
}

const WORD = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?)$/;
const SPACE = /[ \t\r\n]*/y;
const BARE = /[^ \t\r\n"{}[\],:]+/y;

function nextToken(text: string, from: number): Token | undefined {
  const start = from + lengthOf(SPACE, text, from);
  const character = text[start];
  switch (character) {
    case undefined:
      return undefined;
    case '{':
    case '}':
    case '[':
    case ']':
    case ',':
    case ':':
      return { kind: character, start, end: start + 1 };
    case '"':
      return { kind: 'string', start, end: closingQuote(text, start) };
    default:
      return { kind: 'word', start, end: start + lengthOf(BARE, text, start) };
  }
}

function lengthOf(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from;
  return pattern.exec(text)?.[0].length ?? 0;
}

/** The offset after the quote that closes a string; the end of the text where none does. */
function closingQuote(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\') at++;
  }
  return text.length;
}

function isString(text: string, start: number, end: number): boolean {
  try {
    JSON.parse(text.slice(start, end));
    return true;
  } catch {
    return false;
  }
}
