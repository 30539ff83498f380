import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Entry } from './entry.ts';
import { keyOfPlaceholder, keyProblem, meantKey } from './placeholders.ts';
import { unquote } from './spelling.ts';

/** A stretch of a source that holds one `key=value`. */
export interface Assignment {
  readonly span: Span;
  readonly text: string;
  /** Offset of the equals sign in the text, or where one is missing. */
  readonly equals: number;
}

export interface ReadAssignment {
  readonly entry?: Entry;
  readonly diagnostics: readonly Diagnostic[];
}

/** One `key=value` as an entry. Faulty ones give an entry too, so that their key does not count as missing. */
export function readAssignment(assignment: Assignment, origin: Entry['origin']): ReadAssignment {
  const { text, equals, span: whole } = assignment;
  const part = (from: number, to: number): Span => {
    const [start, end] = trimmed(text, from, to);
    return { path: whole.path, start: whole.start + start, end: whole.start + end };
  };
  const span = part(0, equals);
  const valueSpan = part(Math.min(equals + 1, text.length), text.length);
  const name = readKey(text.slice(span.start - whole.start, span.end - whole.start), span, origin);
  const written = text.slice(valueSpan.start - whole.start, valueSpan.end - whole.start);
  if (name.key === undefined) return { diagnostics: name.diagnostics };
  const { key, bare } = name;
  const empty = written === '' ? [report('EMPTY_VALUE', { args: { key }, span })] : [];
  const problems = [...name.diagnostics, ...empty];
  const blanks = written === '' ? [] : trimmedBlanks(assignment, { key, valueSpan });
  const entry: Entry = {
    key,
    ...unquote(written),
    span,
    valueSpan,
    origin,
    ...(bare ? { bare } : {}),
    ...(problems.length > 0 ? { reported: true } : {}),
  };
  return { entry, diagnostics: [...problems, ...blanks] };
}

interface ReadKey {
  readonly key?: string;
  readonly bare?: true;
  readonly diagnostics: readonly Diagnostic[];
}

function readKey(text: string, span: Span, origin: Entry['origin']): ReadKey {
  const delimited = keyOfPlaceholder(text);
  const problem = delimited === undefined ? keyProblem(text) : keyProblem(delimited);
  if (problem === undefined) {
    return delimited === undefined
      ? { key: text, bare: true, diagnostics: [] }
      : { key: delimited, diagnostics: [] };
  }
  const key = meantKey(text);
  const about = /[<>]/.test(text) ? 'it is not of the form <<__name__>>' : problem;
  const right = origin === 'option' ? `--set ${key}=value` : `<<__${key}__>>`;
  const args = { problem: about, right };
  return { ...(text === '' ? {} : { key }), diagnostics: [report('BAD_KEY', { args, span })] };
}

function trimmedBlanks(
  { text, equals, span }: Assignment,
  { key, valueSpan }: { key: string; valueSpan: Span },
) {
  const start = valueSpan.start - span.start;
  const end = valueSpan.end - span.start;
  const before = start > equals + 1 && !isBlank(text.charCodeAt(equals - 1));
  const after = end < text.length;
  const warn = (place: string, from: number, to: number) =>
    report('TRIMMED_VALUE', {
      args: { key, place },
      span: { path: span.path, start: span.start + from, end: span.start + to },
    });
  return [
    ...(before ? [warn('before', equals + 1, start)] : []),
    ...(after ? [warn('after', end, text.length)] : []),
  ];
}

function trimmed(text: string, from: number, to: number): [number, number] {
  let start = from;
  let end = to;
  while (start < end && isBlank(text.charCodeAt(start))) start++;
  while (end > start && isBlank(text.charCodeAt(end - 1))) end--;
  return [start, end];
}

/** Space, tab, vertical tab, form feed. */
function isBlank(code: number): boolean {
  return code === 32 || code === 9 || code === 11 || code === 12;
}
