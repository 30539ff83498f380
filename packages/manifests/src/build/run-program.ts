import { spawn } from 'node:child_process';

/** A program to run; nothing secret is among its arguments. */
export interface Program {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** What a program left behind. */
export interface Finished {
  readonly status: number;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** What programs need to start at all; those that go to the network get the whole environment. */
const BASIC = ['PATH', 'HOME', 'TMPDIR', 'TEMP', 'SystemRoot'];

/** The environment for programs that only work on files. */
export function basicEnvironment(): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(BASIC.map((name) => [name, process.env[name]]));
}

/** Runs a program of this machine to its end, without a shell; rejects where it cannot be started. */
export async function runProgram({ program, arguments: args, input, env }: Program): Promise<Finished> {
  return await new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'pipe', env: { ...(env ?? process.env) } });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
    child.on('error', (cause) => reject(new Error(`${program} could not be started`, { cause })));
    child.on('close', (code) => {
      resolve({
        status: code ?? 1,
        stdout: Buffer.concat(stdout),
        stderr: Buffer.concat(stderr).toString('utf8'),
      });
    });
    // A program that ends without reading its input is judged by its status
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
  });
}
