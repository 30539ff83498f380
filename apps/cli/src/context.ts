import type { RunCommand } from '@kfdist/credentials/cluster';
import type { Style } from '@kfdist/diagnostics';
import type { AwsLookups } from '@kfdist/platform/aws';
import type { CommandContext, StricliProcess } from '@stricli/core';
import type { Prompts } from './prompts.ts';

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
  /** Shows on the last line of the terminal what is going on, until the next call or an empty text; missing without a terminal. */
  readonly progress?: (text: string) => void;
  /** Runs programs; where it is missing, those of this machine. */
  readonly run?: RunCommand;
  /** Runs another command line of `kfdist` within this one; its data is then a message. Answers with its exit code. */
  readonly kfdist?: (argv: readonly string[]) => Promise<number>;
  /** Asks a person at the terminal; missing without a terminal. */
  readonly prompts?: () => Promise<Prompts>;
  /** Looks things up in AWS; where it is missing, with what the SDK finds. */
  readonly aws?: (region?: string) => Promise<AwsLookups>;
  /** Opens a TCP connection and closes it; where it is missing, from this machine. */
  readonly reach?: (host: string, port: number) => Promise<void>;
  /** The distribution that the command was installed with. */
  readonly packagedDistribution: string | undefined;
}
