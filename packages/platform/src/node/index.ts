export { sha256 } from './digest.ts';
export { readExisting } from './existing-tree.ts';
export {
  type DistributionLocation,
  type DistributionSearch,
  gitRoot,
  locateDistribution,
  readDistribution,
} from './locate.ts';
export { pathKind } from './path-kind.ts';
export { reach } from './reach.ts';
export { type ReadOptions, type ReadTree, readTree } from './read-tree.ts';
export { systemProblem, systemProblemWithPath } from './system-error.ts';
export { replaceFiles, WriteError, writeChanges } from './write-changes.ts';
