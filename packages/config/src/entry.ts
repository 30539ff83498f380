import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';

/** What a value is when it is written into YAML or JSON. */
export type ValueType = 'string' | 'integer' | 'number' | 'boolean';

/** One setting as written in a file or an option, before anything is known about its key. */
export interface Entry {
  /** Dotted, without `<<__` and `__>>`; items of lists are numbered: `profiles.0.name`. */
  readonly key: string;
  /** The value as written, without quotes that are syntax; empty for an empty list or map. */
  readonly text: string;
  readonly type: ValueType | 'empty-list' | 'empty-map';
  /** Where the key is. */
  readonly span: Span;
  readonly valueSpan: Span;
  /** A line of setup.conf without `<<__ __>>`: it also replaces the bare word. */
  readonly bare?: true;
  readonly origin: 'file' | 'option';
  /** An error of this entry has been reported, so its value is not checked again. */
  readonly reported?: true;
}

/** What a parser of settings returns. */
export interface ParsedEntries {
  readonly entries: readonly Entry[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A `DUPLICATE_SETTING` for each entry whose key an earlier entry has, or a warning if both say the same. */
export function duplicateEntries(entries: readonly Entry[]): Diagnostic[] {
  const first = new Map<string, Entry>();
  return entries.flatMap((entry) => {
    const { key, span } = entry;
    const earlier = first.get(key);
    if (earlier === undefined) {
      first.set(key, entry);
      return [];
    }
    const related = [{ message: `${key} is first set here`, span: earlier.span }];
    const isSame = earlier.text === entry.text && earlier.type === entry.type;
    return [report(isSame ? 'REPEATED_SETTING' : 'DUPLICATE_SETTING', { args: { key }, span, related })];
  });
}
