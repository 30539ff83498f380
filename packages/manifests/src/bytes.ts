import type { Diagnostic } from '@kfdist/diagnostics';
import { decodeBytes, encodeText } from './byte-text.ts';
import { report } from './codes.ts';
import { type CompileOptions, compileManifest, type ManifestSlot, renderManifest } from './manifest.ts';
import { findSlots, OPENING } from './placeholders.ts';
import type { Lookup } from './slot-value.ts';

const ASCII = new TextDecoder('latin1');

/** A file of any encoding. */
export interface FileBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** A rendered file. `bytes` is the very array that came in where nothing changed. */
export interface RenderedBytes {
  readonly bytes: Uint8Array;
  readonly slots: readonly ManifestSlot[];
  readonly diagnostics: Diagnostic[];
}

/**
 * Renders a file of anybody's tree, of whatever encoding: bytes that are no part of a placeholder are kept, values are
 * written as UTF-8. A binary file (with a NUL byte) that seems to hold a placeholder is left alone, with a warning.
 */
export function renderBytes(
  { path, bytes }: FileBytes,
  lookup: Lookup,
  options: CompileOptions = {},
): RenderedBytes {
  const unchanged: RenderedBytes = { bytes, slots: [], diagnostics: [] };
  // Most files of a tree are untouched, and quickly known to be
  const { bareKeys = [] } = options;
  if (bareKeys.length === 0 && !ASCII.decode(bytes).includes(OPENING)) return unchanged;
  const text = decodeBytes(bytes);
  if (bytes.includes(0)) {
    if (findSlots(text, bareKeys).length === 0) return unchanged;
    return {
      ...unchanged,
      diagnostics: [report('BINARY_MANIFEST', { args: {}, span: { path, start: 0, end: 0 } })],
    };
  }
  const compiled = compileManifest({ path, text }, options);
  const rendered = renderManifest(compiled, lookup);
  return {
    bytes: rendered.text === text ? bytes : encodeText(rendered.text),
    slots: compiled.slots,
    diagnostics: [...compiled.diagnostics, ...rendered.diagnostics],
  };
}
