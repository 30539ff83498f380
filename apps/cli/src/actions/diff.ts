import { hasErrors } from '@kfdist/diagnostics';
import { isPending, redactSettings, sensitiveFiles, unifiedDiff } from '@kfdist/platform';
import type { DiffFlags } from '../commands/diff.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { printResult } from '../print.ts';
import { changeData } from './change-counts.ts';
import { hydratedElsewhere, type TreeChanges, treeChanges } from './tree-changes.ts';

const KIND = 'DiffResult';

/** Shows what setup would change. */
export function diff(this: Context, flags: DiffFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  if (platform === undefined || hasErrors(diagnostics))
    return printResult(this, flags.output, { kind: KIND, data: {}, lines: () => [], diagnostics, sources });
  const tree = treeChanges(this, platform, flags);
  const patches = () => patchesOf(platform, tree);
  const data = flags.output === 'table' ? {} : { changes: changeData(tree.changes), patches: patches() };
  const lines = () => patches().map(({ patch }) => patch.replace(/\n$/, ''));
  const exitCode = flags.detailedExitcode && isPending(tree) ? ExitCode.pending : ExitCode.done;
  printResult(this, flags.output, {
    kind: KIND,
    data,
    lines,
    isAlwaysShown: true,
    diagnostics: [...diagnostics, ...hydratedElsewhere(platform.plan), ...tree.diagnostics],
    sources,
    exitCode,
  });
}

function patchesOf({ input, plan }: Platform, { changes, shownAs }: TreeChanges) {
  const sensitive = sensitiveFiles(input, plan, changes);
  return changes
    .map((change) => ({ path: change.path, patch: unifiedDiff(change, shownAs) }))
    .filter(({ patch }) => patch !== '')
    .map(({ path, patch }) => ({
      path,
      patch: sensitive.has(path) ? withoutContents(patch) : redactSettings(patch, plan.settings),
    }));
}

/** Old and new lines are left out: the old ones may hold values that no setting has any more. */
function withoutContents(patch: string): string {
  return `${patch.split('\n').slice(0, 2).join('\n')}\n# not shown: it may hold sensitive values\n`;
}
