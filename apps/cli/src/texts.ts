import { systemProblemWithPath } from '@kfdist/platform/node/system-error';
import { type ApplicationText, FlagNotFoundError, text_en } from '@stricli/core';

/** What the parser of the command line and the catch-all say, in the manner of all other messages. */
export const texts: ApplicationText = {
  ...text_en,
  exceptionWhileParsingArguments(error, ansiColor) {
    const message =
      error instanceof FlagNotFoundError
        ? new FlagNotFoundError(error.input, error.corrections.map(asTyped), error.aliasName).message
        : text_en.exceptionWhileParsingArguments.call(this, error, ansiColor);
    return withHelp(message, 'Add --help for the flags and examples of a command.');
  },
  noCommandRegisteredForInput(given) {
    return withHelp(text_en.noCommandRegisteredForInput(given), 'kfdist --help lists the commands.');
  },
  exceptionWhileRunningCommand(error) {
    return isSystemError(error)
      ? withHelp(
          `The file system refused: ${systemProblemWithPath(error)}.`,
          'Nothing was changed; mend that and run the same command again.',
        )
      : withHelp(
          `kfdist itself failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
          'This is a mistake in kfdist. Please report it with the lines above.',
        );
  },
};

function withHelp(message: string, help: string): string {
  return `error: ${message}\n  = help: ${help}`;
}

/** Flags are typed as `--dry-run` and known as `dryRun`. */
function asTyped(flag: string): string {
  return flag.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

/** Whether the operating system refused something: a path, a permission, a disk. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
