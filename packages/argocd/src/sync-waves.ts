import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';

/** Something that is created after others. Names that are not among the nodes are ignored. */
export interface WaveNode {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * The sync wave of each node: 0 for what waits for nothing, else one more than the latest of what it waits for
 * (the longest path). Every node of a cycle is reported once, in one diagnostic for the cycle, and gets wave 0.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/sync-waves/
 */
export function syncWaves(nodes: readonly WaveNode[]): {
  waves: ReadonlyMap<string, number>;
  diagnostics: readonly Diagnostic[];
} {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  const waves = new Map<string, number>();
  const diagnostics: Diagnostic[] = [];
  const path: string[] = [];
  const visit = (name: string): number => {
    const node = byName.get(name);
    if (node === undefined) return -1;
    const known = waves.get(name);
    if (known !== undefined) return known;
    const start = path.indexOf(name);
    if (start >= 0) {
      diagnostics.push(
        report('DEPENDENCY_CYCLE', { args: { cycle: [...path.slice(start), name].join(' -> ') } }),
      );
      return -1;
    }
    path.push(name);
    const wave = Math.max(-1, ...node.after.map(visit)) + 1;
    path.pop();
    waves.set(name, wave);
    return wave;
  };
  for (const { name } of nodes) visit(name);
  return { waves, diagnostics };
}
