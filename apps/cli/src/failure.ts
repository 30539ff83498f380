import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';
import { oneLine } from './print.ts';

/** Says what the world refused, and what to do next; the exit code is then 3. */
export function printFailure({ process, style, progress }: Context, message: string, help: string): void {
  progress?.('');
  process.stderr.write(`${style('error', 'error:')} ${message.split('\n').map(oneLine).join('\n  ')}\n`);
  process.stderr.write(`  ${style('hint', '= help:')} ${help}\n`);
  process.exitCode = ExitCode.worldFailed;
}

/**
 * Runs what asks a program or the network; what that refuses is a plain error, whose message is a sentence. It is printed, and
 * the answer is then `undefined`; anything else is a mistake of ours, and goes on.
 */
export async function askWorld<Answer>(
  context: Context,
  call: () => Promise<Answer>,
  help = 'Nothing was changed. Mend that, then run the same command again.',
): Promise<Answer | undefined> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof Error) || error.constructor !== Error || 'syscall' in error) throw error;
    printFailure(context, error.message, help);
    return undefined;
  }
}
