import { credentialId } from '@kfdist/credentials';
import { hasErrors } from '@kfdist/diagnostics';
import { formatCommand, isPending } from '@kfdist/platform';
import { writeChanges } from '@kfdist/platform/node';
import type { SetupFlags } from '../commands/setup.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { printResult, table } from '../print.ts';
import { shownPath } from '../shown-path.ts';
import { isWritten } from '../written.ts';
import { changeCounts, changeData } from './change-counts.ts';
import { hydratedElsewhere, type TreeChanges, treeChanges } from './tree-changes.ts';

const KIND = 'SetupResult';
const nothing = { kind: KIND, data: {}, lines: () => [], isWriting: true } as const;

/** Plans the platform and brings it to disk. */
export function setup(this: Context, flags: SetupFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  if (platform === undefined || hasErrors(diagnostics))
    return printResult(this, flags.output, { ...nothing, diagnostics, sources });
  const tree = treeChanges(this, platform, flags);
  const all = [...diagnostics, ...hydratedElsewhere(platform.plan), ...tree.diagnostics];
  const writes = !flags.dryRun && !hasErrors(all) && needsWriting(tree);
  if (writes && !isWritten(this, tree.shownAs, () => writeChanges(tree.folder, tree))) return;
  const data = { root: tree.shownAs, dryRun: flags.dryRun, changes: changeData(tree.changes) };
  const lines = () => summary(this, { flags, platform, tree });
  const exitCode = flags.detailedExitcode && isPending(tree) ? ExitCode.pending : ExitCode.done;
  printResult(this, flags.output, { ...nothing, data, lines, diagnostics: all, sources, exitCode });
}

function needsWriting(tree: TreeChanges): boolean {
  return isPending(tree) || tree.isUnfinished;
}

interface Summary {
  readonly flags: SetupFlags;
  readonly platform: Platform;
  readonly tree: TreeChanges;
}

function summary(context: Context, { flags, platform, tree }: Summary): readonly string[] {
  const { plan, location, settingsFiles } = platform;
  const waves = new Set(plan.components.map(({ wave }) => wave)).size;
  const head = table([
    ['Settings', settingsFiles.join(', ')],
    ['Distribution', `${shownPath(context, location.folder)} (${location.why})`],
    ['Cluster', plan.settings.values.get('cluster_name')?.text ?? ''],
    ['Components', `${plan.components.length} in ${waves} waves`],
    ['Files', changeCounts(tree.changes)],
  ]);
  if (flags.dryRun) return [...head, '', ...pendingLines(tree), `Nothing was written to ${tree.shownAs}.`];
  if (!isPending(tree)) return [...head, '', `${tree.shownAs} is up to date.`];
  return [...head, '', `Wrote ${tree.shownAs}. Next:`, ...nextSteps(platform, tree)];
}

function pendingLines({ changes }: TreeChanges): readonly string[] {
  return changes
    .filter(({ type }) => type !== 'unchanged')
    .map(({ type, path }) => `  ${type.padEnd(7)} ${path}`);
}

function nextSteps(platform: Platform, tree: TreeChanges): readonly string[] {
  const repository = platform.plan.settings.values.get('git_repo.url')?.text ?? 'the repository';
  return [
    ...roleSteps(platform, tree),
    ...credentialSteps(platform, tree),
    `Look through ${tree.shownAs}, commit it and push it to ${repository}`,
    `${command(platform, 'bootstrap')}: once for a cluster, every command that is left`,
  ].map((step, i) => `  ${i + 1}. ${step}`);
}

function command({ platformFlags }: Platform, ...words: readonly string[]): string {
  return formatCommand({ program: 'kfdist', arguments: [...words, ...platformFlags] });
}

/** The command that brings the roles up to date, where something about them is new. */
function roleSteps(platform: Platform, { changes }: TreeChanges): readonly string[] {
  const isNew = changes.some(({ type, path }) => type !== 'unchanged' && path.startsWith('iam/'));
  return isNew && platform.plan.roles.roles.length > 0 ? [command(platform, 'iam', 'apply')] : [];
}

/** The commands that make the Secrets which were never made, or elsewhere. */
function credentialSteps(platform: Platform, { lock }: TreeChanges): readonly string[] {
  const { specs, backend: usual } = platform.plan.credentials;
  const missing = specs.filter(
    (spec) => lock.secrets[credentialId(spec)]?.backend !== (spec.backend ?? usual),
  );
  const backends = new Set(missing.map(({ backend = usual }) => backend));
  // One run for both: a value may be used in either
  if (backends.has('external-secrets')) return [command(platform, 'credentials', 'push')];
  return backends.has('sealed-secrets')
    ? [
        `${command(platform, 'credentials', 'generate')} --certificate FILE (kfdist credentials init-key makes one)`,
      ]
    : [];
}
