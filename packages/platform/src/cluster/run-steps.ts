import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { redact } from '@kfdist/credentials';
import { commandRunner, type Finished, type RunCommand } from '@kfdist/credentials/cluster';
import { formatCommand, type Step, type StepCommand } from '../step.ts';
import { contextFlags } from './kube-context.ts';

/** How a procedure is carried out. */
export interface RunOptions {
  /** The kube context of every command; it stays the same when somebody switches in another terminal. */
  readonly context: string;
  /** The folder that the paths of the steps are relative to. */
  readonly cwd: string;
  /** @default programs of this machine */
  readonly run?: RunCommand;
  /** Runs `kfdist` itself, whose questions and messages go to the terminal; answers with its exit code. */
  readonly kfdist: (words: readonly string[]) => Promise<number>;
  readonly onCommand?: (step: Step, command: StepCommand) => void;
  readonly onDone?: (outcome: StepOutcome) => void;
}

/** How a step ended. */
export interface StepOutcome {
  readonly step: Step;
  /** `waits`: people have something to do first. */
  readonly state: 'done' | 'skipped' | 'waits' | 'failed';
  /** The command that was refused, and what it said. */
  readonly refusal?: { readonly command: string; readonly message: string };
}

/** Carries out steps one by one, up to the first that fails or waits for people. */
export async function runSteps(steps: readonly Step[], options: RunOptions): Promise<readonly StepOutcome[]> {
  const outcomes: StepOutcome[] = [];
  for (const step of steps) {
    const outcome = await runStep(step, options);
    outcomes.push(outcome);
    options.onDone?.(outcome);
    if (outcome.state === 'failed' || outcome.state === 'waits') break;
  }
  return outcomes;
}

async function runStep(step: Step, options: RunOptions): Promise<StepOutcome> {
  if (step.creates !== undefined && existsSync(resolve(options.cwd, atHome(step.creates))))
    return { step, state: 'skipped' };
  if (step.doneWhenSilent !== undefined && (await areSilent(step.doneWhenSilent, options)))
    return { step, state: 'skipped' };
  if (step.byHand === true) return { step, state: 'waits' };
  for (const command of step.commands) {
    options.onCommand?.(step, command);
    const { status, stderr, stdout } = await runCommand(command, options);
    if (status !== 0) {
      const message = (stderr.trim() || stdout.trim() || `it ended with ${status}`).slice(0, LONGEST);
      return { step, state: 'failed', refusal: { command: formatCommand(command), message } };
    }
  }
  return { step, state: 'done' };
}

/** A screen of what a program says is enough. */
const LONGEST = 4000;

async function areSilent(commands: readonly StepCommand[], options: RunOptions): Promise<boolean> {
  for (const command of commands) {
    const { status, stdout } = await runCommand(command, options);
    if (status !== 0 || stdout.trim() !== '') return false;
  }
  return true;
}

async function runCommand(step: StepCommand, options: RunOptions): Promise<Finished> {
  const { program, arguments: words, from } = step;
  if (program === 'kfdist') return { status: await options.kfdist(words), stdout: '', stderr: '' };
  if (from === undefined) return await start(step, step.input, options);
  const first = await runCommand(from, options);
  return first.status === 0 ? await start(step, first.stdout, options) : first;
}

async function start(
  { program, arguments: words }: StepCommand,
  input: string | undefined,
  { run = commandRunner(), context }: RunOptions,
): Promise<Finished> {
  return await run({
    program,
    arguments: [...words.map(atHome), ...(program === 'kubectl' ? contextFlags(context) : [])],
    ...(input === undefined ? {} : { input: redact(input) }),
  });
}

function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}
