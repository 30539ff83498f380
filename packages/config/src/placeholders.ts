/** A text cut at its placeholders: literal, key, literal, key, ..., literal. */
export type TemplateParts = readonly string[];

/** The longest key that is accepted; nothing sensible is longer, and trees stay shallow. */
export const LONGEST_KEY = 1000;

/** The key inside `<<__key__>>`, or `undefined` if the whole text is not one placeholder. */
export function keyOfPlaceholder(text: string): string | undefined {
  return /^<<__([^<>\r\n]+)__>>$/.exec(text)?.[1];
}

/** Cuts a text at its placeholders; the parts at odd places are keys. */
export function templateParts(text: string): TemplateParts {
  return text.includes('<<__') ? text.split(/<<__([^<>\r\n]+?)__>>/) : [text];
}

/** The keys a text names, each once, in the order of the text. */
export function placeholdersIn(text: string): string[] {
  return [...new Set(templateParts(text).filter((_, at) => at % 2 === 1))];
}

/** What is wrong with a key, or `undefined` if nothing is. */
export function keyProblem(key: string): string | undefined {
  if (key === '') return 'it is empty';
  if (/[<>\r\n]/.test(key)) return 'a name cannot hold "<", ">" or a line break';
  if (key.length > LONGEST_KEY) return `it is longer than ${LONGEST_KEY} characters`;
  return undefined;
}

/** What was probably meant by a key that is not well-formed: its text without the delimiters. */
export function meantKey(text: string): string {
  const key = text
    .slice(0, LONGEST_KEY)
    .replace(/[<>\r\n]/g, '')
    .replace(/^_+|_+$/g, '')
    .trim();
  return key === '' ? 'name' : key;
}
