export { kubernetesValue, YAML_OPTIONS } from './any-yaml.ts';
export { readBlockYaml } from './block-yaml.ts';
export type { BuildFile, BuildSource, BuildUnit, ChartSource, FolderSource } from './build-source.ts';
export { type FileBytes, type RenderedBytes, renderBytes } from './bytes.ts';
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
export { type MirroredBases, mirrorBases, networkMirror } from './mirror-bases.ts';
export { localPath, type Mirror, mirrored } from './mirrors.ts';
export { isPlainYaml, type ManifestObject, type ParsedObjects, parseObjects } from './parse-objects.ts';
export { findPlaceholders, type Placeholder, renderText } from './placeholders.ts';
export { type GitPlace, parseRemoteBase, type RemoteBase } from './remote-base.ts';
export type { Lookup, SlotValue } from './slot-value.ts';
export { joinObjects, objectId, sortObjects } from './sort-objects.ts';
export { stringifyManifests } from './stringify.ts';
export { type CompiledTemplate, compileTemplate, renderTemplate } from './template.ts';
