import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { Composer, type Document, Parser, type YAMLError } from 'yaml';
import { report } from './codes.ts';

/** A level is one map or list inside another; deeper files could exhaust the stack of the composer. */
const DEEPEST = 64;
/** One mistake in YAML makes many errors; nobody reads more than these. */
const MOST_ERRORS = 20;

const OPTIONS = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  prettyErrors: false,
  resolveKnownTags: false,
  logLevel: 'error',
} as const;

export interface ReadDocument {
  readonly document?: Document;
  readonly diagnostics: readonly Diagnostic[];
}

/** The first YAML document of a text, also where it is broken, and what is wrong with it. */
export function readDocument({ path, text }: Source): ReadDocument {
  const tokens = [...new Parser().parse(text)];
  const deep = firstDeepToken(tokens);
  if (deep !== undefined) {
    const span = { path, start: deep, end: deep + 1 };
    return { diagnostics: [report('YAML_TOO_DEEP', { args: { limit: String(DEEPEST) }, span })] };
  }
  const [document, second] = new Composer(OPTIONS).compose(tokens, true, text.length);
  if (document === undefined) return { diagnostics: [] };
  const diagnostics = firstOfEachLine([...document.errors, ...document.warnings], text).map((error) =>
    yamlError(error, { path, text }),
  );
  return {
    document,
    diagnostics: [...diagnostics, ...moreDocuments(second, path)],
  };
}

/** Offset of the first token below the deepest level; the tokens are walked without recursion. */
function firstDeepToken(tokens: readonly unknown[]): number | undefined {
  const open = tokens.map((token) => ({ token, level: 0 }));
  while (open.length > 0) {
    const { token, level } = open.pop() ?? {};
    if (typeof token !== 'object' || token === null || level === undefined) continue;
    if (level > DEEPEST) return 'offset' in token && typeof token.offset === 'number' ? token.offset : 0;
    for (const child of childTokens(token)) open.push({ token: child, level: level + 1 });
  }
  return undefined;
}

function childTokens(token: object): unknown[] {
  if ('value' in token && typeof token.value === 'object') return [token.value];
  if (!('items' in token) || !Array.isArray(token.items)) return [];
  return token.items.flatMap((item: { key?: unknown; value?: unknown }) => [item.key, item.value]);
}

function firstOfEachLine(errors: readonly YAMLError[], text: string): YAMLError[] {
  const kept: YAMLError[] = [];
  let lineEnd = -1;
  for (const error of errors.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    if (error.pos[0] <= lineEnd && kept.length > 0) continue;
    kept.push(error);
    const next = text.indexOf('\n', error.pos[0]);
    lineEnd = next < 0 ? text.length : next;
    if (kept.length === MOST_ERRORS) break;
  }
  return kept;
}

function moreDocuments(second: Document | undefined, path: string): Diagnostic[] {
  if (second === undefined) return [];
  const start = second.range?.[0] ?? 0;
  const problem = 'it holds more than one document';
  const hint = 'Keep the part before the second ---; give further files with further -f options';
  return [report('BAD_YAML', { args: { problem }, span: { path, start, end: start }, hint })];
}

interface Sentence {
  readonly problem: string;
  readonly hint?: string;
}

/** Own words: those of the library quote the text around, which may be a secret. */
const SENTENCES: Partial<Record<string, Sentence>> = {
  TAB_AS_INDENT: { problem: 'a tab indents this line', hint: 'Indent with spaces' },
  BAD_INDENT: {
    problem: 'the indentation fits no line above',
    hint: 'Give keys of one map the same indentation',
  },
  BLOCK_AS_IMPLICIT_KEY: {
    problem: 'a value cannot itself be "key: value" on the same line',
    hint: 'Put the value in quotes if it holds a colon and a blank',
  },
  MULTILINE_IMPLICIT_KEY: { problem: 'a key spans lines', hint: 'Is a colon missing, or a closing quote?' },
  MISSING_CHAR: {
    problem: 'a colon, quote, bracket or brace is missing',
    hint: 'Write key: value, and close what was opened',
  },
  BAD_SCALAR_START: {
    problem: 'a value cannot start with @ or ` without quotes',
    hint: 'Put the value in quotes',
  },
  BAD_DQ_ESCAPE: {
    problem: 'an unknown escape stands in double quotes',
    hint: 'Use single quotes, in which a backslash is a backslash',
  },
  TAG_RESOLVE_FAILED: {
    problem: 'the tag is unknown',
    hint: 'Delete the tag, or quote a value that starts with !',
  },
  BAD_ALIAS: { problem: 'the alias or anchor is malformed', hint: 'Quote a value that starts with * or &' },
  ALIAS_PROPS: { problem: 'an alias cannot have an anchor or a tag' },
  BAD_DIRECTIVE: { problem: 'the directive is unknown', hint: 'Delete the line that starts with %' },
  KEY_OVER_1024_CHARS: { problem: 'the key is longer than 1024 characters' },
  RESOURCE_EXHAUSTION: { problem: 'it is nested too deep' },
  BLOCK_IN_FLOW: { problem: 'an indented block stands inside brackets', hint: 'Close the bracket first' },
};
const OPEN_BRACKET: Sentence = {
  problem: 'a bracket or brace is not closed, or its lines are not indented',
  hint: 'Close it, and indent what is inside more than its key',
};
const UNEXPECTED: Sentence = {
  problem: 'this does not belong here',
  hint: 'Put values with special characters in quotes',
};

function yamlError({ code, message, pos: [start, end] }: YAMLError, { path, text }: Source): Diagnostic {
  // The library has one code for the indentation of a block and for what a bracket opened
  const isBracket = code === 'BAD_INDENT' && message.startsWith('Flow ');
  const { problem, hint } = isBracket ? OPEN_BRACKET : (SENTENCES[code] ?? UNEXPECTED);
  return report('BAD_YAML', {
    args: { problem },
    span: { path, start, end: Math.min(Math.max(start, end), text.length) },
    hint,
  });
}
