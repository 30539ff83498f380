import { WriteError } from '@kfdist/platform/node';
import type { Context } from './context.ts';
import { ExitCode } from './exit-codes.ts';

/** Writes, and says whether the disk let it; if not, the message is printed and the exit code set. */
export function isWritten(context: Context, shownAs: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const { process, style } = context;
    process.stderr.write(`${style('error', 'error:')} ${shownAs} could not be written. ${error.message}\n`);
    process.stderr.write(
      `  ${style('hint', '= help:')} Make room or get permission there, then run the same command again.\n`,
    );
    process.exitCode = ExitCode.worldFailed;
    return false;
  }
}
