import { hasErrors } from '@kfdist/diagnostics';
import { applicationGraph, type PlatformStatus, platformStatus } from '@kfdist/platform';
import { readApplications } from '@kfdist/platform/cluster';
import type { PlatformStatusFlags } from '../commands/status.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { askWorld } from '../failure.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { counted, oneLine, printResult, table } from '../print.ts';
import { wrapped } from '../wrap.ts';

/** Says how far the platform is. */
export async function status(this: Context, flags: PlatformStatusFlags): Promise<void> {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const nothing = { kind: 'PlatformStatus', data: {}, lines: () => [], diagnostics, sources };
  if (platform === undefined || hasErrors(diagnostics)) return printResult(this, flags.output, nothing);
  const read = async () => await readStatus(this, flags, platform);
  const found = await askWorld(this, flags.wait ? () => untilReady(this, flags.timeout, read) : read);
  this.progress?.('');
  if (found === undefined) return;
  const isLate = flags.wait && !found.isReady;
  const otherwise = flags.detailedExitcode && !found.isReady ? ExitCode.pending : ExitCode.done;
  printResult(this, flags.output, {
    ...nothing,
    data: { ...found },
    lines: () => statusLines(found, this, argocdNamespace(platform)),
    exitCode: isLate ? ExitCode.worldFailed : otherwise,
  });
}

async function readStatus(
  { run }: Context,
  { context }: PlatformStatusFlags,
  platform: Platform,
): Promise<PlatformStatus> {
  const { plan, distribution } = platform;
  const prefix = plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  const live = await readApplications(argocdNamespace(platform), {
    ...(context === undefined ? {} : { context }),
    ...(run === undefined ? {} : { run }),
  });
  return platformStatus(applicationGraph(plan, distribution), live, `${prefix}kubeflow`);
}

function argocdNamespace({ plan }: Platform): string {
  return plan.settings.values.get('argocd.namespace')?.text ?? 'argocd';
}

const PAUSE = 5000;

async function untilReady(
  { progress }: Context,
  timeout: number,
  read: () => Promise<PlatformStatus>,
): Promise<PlatformStatus> {
  const end = Date.now() + timeout * 1000;
  for (let wasAnswered = false; ; wasAnswered = true) {
    const found = await read().catch((error: unknown) => {
      // An API server that works hard, or is updated, gives no answer now and then
      if (!wasAnswered || Date.now() >= end) throw error;
    });
    if (found !== undefined && (found.isReady || Date.now() >= end)) return found;
    progress?.(found === undefined ? 'no answer' : progressOf(found));
    await new Promise((resolve) => {
      setTimeout(resolve, Math.min(PAUSE, end - Date.now()));
    });
  }
}

function progressOf({ applications, first }: PlatformStatus): string {
  const ready = applications.filter(({ progress }) => progress === 'ready').length;
  return `${ready} of ${applications.length} ready; ${first?.application ?? ''}`;
}

function statusLines(found: PlatformStatus, context: Context, namespace: string): readonly string[] {
  const { root, applications, isReady } = found;
  const ready = applications.filter(({ progress }) => progress === 'ready');
  const rows = applications.map(({ wave, application, progress, sync, health, waitsFor }) => [
    String(wave),
    application,
    progress,
    [sync, health].filter((word) => word !== '').join(' ') || '-',
    waitsFor.length === 0 ? '' : shortList(waitsFor),
  ]);
  return [
    ...table([['WAVE', 'APPLICATION', 'STATE', 'ARGO CD', 'WAITS FOR'], ...rows]),
    '',
    `${ready.length} of ${counted(applications.length, 'Application')} ready; the root ${root.application} is ${root.progress}.`,
    ...(isReady ? [] : firstLines(found, context, namespace)),
  ];
}

function shortList(names: readonly string[]): string {
  const [first = '', second, ...others] = names;
  if (second === undefined) return first;
  return others.length === 0 ? `${first}, ${second}` : `${first} and ${names.length - 1} more`;
}

/** Enough to begin with; kubectl shows the rest. */
const REASONS = 5;

function firstLines(
  { first, root, applications }: PlatformStatus,
  { width }: Context,
  namespace: string,
): readonly string[] {
  if (first === undefined) return [];
  const { application, reasons, waiting } = first;
  const isRootMissing = application === root.application && root.progress === 'missing';
  const state = applications.find((one) => one.application === application)?.progress ?? root.progress;
  const others =
    waiting === 0 ? '' : `; ${counted(waiting, 'other')} ${waiting === 1 ? 'waits' : 'wait'} for it`;
  const next = isRootMissing
    ? 'kfdist bootstrap says how to bring it up'
    : `kubectl --namespace ${namespace} describe applications.argoproj.io ${application}`;
  return [
    `Look first at ${application}: ${state}${others}`,
    ...reasons
      .slice(0, REASONS)
      .flatMap((reason) => indented(oneLine(reason.replaceAll(/\s+/g, ' ')), width)),
    ...(reasons.length > REASONS ? [`  and ${reasons.length - REASONS} more`] : []),
    `  ${next}`,
  ];
}

function indented(text: string, width: number): readonly string[] {
  return wrapped(text, width - 4).map((line, i) => (i === 0 ? `  - ${line}` : `    ${line}`));
}
