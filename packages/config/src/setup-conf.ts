import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { type ReadAssignment, readAssignment } from './assignment.ts';
import { report } from './codes.ts';
import { duplicateEntries, type Entry, type ParsedEntries } from './entry.ts';
import { isSilent, type Line, linesOf } from './lines.ts';
import { badEncoding, wholeTextProblem } from './text-faults.ts';

/**
 * The settings of a `setup.conf`: one `<<__key__>>=value` a line, split at the first equals sign.
 *
 * Lines that start with `#` are comments. A pair of quotes around the whole value is syntax and makes it a string;
 * everything else in a value is literal: backslashes, `&`, `@`, `$` and ` # ` too.
 *
 * @example
 * parseSetupConf({ path: 'setup.conf', text: '<<__rds.port__>>=3306' }).entries[0];
 * //=> { key: 'rds.port', text: '3306', type: 'integer', origin: 'file', span: ..., valueSpan: ... }
 */
export function parseSetupConf(source: Source): ParsedEntries {
  const problem = wholeTextProblem(source);
  if (problem) return { entries: [], diagnostics: [problem] };
  const entries: Entry[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const line of linesOf(source.text)) {
    if (isSilent(line)) continue;
    const read = readLine(line, source.path);
    if (read.entry) entries.push(read.entry);
    diagnostics.push(...read.diagnostics);
  }
  return { entries, diagnostics: [...badEncoding(source), ...diagnostics, ...duplicateEntries(entries)] };
}

function readLine({ start, text }: Line, path: string): ReadAssignment {
  const span = { path, start, end: start + text.length };
  const equals = text.indexOf('=');
  if (equals >= 0) return readAssignment({ span, text, equals }, 'file');
  const diagnostics = [report('BAD_LINE', { args: {}, span })];
  const named = /^[ \t]*<<__[^<>]+__>>/.exec(text)?.[0];
  if (named === undefined) return { diagnostics };
  const { entry } = readAssignment({ span, text, equals: named.length }, 'file');
  return { ...(entry ? { entry: { ...entry, reported: true } } : {}), diagnostics };
}
