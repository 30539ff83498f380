/** One text to ask for. */
export interface TextQuestion {
  readonly message: string;
  readonly initial?: string | undefined;
  /** Shown where nothing is typed yet. */
  readonly example?: string | undefined;
  /** What is wrong with what is typed so far; asked at every key. */
  readonly problem: (text: string) => string | undefined;
}

/** One choice to make. */
export interface ChoiceQuestion {
  readonly message: string;
  readonly choices: readonly { readonly value: string; readonly label?: string; readonly hint?: string }[];
  readonly initial?: string | undefined;
}

/** Questions to a person at a terminal. Each rejects with `Cancelled` when it is not answered. */
export interface Prompts {
  readonly begin: (title: string) => void;
  readonly note: (text: string) => void;
  readonly text: (question: TextQuestion) => Promise<string>;
  readonly choose: (question: ChoiceQuestion) => Promise<string>;
  readonly confirm: (message: string, initial: boolean) => Promise<boolean>;
}

/** A person left a question with Ctrl-C or Escape. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}
