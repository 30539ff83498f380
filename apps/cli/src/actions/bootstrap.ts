import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { bootstrapSteps, formatCommand, isOtherCluster, isPending, type Step } from '@kfdist/platform';
import { readContext, runSteps, type StepOutcome } from '@kfdist/platform/cluster';
import { report } from '../codes.ts';
import type { BootstrapFlags } from '../commands/bootstrap.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { askWorld, printFailure } from '../failure.ts';
import { loadPlatform, outputFolder, type Platform } from '../platform.ts';
import { counted, printResult, type Result } from '../print.ts';
import { procedureLines, stepData } from './procedure.ts';
import { treeChanges } from './tree-changes.ts';

const KIND = 'BootstrapResult';

/** Shows what brings the platform up, or carries it out. */
export async function bootstrap(this: Context, flags: BootstrapFlags): Promise<void> {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const nothing: Result = { kind: KIND, data: {}, lines: () => [], diagnostics, sources };
  if (platform === undefined || hasErrors(diagnostics)) return printResult(this, flags.output, nothing);
  const all = stepsOf(this, flags, platform);
  const { steps, diagnostics: unknown } = stepsFrom(all, flags.from);
  const found = { ...nothing, diagnostics: [...diagnostics, ...unknown] };
  if (hasErrors(unknown)) return printResult(this, flags.output, found);
  if (flags.run) return await execute(this, flags, { platform, steps, found });
  const head = '# Every step may be run again; kfdist bootstrap --run runs them one by one.';
  printResult(this, flags.output, {
    ...found,
    data: { steps: steps.map(stepData) },
    lines: () => [head, '', ...procedureLines(steps, this)],
  });
}

function stepsOf(
  context: Context,
  flags: BootstrapFlags,
  { plan, platformFlags }: Platform,
): readonly Step[] {
  const { shownAs } = outputFolder(context, plan, flags.outputDir);
  const { certificate, sealingKey } = flags;
  return bootstrapSteps({ plan, folder: shownAs, platformFlags, certificate, sealingKey });
}

function stepsFrom(
  steps: readonly Step[],
  from: string | undefined,
): { readonly steps: readonly Step[]; readonly diagnostics: readonly Diagnostic[] } {
  const start = from === undefined ? 0 : steps.findIndex(({ id }) => id === from);
  if (start >= 0) return { steps: steps.slice(start), diagnostics: [] };
  const args = { step: from ?? '', steps: steps.map(({ id }) => id).join(', ') };
  return { steps: [], diagnostics: [report('UNKNOWN_STEP', { args })] };
}

interface Run {
  readonly platform: Platform;
  readonly steps: readonly Step[];
  readonly found: Result;
}

async function execute(
  context: Context,
  flags: BootstrapFlags,
  { platform, steps, found }: Run,
): Promise<void> {
  const { plan } = platform;
  const tree = treeChanges(context, platform, { ...flags, overwrite: false, detailedExitcode: false });
  const stale = isPending(tree) ? [report('TREE_NOT_WRITTEN', { args: { folder: tree.shownAs } })] : [];
  if (hasErrors(stale))
    return print(context, flags, { ...found, diagnostics: [...found.diagnostics, ...stale] });
  const cluster = await askWorld(context, async () => await readContext(kubeOptions(context, flags)));
  if (cluster === undefined) return;
  if (isOtherCluster(cluster.cluster, plan.settings) === true) {
    const args = { context: cluster.name, cluster: cluster.cluster };
    const other = report('OTHER_CLUSTER', { args });
    return print(context, flags, { ...found, diagnostics: [...found.diagnostics, other] });
  }
  context.process.stderr.write(`Context  ${cluster.name}\nServer   ${cluster.server}\n`);
  if (!(await isConfirmed(context, flags, steps))) {
    const changes = `${counted(steps.length, 'step')} for ${cluster.name}`;
    const unconfirmed = report('NOT_CONFIRMED', { args: { changes } });
    return print(context, flags, { ...found, diagnostics: [...found.diagnostics, unconfirmed] });
  }
  const outcomes = await runSteps(steps, {
    ...(context.run === undefined ? {} : { run: context.run }),
    context: cluster.name,
    cwd: context.cwd,
    kfdist: async (words) => await runInside(context, flags, [...words, ...contextOf(words, cluster.name)]),
    ...reporting(context, steps),
  });
  printOutcomes(context, flags, { found, outcomes });
}

const print = (context: Context, { output }: BootstrapFlags, result: Result) =>
  printResult(context, output, result);

function kubeOptions({ run }: Context, { context }: BootstrapFlags) {
  return { ...(context === undefined ? {} : { context }), ...(run === undefined ? {} : { run }) };
}

async function isConfirmed(
  { askOpenly, process }: Context,
  { yes }: BootstrapFlags,
  steps: readonly Step[],
): Promise<boolean> {
  if (yes) return true;
  if (askOpenly === undefined) return false;
  process.stderr.write(`Steps    ${steps.map(({ id }) => id).join(', ')}\n`);
  return /^y(es)?$/i.test((await askOpenly('Run them there? Only yes is taken as yes: ')).trim());
}

/** Of our own commands only the one that looks at the cluster knows contexts. */
function contextOf([verb]: readonly string[], name: string): readonly string[] {
  return verb === 'status' ? ['--context', name] : [];
}

async function runInside(
  { kfdist, progress }: Context,
  { yes }: BootstrapFlags,
  words: readonly string[],
): Promise<number> {
  if (kfdist === undefined) throw new Error('a command line runs inside another');
  // It may ask something on the line of the progress
  progress?.('');
  return await kfdist([...words, ...(yes && words[0] === 'iam' ? ['--yes'] : [])]);
}

function reporting({ process, progress }: Context, steps: readonly Step[]) {
  const nameOf = ({ id }: Step) => `${steps.findIndex((step) => step.id === id) + 1}/${steps.length} ${id}`;
  return {
    onCommand: (step: Step, command: Step['commands'][number]) =>
      progress?.(`${nameOf(step)}: ${formatCommand(command).split('\n')[0] ?? ''}`),
    onDone: ({ step, state }: StepOutcome) => {
      progress?.('');
      process.stderr.write(`${nameOf(step)}: ${WORDS[state]}\n`);
    },
  };
}

const WORDS: Readonly<Record<StepOutcome['state'], string>> = {
  done: 'done',
  skipped: 'was done before',
  waits: 'waits for you',
  failed: 'failed',
};

function printOutcomes(
  context: Context,
  flags: BootstrapFlags,
  { found, outcomes }: { readonly found: Result; readonly outcomes: readonly StepOutcome[] },
): void {
  const last = outcomes.at(-1);
  const data = {
    steps: outcomes.map(({ step, state, refusal }) => ({ id: step.id, state, ...(refusal && { refusal }) })),
  };
  if (last?.state === 'waits') {
    const commands = last.step.commands.map(formatCommand).join('; ');
    const waits = report('STEP_WAITS', { args: { step: last.step.id, commands } });
    return print(context, flags, { ...found, data, diagnostics: [...found.diagnostics, waits] });
  }
  const isFailed = last?.state === 'failed';
  if (last?.state === 'failed' && last.refusal !== undefined) {
    const { command, message } = last.refusal;
    const help = `Mend that, then run the same command again; --from ${last.step.id} begins here.`;
    printFailure(context, `${command.split('\n')[0] ?? ''} failed.\n${message}`, help);
  }
  const lines = () => (isFailed ? [] : ['The platform is up.']);
  const exitCode = isFailed ? ExitCode.worldFailed : ExitCode.done;
  printResult(context, flags.output, { ...found, data, lines, exitCode });
}
