import { hasErrors } from '@kfdist/diagnostics';
import { type CheckResult, PLATFORM_CHECKS, type PlatformWorld, runChecks } from '@kfdist/platform';
import { reach } from '@kfdist/platform/node';
import type { DoctorFlags } from '../commands/doctor.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { loadPlatform, outputFolder, type Platform } from '../platform.ts';
import { oneLine, printResult } from '../print.ts';
import { wrapped } from '../wrap.ts';

/** Checks whether the world is as the platform needs it. */
export async function doctor(this: Context, flags: DoctorFlags): Promise<void> {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const nothing = { kind: 'DoctorResult', data: {}, lines: () => [], diagnostics, sources };
  if (platform === undefined || hasErrors(diagnostics)) return printResult(this, flags.output, nothing);
  const checks = PLATFORM_CHECKS.filter(({ isPre }) => isPre || !flags.pre);
  let made = 0;
  const tell = () => this.progress?.(`${made++} of ${checks.length} checks`);
  tell();
  const results = await runChecks(checks, await worldOf(this, flags, platform), tell);
  this.progress?.('');
  const hasFailed = results.some(({ state }) => state === 'failed');
  printResult(this, flags.output, {
    ...nothing,
    data: { healthy: !hasFailed, checks: results },
    lines: () => checkLines(results, this),
    exitCode: hasFailed ? ExitCode.worldFailed : ExitCode.done,
  });
}

async function worldOf(
  context: Context,
  { context: kubeContext, outputDir }: DoctorFlags,
  { plan, distribution }: Platform,
): Promise<PlatformWorld> {
  const { shownAs } = outputFolder(context, plan, outputDir);
  const region = plan.settings.values.get('aws_region')?.text;
  const [{ commandRunner }, { awsLookups }] = await Promise.all([
    import('@kfdist/credentials/cluster'),
    import('@kfdist/platform/aws'),
  ]);
  const options = {
    secrets: plan.credentials.naming.service,
    ...(region === undefined ? {} : { region }),
  };
  return {
    plan,
    distribution,
    folder: shownAs,
    ...(kubeContext === undefined ? {} : { context: kubeContext }),
    run: context.run ?? commandRunner(),
    aws: (await context.aws?.(region)) ?? awsLookups(options),
    reach: context.reach ?? reach,
    now: Date.now(),
    nodeVersion: process.versions.node,
  };
}

function checkLines(results: readonly CheckResult[], context: Context): readonly string[] {
  const ids = Math.max(...results.map(({ id }) => id.length));
  return [...results.flatMap((result) => resultLines(result, ids, context)), '', summary(results)];
}

const STATES = ['ok', 'failed', 'warning', 'skipped'] as const;

function summary(results: readonly CheckResult[]): string {
  return STATES.map((state) => ({ state, count: results.filter((one) => one.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ');
}

function resultLines(
  { id, title, state, detail, hint }: CheckResult,
  ids: number,
  { width }: Context,
): readonly string[] {
  const head = `${state.padEnd(8)} ${id.padEnd(ids)}  `;
  const text = detail === undefined ? title : `${title}: ${oneLine(detail)}`;
  const lines = [text, ...(hint === undefined ? [] : [`= help: ${hint}`])].flatMap((part) =>
    wrapped(part, Math.max(30, width - head.length)),
  );
  return lines.map((line, i) => (i === 0 ? `${head}${line}` : `${' '.repeat(head.length)}${line}`));
}
