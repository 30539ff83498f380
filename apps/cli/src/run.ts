import { run } from '@stricli/core';
import { app } from './app.ts';
import { complete } from './complete.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { layOutHelp } from './help-layout.ts';
import { COMPLETE } from './shells.ts';

/** Runs one command line and returns its exit code. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  const process = { ...context.process, stdout: withHelpLaidOut(context) };
  const own: Context = { ...context, process, kfdist: async (words) => await runInside(words, context) };
  if (argv[0] === COMPLETE) {
    await complete(own, argv.slice(1));
    return ExitCode.done;
  }
  await run(app, withSplitLines(argv), own);
  const exitCode = Number(process.exitCode);
  // The parser of the command line reports its own mistakes with negative codes
  return exitCode < 0 ? ExitCode.usage : exitCode;
}

/** The data of a command within another is a message. */
async function runInside(argv: readonly string[], context: Context): Promise<number> {
  const { process } = context;
  return await runCommandLine(argv, { ...context, process: { ...process, stdout: process.stderr } });
}

function withHelpLaidOut({ process: { stdout }, width }: Context): Context['process']['stdout'] {
  return {
    write: (text) => stdout.write(layOutHelp(text, width)),
    getColorDepth: (env) => stdout.getColorDepth?.(env) ?? 1,
  };
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
