import { cut, type Filling, join, type Part, type Slot } from './slot.ts';

/** A text and the slots in it, in order. */
export interface SlottedText {
  readonly text: string;
  readonly slots: readonly Slot[];
}

/** Writes one stretch of a document for the values of a rendering. */
export type Emit = (filling: Filling) => string;

/** A stretch of a document that depends on values. */
export interface Site {
  readonly start: number;
  readonly end: number;
  readonly emit: Emit;
}

/** Looks at a rendering as a whole, such as for keys that became equal. */
export type Check = (filling: Filling) => void;

/** A text compiled for many renderings: literal stretches and what to write between them. */
export interface Document {
  readonly segments: readonly (string | Emit)[];
  readonly checks: readonly Check[];
}

/** Why a text is not a document. Offsets are those of the text. */
export interface SyntaxProblem {
  readonly problem: string;
  readonly start: number;
  readonly end: number;
}

/** What compiling a text gives: the document, or why it is none. */
export type Compilation =
  | { readonly document: Document; readonly problems?: never }
  | { readonly document?: never; readonly problems: readonly SyntaxProblem[] };

/** A document from its sites, which are in order and do not overlap. */
export function documentOf(text: string, sites: readonly Site[], checks: readonly Check[]): Document {
  const segments: (string | Emit)[] = [];
  let from = 0;
  for (const { start, end, emit } of sites) {
    segments.push(text.slice(from, start), emit);
    from = end;
  }
  return { segments: [...segments, text.slice(from)], checks };
}

/** A text without any rules: values stand in it as they are. */
export function literalDocument({ text, slots }: SlottedText): Document {
  const parts = cut(text, slots, { start: 0, end: text.length });
  return { segments: [(filling) => join(parts, filling)], checks: [] };
}

/** The text of a document for the values of one rendering. */
export function renderDocument({ segments, checks }: Document, filling: Filling): string {
  for (const check of checks) check(filling);
  let text = '';
  for (const segment of segments) text += typeof segment === 'string' ? segment : segment(filling);
  return text;
}

/** Parts as a text of their own, in which the slots are where their marks stand. */
export function slottedText(parts: readonly Part[], mark: string): SlottedText {
  const slots: Slot[] = [];
  let text = '';
  for (const part of parts) {
    if (typeof part === 'string') {
      text += part;
      continue;
    }
    const start = text.length;
    text += mark.repeat(part.end - part.start);
    slots.push({ ...part, start, end: text.length });
  }
  return { text, slots };
}
