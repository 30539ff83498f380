import { run } from '@stricli/core';
import { app } from './app.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';

/** Runs one command line and returns its exit code. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  const { process } = context;
  const inside: Context = { ...context, process: { ...process, stdout: process.stderr } };
  const kfdist = async (words: readonly string[]) => await runCommandLine(words, inside);
  await run(app, withSplitLines(argv), { ...context, kfdist });
  const exitCode = Number(context.process.exitCode);
  // The parser of the command line reports its own mistakes with negative codes
  return exitCode < 0 ? ExitCode.usage : exitCode;
}

/** The parser takes `--flag=value` only within one line; a password may have several. */
function withSplitLines(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--');
  return argv.flatMap((word, i) => {
    const [, flag, value] = /^(--[\w-]+)=(.*\n.*)$/s.exec(word) ?? [];
    const isSplit = flag !== undefined && value !== undefined && (end < 0 || i < end);
    return isSplit ? [flag, value] : [word];
  });
}
