import type { RunCommand } from '@kfdist/credentials/cluster';
import type { AwsLookups } from '@kfdist/platform/aws';
import type { Prompts } from '../src/prompts.ts';
import { runCommandLine } from '../src/run.ts';

/** What one command left behind. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** What the world of a command holds beside its folder. */
export interface World {
  readonly stdin?: string;
  readonly packagedDistribution?: string;
  /** What is answered at a terminal; without it there is none. */
  readonly answer?: string;
  /** What runs programs; without it, those of this machine. */
  readonly run?: RunCommand;
  /** The person at the terminal; without it there is none. */
  readonly prompts?: Prompts;
  readonly aws?: () => Promise<AwsLookups>;
  readonly reach?: (host: string, port: number) => Promise<void>;
  /** @default 80 */
  readonly width?: number;
}

/** Runs `kfdist` in this process, in a folder. */
export async function kfdist(cwd: string, argv: readonly string[], world: World = {}): Promise<Outcome> {
  const { prompts } = world;
  const written = { stdout: '', stderr: '' };
  const into = (stream: 'stdout' | 'stderr') => ({
    write: (text: string) => {
      written[stream] += text;
    },
  });
  const exitCode = await runCommandLine(argv, {
    process: { stdout: into('stdout'), stderr: into('stderr') },
    cwd,
    readStdin: () => world.stdin ?? '',
    width: world.width ?? 80,
    style: (_role, text) => text,
    ...(world.answer === undefined ? {} : { askOpenly: async () => world.answer ?? '' }),
    ...(world.run === undefined ? {} : { run: world.run }),
    ...(prompts === undefined ? {} : { prompts: async () => prompts }),
    ...(world.aws === undefined ? {} : { aws: world.aws }),
    ...(world.reach === undefined ? {} : { reach: world.reach }),
    packagedDistribution: world.packagedDistribution,
  });
  return { ...written, exitCode };
}

/** Diagnostics as `-o json` prints them. */
export interface Reported {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly hint?: string;
  readonly args?: Readonly<Record<string, string>>;
  readonly path?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The JSON document of a command. */
export interface JsonResult {
  readonly kind: string;
  readonly version: number;
  readonly ok: boolean;
  readonly diagnostics: readonly Reported[];
  readonly [key: string]: unknown;
}

/** Runs `kfdist ... -o json` and reads what it prints. */
export async function kfdistJson(
  cwd: string,
  argv: readonly string[],
  world: World = {},
): Promise<Outcome & { readonly result: JsonResult }> {
  const outcome = await kfdist(cwd, [...argv, '-o', 'json'], world);
  return { ...outcome, result: JSON.parse(outcome.stdout) as JsonResult };
}

/** `CODE line:column` of each diagnostic, as tests compare them. */
export function places({ diagnostics }: JsonResult): readonly string[] {
  return diagnostics.map(({ code, path = '', line, column }) =>
    line === undefined ? `${code} ${path}`.trim() : `${code} ${path}:${line}:${column}`,
  );
}

/** A run as a text to read in review. */
export function transcript(argv: readonly string[], { stdout, stderr, exitCode }: Outcome): string {
  return [
    `$ kfdist ${argv.join(' ')}`,
    '--- stdout',
    stdout,
    '--- stderr',
    stderr,
    `--- exit code ${exitCode}`,
    '',
  ].join('\n');
}

/** A run at 80 columns, and at 120 where that is another text. */
export async function atBothWidths(
  argv: readonly string[],
  run: (width: number) => Promise<Outcome>,
): Promise<string> {
  const [usual, wide] = [transcript(argv, await run(80)), transcript(argv, await run(120))];
  return wide === usual ? usual : `${usual}\n=== at 120 columns\n${wide}`;
}
