import { CST } from 'yaml';
import { type Document, renderDocument } from './document.ts';
import { type Filling, join, type Part, valueFor } from './slot.ts';

/** What is known about a scalar with slots before any value is. */
export interface SlottedScalar {
  /** As written in the source, without the header of a block scalar. */
  readonly raw: readonly Part[];
  /** As a YAML reader sees it. */
  readonly decoded: readonly Part[];
  /** The document that the decoded text is, where its place says so. */
  readonly embedded: Document | undefined;
}

/** What a scalar must read as for the values of a rendering. */
export interface Intention {
  readonly text: string;
  /** Whether that is the source with the values put in, nothing else. */
  readonly isTextual: boolean;
}

/** The decoded text of a scalar with its placeholders replaced, under the rules of the document inside it if it is one. */
export function intention({ decoded, embedded }: SlottedScalar, filling: Filling): Intention {
  const textual = join(decoded, filling);
  const text = embedded === undefined ? textual : renderDocument(embedded, filling);
  return { text, isTextual: text === textual };
}

/** Whether each value of the slots among parts satisfies a condition. */
export function everyValue(
  parts: readonly Part[],
  filling: Filling,
  holds: (text: string) => boolean,
): boolean {
  return parts.every((part) => typeof part === 'string' || holds(valueFor(part, filling).text));
}

/** The text that a scalar reads as, or `undefined` where it is not one. */
export function decode(token: CST.FlowScalar | CST.BlockScalar): string | undefined {
  let isValid = true;
  const scalar = CST.resolveAsScalar(token, false, () => {
    isValid = false;
  });
  return isValid ? scalar?.value : undefined;
}

/** The text that a scalar reads as, as far as it can be read. */
export function decodeLoosely(token: CST.FlowScalar | CST.BlockScalar): string {
  if (token.type === 'scalar' && !token.source.includes('\n')) return token.source;
  return CST.resolveAsScalar(token, false, () => {})?.value ?? '';
}
