import { type CredentialsLock, EMPTY_LOCK, parseLock } from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import {
  type ChangeSet,
  clusterArn,
  deselections,
  type ExistingTree,
  LOCK_PATH,
  markRestarts,
  textOf,
  toChanges,
} from '@kfdist/platform';
import { readExisting, sha256 } from '@kfdist/platform/node';
import { report } from '../codes.ts';
import type { Context } from '../context.ts';
import type { TreeFlags } from '../flags.ts';
import { outputFolder, type Platform } from '../platform.ts';

/** What separates the tree on disk from the plan. */
export interface TreeChanges extends ChangeSet {
  readonly folder: string;
  readonly shownAs: string;
  /** What `kfdist credentials` has made so far. */
  readonly lock: CredentialsLock;
}

/** Compares a plan with what is on disk. */
export function treeChanges(
  context: Context,
  { plan, distribution }: Platform,
  flags: TreeFlags,
): TreeChanges {
  const { folder, shownAs } = outputFolder(context, plan, flags.outputDir);
  const { existing, diagnostics } = readExisting(folder, shownAs);
  const { lock, diagnostics: damaged } = lockOf(existing);
  const marked = markRestarts(plan, lock);
  const set = toChanges(marked.files, existing, {
    overwrite: flags.overwrite,
    cluster: clusterArn(plan.settings),
    digest: sha256,
  });
  const gone: readonly Diagnostic[] = deselections(set.changes, {
    plan,
    distribution,
    confirmed: flags.confirm ?? [],
  });
  // What is there cannot be told apart without its record
  const compared = diagnostics.length > 0 ? [] : [...set.diagnostics, ...gone];
  const found = [...diagnostics, ...damaged, ...marked.diagnostics, ...compared];
  return { ...set, folder, shownAs, lock, diagnostics: found };
}

function lockOf({ files, folder }: ExistingTree): ReturnType<typeof parseLock> {
  const file = files.find(({ path }) => path === LOCK_PATH);
  if (file === undefined) return { lock: EMPTY_LOCK, diagnostics: [] };
  return parseLock(textOf(file) ?? '', `${folder}/${LOCK_PATH}`);
}

/** Says that final objects are written by another command, where the settings ask for them. */
export function hydratedElsewhere({ delivery }: Platform['plan']): readonly Diagnostic[] {
  return delivery.delivery === 'hydrated' ? [report('HYDRATED_DELIVERY', { args: {} })] : [];
}
