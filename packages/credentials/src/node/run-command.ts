import { spawn } from 'node:child_process';
import { LOGIN_NAMES } from '../known.ts';
import type { Redacted } from '../redacted.ts';

/** A program to run. Secrets go in by standard input only: arguments and environments can be read by others. */
export interface Command {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly input?: Redacted;
}

/** What a program left behind. */
export interface Finished {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a program to its end; rejects where it cannot be started. */
export type RunCommand = (command: Command) => Promise<Finished>;

/**
 * Runs programs of this machine, without a shell. They get the environment without the variables that hold values:
 * the login values, and those named here.
 */
export function commandRunner(withheld: readonly string[] = []): RunCommand {
  const hidden: readonly string[] = [...LOGIN_NAMES, ...withheld];
  return async (command) => {
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !hidden.includes(name)));
    // A terminal has one line of progress, and Git would wait there for the answer to a question that it covers
    return await run(command, { ...env, GIT_TERMINAL_PROMPT: '0' });
  };
}

async function run({ program, arguments: args, input }: Command, env: NodeJS.ProcessEnv): Promise<Finished> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe', env });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (cause) => {
      reject(
        new Error(`${program} could not be started. Check that it is installed and on the PATH.`, { cause }),
      );
    });
    child.on('close', (code) => {
      resolve({ status: code ?? 1, stdout: textOf(stdout), stderr: withoutLog(textOf(stderr)) });
    });
    // a program that ends without reading its input is judged by its status, not by the broken pipe
    child.stdin.on('error', () => undefined);
    child.stdin.end(input?.reveal() ?? '');
  });
}

function textOf(chunks: readonly Buffer[]): string {
  return Buffer.concat(chunks).toString('utf8');
}

/** kubectl repeats in lines of its log what it says in a sentence after them. */
function withoutLog(text: string): string {
  const said = text.split('\n').filter((line) => !/^[IWEF]\d{4} [\d:.]+ +\d+ \S+:\d+\] /.test(line));
  return said.every((line) => line.trim() === '') ? text : said.join('\n');
}
