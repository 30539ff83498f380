import type { Style } from '@kfdist/diagnostics';
import type { CommandContext, StricliProcess } from '@stricli/core';

/** Everything a command may know of the machine. */
export interface Context extends CommandContext {
  readonly process: StricliProcess;
  readonly cwd: string;
  /** All of standard input. */
  readonly readStdin: () => string;
  /** The columns of the terminal, or 80. */
  readonly width: number;
  /** Dresses parts of messages; leaves them as they are without a terminal. */
  readonly style: Style;
  /** Asks at the terminal for a secret, without showing what is typed; missing without a terminal. */
  readonly ask?: (question: string) => Promise<string>;
  /** Asks at the terminal and shows what is typed; missing without a terminal. */
  readonly askOpenly?: (question: string) => Promise<string>;
  /** Shows a text to the person at the terminal and to no file; missing without a terminal. */
  readonly showOnce?: (text: string) => void;
  /** The distribution that the command was installed with. */
  readonly packagedDistribution: string | undefined;
}
