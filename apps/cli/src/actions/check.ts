import type { Context } from '../context.ts';
import type { PlatformFlags } from '../flags.ts';
import { loadPlatform } from '../platform.ts';
import { printResult } from '../print.ts';

/** Says everything that is wrong with settings and plan. */
export function check(this: Context, flags: PlatformFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const plan = platform?.plan;
  const counts = { components: plan?.components.length ?? 0, files: plan?.files.length ?? 0 };
  const lines = () => [
    `${counts.components} components, ${counts.files} files, ${diagnostics.length === 0 ? 'nothing to report' : 'no error'}`,
  ];
  printResult(this, flags.output, { kind: 'CheckResult', data: counts, lines, diagnostics, sources });
}
