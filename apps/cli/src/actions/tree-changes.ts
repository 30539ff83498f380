import type { Diagnostic } from '@kfdist/diagnostics';
import { type ChangeSet, deselections, type FileChange, toChanges } from '@kfdist/platform';
import { readExisting, sha256 } from '@kfdist/platform/node';
import type { Context } from '../context.ts';
import type { TreeFlags } from '../flags.ts';
import { outputFolder, type Platform } from '../platform.ts';

/** What separates the tree on disk from the plan. */
export interface TreeChanges extends ChangeSet {
  readonly folder: string;
  readonly shownAs: string;
}

/** Compares a plan with what is on disk. */
export function treeChanges(
  context: Context,
  { plan, distribution }: Platform,
  flags: TreeFlags,
): TreeChanges {
  const { folder, shownAs } = outputFolder(context, plan, flags.outputDir);
  const { existing, diagnostics } = readExisting(folder, shownAs);
  const set = toChanges(plan.files, existing, { overwrite: flags.overwrite, digest: sha256 });
  const gone: readonly Diagnostic[] = deselections(set.changes, {
    plan,
    distribution,
    confirmed: flags.confirm ?? [],
  });
  return { ...set, folder, shownAs, diagnostics: [...diagnostics, ...set.diagnostics, ...gone] };
}

/** Changes as programs read them: type and path, no contents. */
export function changeData(changes: readonly FileChange[]): readonly { type: string; path: string }[] {
  return changes.map(({ type, path }) => ({ type, path }));
}

/** `96 created, 2 updated, 10 unchanged`. */
export function changeCounts(changes: readonly FileChange[]): string {
  const words = {
    create: 'created',
    update: 'updated',
    delete: 'deleted',
    kept: 'kept',
    unchanged: 'unchanged',
  } as const;
  return Object.entries(words)
    .map(([type, word]) => ({ word, count: changes.filter((change) => change.type === type).length }))
    .filter(({ count }) => count > 0)
    .map(({ word, count }) => `${count} ${word}`)
    .join(', ');
}
