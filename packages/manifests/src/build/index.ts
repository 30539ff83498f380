export { type BuildOptions, type Built, buildComponents } from './build.ts';
export { type BuiltObjects, defaultCacheFolder } from './build-cache.ts';
export { type FoundTool, findTool, type Tool, type ToolName, type ToolSearch } from './tools.ts';
