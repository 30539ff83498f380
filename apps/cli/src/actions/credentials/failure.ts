import { WriteError } from '@kfdist/platform/node';
import type { Context } from '../../context.ts';
import { printFailure } from '../../failure.ts';

/** Says what the world refused; anything that is not such a sentence is a mistake of ours, and goes on. */
export function reportFailure(context: Context, error: unknown): void {
  if (!isSentence(error)) throw error;
  printFailure(context, error.message, 'No file was changed. Mend that, then run the same command again.');
}

/** Programs, networks and files are refused by plain errors, whose messages are sentences. */
function isSentence(error: unknown): error is Error {
  if (error instanceof WriteError) return true;
  return error instanceof Error && error.constructor === Error && !('syscall' in error);
}
