import { applicationGraph, type Remainder, uninstallPlan } from '@kfdist/platform';
import type { UninstallFlags } from '../commands/uninstall.ts';
import type { Context } from '../context.ts';
import { loadPlatform, outputFolder } from '../platform.ts';
import { printResult } from '../print.ts';
import { wrapped } from '../wrap.ts';
import { procedureLines, stepData } from './procedure.ts';

/** Shows what takes the platform down. */
export function uninstall(this: Context, flags: UninstallFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const kind = 'UninstallPlan';
  if (platform === undefined)
    return printResult(this, flags.output, { kind, data: {}, lines: () => [], diagnostics, sources });
  const { plan, distribution, platformFlags } = platform;
  const { shownAs } = outputFolder(this, plan, flags.outputDir);
  const nodes = applicationGraph(plan, distribution);
  const { remainders, steps } = uninstallPlan({ plan, nodes, folder: shownAs, platformFlags });
  printResult(this, flags.output, {
    kind,
    data: { remainders, steps: steps.map(stepData) },
    lines: () => [...remainders.flatMap((one) => remainderLines(one, this)), ...procedureLines(steps, this)],
    diagnostics,
    sources,
  });
}

function remainderLines({ what, names, fate, note }: Remainder, { width }: Context): readonly string[] {
  const lines = wrapped(`${fate === 'kept' ? 'Kept' : 'Deleted'}: ${what}, ${note}.`, width - 2);
  return [...lines.map((line) => `# ${line}`), ...names.map((name) => `#   ${name}`), '#'];
}
