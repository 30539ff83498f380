/** A program with its arguments, as it is run without a shell. */
export interface StepCommand {
  readonly program: 'kfdist' | 'kubectl' | 'helm' | 'git';
  /** `~/` at the start of one stands for the home folder. */
  readonly arguments: readonly string[];
  /** What it reads from standard input; never a secret. */
  readonly input?: string;
  /** The command whose output it reads instead. */
  readonly from?: StepCommand;
}

/** One step of a procedure: running it again changes nothing, so that a procedure can be resumed. */
export interface Step {
  /** Permanent within its procedure. */
  readonly id: string;
  readonly why: string;
  readonly commands: readonly StepCommand[];
  /** Left to people, who look at what they do. */
  readonly byHand?: true;
  /** The step is done where all of these print nothing. */
  readonly doneWhenSilent?: readonly StepCommand[];
  /** The step is done where this file exists. */
  readonly creates?: string;
}

/**
 * A command as it can be pasted into a POSIX shell.
 *
 * @example
 * formatCommand({ program: 'kubectl', arguments: ['apply', '-f', 'my tree'] });
 * //=> "kubectl apply -f 'my tree'"
 */
export function formatCommand(command: StepCommand): string {
  const head = formatStage(command);
  const first = firstOf(command);
  return first.input === undefined ? head : `${head}\n${withFinalNewline(first.input)}EOF`;
}

/** The here-document belongs to the first command of the pipe, and its text follows the whole line. */
function formatStage({ program, arguments: args, input, from }: StepCommand): string {
  const words = [program, ...args].map(quoted).join(' ');
  if (from !== undefined) return `${formatStage(from)} | ${words}`;
  return input === undefined ? words : `${words} <<'EOF'`;
}

function firstOf(command: StepCommand): StepCommand {
  return command.from === undefined ? command : firstOf(command.from);
}

function withFinalNewline(text: string): string {
  return text.endsWith('\n') ? text : `${text}\n`;
}

/** A word that the shell takes as it is; the tilde of a home folder stays outside the quotes. */
function quoted(word: string): string {
  if (/^(~\/)?[\w@%+=:,./-]+$/.test(word)) return word;
  const home = word.startsWith('~/') ? '~/' : '';
  return `${home}'${word.slice(home.length).replaceAll("'", String.raw`'\''`)}'`;
}
