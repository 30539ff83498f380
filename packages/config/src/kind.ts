import type { ValueType } from './entry.ts';

/** The rules of one kind of value. */
export interface Kind {
  readonly type: ValueType;
  /** Reads after "must be". */
  readonly expected: string;
  readonly example: string;
  /** Reads after "but"; `undefined` if the value is right. */
  readonly problem: (text: string) => string | undefined;
  /** The same rule for editors, as far as one regular expression can say it. */
  readonly pattern?: string;
}

/** A rule that a value breaks if the pattern does not match, and the sentence about such a value. */
export type Rule = readonly [pattern: RegExp, sentence: string | ((text: string) => string)];

/** What the first broken rule says. `must` patterns have to match; `never` patterns must not. */
export function firstProblem(
  text: string,
  { never = [], must = [] }: { readonly never?: readonly Rule[]; readonly must?: readonly Rule[] },
): string | undefined {
  const broken =
    never.find(([pattern]) => pattern.test(text)) ?? must.find(([pattern]) => !pattern.test(text));
  if (broken === undefined) return undefined;
  const [, sentence] = broken;
  return typeof sentence === 'string' ? sentence : sentence(text);
}

/** Rules that most kinds share: a value of one line, not empty, without blanks, of limited length. */
export function plainProblem(text: string, longest: number): string | undefined {
  if (text === '') return 'it is empty';
  if (text.length > longest) return `it has ${text.length} characters, and ${longest} are allowed`;
  return firstProblem(text, {
    never: [
      [/[\r\n]/, 'it has a line break'],
      [/^\s|\s$/, 'it starts or ends with a blank'],
      [/\s/, 'it has a blank in it'],
      [/[\p{Control}\p{Surrogate}\u2028\u2029]/u, 'it has a control character in it'],
    ],
  });
}
