export { type BuildOptions, type Built, buildComponents } from './build.ts';
export { type BuiltObjects, defaultCacheFolder } from './build-cache.ts';
export { exportRevision } from './export-revision.ts';
export { inParallel } from './in-parallel.ts';
export { type DigestAnswer, type RegistryImage, readDigest } from './registry.ts';
export { type FoundTool, findTool, type Tool, type ToolName, type ToolSearch } from './tools.ts';
export { UpstreamError } from './upstream-error.ts';
