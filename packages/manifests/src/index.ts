export { type RenderedBytes, renderBytes } from './bytes.ts';
export { MANIFESTS_DIAGNOSTICS } from './codes.ts';
export {
  type CompiledManifest,
  type CompileOptions,
  compileManifest,
  type ManifestSlot,
  type Rendering,
  renderManifest,
} from './manifest.ts';
export type { ManifestFile } from './manifest-file.ts';
export { findPlaceholders, type Placeholder, renderText } from './placeholders.ts';
export type { Lookup, SlotValue } from './slot-value.ts';
export { stringifyManifests } from './stringify.ts';
export { type CompiledTemplate, compileTemplate, renderTemplate } from './template.ts';
