import { run } from '@stricli/core';
import { app } from './app.ts';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';

/** Runs one command line and returns its exit code. */
export async function runCommandLine(argv: readonly string[], context: Context): Promise<number> {
  await run(app, argv, context);
  const exitCode = Number(context.process.exitCode);
  // The parser of the command line reports its own mistakes with negative codes
  return exitCode < 0 ? ExitCode.usage : exitCode;
}
