import type { Diagnostic } from '@kfdist/diagnostics';
import { decodeBytes, encodeText } from './byte-text.ts';
import { report } from './codes.ts';
import { type CompileOptions, compileManifest, type ManifestSlot, renderManifest } from './manifest.ts';
import type { Lookup } from './slot-value.ts';

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
  bytes: Uint8Array,
  path: string,
  lookup: Lookup,
  options: CompileOptions = {},
): RenderedBytes {
  const unchanged: RenderedBytes = { bytes, slots: [], diagnostics: [] };
  const hasBareKeys = (options.bareKeys ?? []).length > 0;
  if (!hasBareKeys && !holdsOpening(bytes)) return unchanged;
  const text = decodeBytes(bytes);
  if (bytes.includes(0)) {
    const isTouched = compileManifest({ path: '', text }, options).slots.length > 0;
    if (!isTouched) return unchanged;
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

/** Whether `<<__` occurs in the bytes. */
function holdsOpening(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x3c); at >= 0; at = bytes.indexOf(0x3c, at + 1)) {
    if (bytes[at + 1] === 0x3c && bytes[at + 2] === 0x5f && bytes[at + 3] === 0x5f) return true;
  }
  return false;
}
