import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { compileDocument } from './compile-document.ts';
import { type Document, renderDocument } from './document.ts';
import { type ManifestFile, syntaxOf } from './manifest-file.ts';
import { findRemnants, findSlots, type Range } from './placeholders.ts';
import { fill, type Slot } from './slot.ts';
import type { Lookup } from './slot-value.ts';

/** A placeholder of a file, and where it stands. */
export interface ManifestSlot {
  readonly key: string;
  readonly span: Span;
}

/** A manifest looked at once, to be rendered for any number of clusters. */
export interface CompiledManifest {
  readonly path: string;
  readonly text: string;
  readonly slots: readonly ManifestSlot[];
  /** What is wrong with the file itself, whatever the values. */
  readonly diagnostics: readonly Diagnostic[];
  /** How to render it; `undefined` where the text comes back as it is. */
  readonly document: Document | undefined;
}

/** What else counts as a placeholder. */
export interface CompileOptions {
  /** Keys that the settings file spells without `<<__` and `__>>`; in files they match as whole tokens. */
  readonly bareKeys?: readonly string[];
}

/** A rendered text and what went wrong with its values. */
export interface Rendering {
  readonly text: string;
  readonly diagnostics: Diagnostic[];
}

/**
 * Looks for the placeholders of a file and at the document around them.
 *
 * @example
 * const manifest = compileManifest({ path: 'rds.yaml', text: 'kind: ConfigMap\ndata:\n  port: <<__rds.port__>>\n' });
 * renderManifest(manifest, () => ({ text: '3306', type: 'integer' })).text;
 * //=> 'kind: ConfigMap\ndata:\n  port: "3306"\n'
 */
export function compileManifest(file: ManifestFile, options: CompileOptions = {}): CompiledManifest {
  const { path, text } = file;
  const found = findSlots(text, options.bareKeys);
  const diagnostics = remnantsOf(file, found);
  if (found.length === 0) return { path, text, slots: [], diagnostics, document: undefined };
  const slots = found.map((place, index): Slot => ({ ...place, index, span: spanOf(path, place) }));
  const syntax = syntaxOf(path);
  const { document, problems = [] } = compileDocument(syntax, { text, slots });
  for (const problem of problems) {
    const args = { syntax: syntax.toUpperCase(), problem: problem.problem };
    diagnostics.push(report('INVALID_TEMPLATE', { args, span: spanOf(path, within(problem, text)) }));
  }
  return { path, text, slots, diagnostics, document };
}

/** The text of a manifest with its placeholders filled: the same string where there are none. */
export function renderManifest(compiled: CompiledManifest, lookup: Lookup): Rendering {
  const { text, document } = compiled;
  const filling = fill(compiled.slots, lookup);
  const rendered = document === undefined ? text : renderDocument(document, filling);
  return { text: rendered, diagnostics: filling.diagnostics };
}

/** Warnings about beginnings of placeholders outside of the ranges where they are known. */
export function remnantsOf({ path, text }: ManifestFile, known: readonly Range[]): Diagnostic[] {
  return findRemnants(text, known).map((place) =>
    report('MALFORMED_PLACEHOLDER', { args: { remnant: place.key }, span: spanOf(path, place) }),
  );
}

/** The parser says that what it misses at the end of a text lies behind it. */
function within({ start, end }: Range, text: string): Range {
  return { start: Math.min(start, text.length), end: Math.min(end, text.length) };
}

function spanOf(path: string, { start, end }: Range): Span {
  return { path, start, end };
}
