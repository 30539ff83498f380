import { hasErrors } from '@kfdist/diagnostics';
import { isPending, unifiedDiff } from '@kfdist/platform';
import type { DiffFlags } from '../commands/diff.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { loadPlatform } from '../platform.ts';
import { printResult } from '../print.ts';
import { redact } from '../redact.ts';
import { changeData, treeChanges } from './tree-changes.ts';

const KIND = 'DiffResult';

/** Shows what setup would change. */
export function diff(this: Context, flags: DiffFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  if (platform === undefined || hasErrors(diagnostics))
    return printResult(this, flags.output, { kind: KIND, data: {}, lines: () => [], diagnostics, sources });
  const tree = treeChanges(this, platform, flags);
  const { settings } = platform.plan;
  const patches = () =>
    tree.changes
      .map((change) => ({ path: change.path, patch: redact(unifiedDiff(change, tree.shownAs), settings) }))
      .filter(({ patch }) => patch !== '');
  const data = flags.output === 'table' ? {} : { changes: changeData(tree.changes), patches: patches() };
  const lines = () => patches().map(({ patch }) => patch.replace(/\n$/, ''));
  const exitCode = flags.detailedExitcode && isPending(tree) ? ExitCode.pending : ExitCode.done;
  printResult(
    this,
    flags.output,
    {
      kind: KIND,
      data,
      lines,
      isAlwaysShown: true,
      diagnostics: [...diagnostics, ...tree.diagnostics],
      sources,
    },
    exitCode,
  );
}
