import { WriteError } from '@kfdist/platform/node';
import type { Context } from './context.ts';
import { printFailure } from './failure.ts';

/** Writes, and says whether the disk let it; if not, the message is printed and the exit code set. */
export function isWritten(context: Context, shownAs: string, write: () => void): boolean {
  try {
    write();
    return true;
  } catch (error) {
    if (!(error instanceof WriteError)) throw error;
    const help = 'Make room or get permission there, then run the same command again.';
    printFailure(context, `${shownAs} could not be written. ${error.message}`, help);
    return false;
  }
}
