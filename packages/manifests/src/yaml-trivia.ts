import type { CST } from 'yaml';
import { report } from './codes.ts';
import type { Site } from './document.ts';
import { type Slot, valueFor } from './slot.ts';
import { onOneLine } from './yaml-string.ts';

/** A slot in a comment: the value on one line. */
export function commentSite(slot: Slot): Site {
  const { start, end } = slot;
  return { start, end, emit: (filling) => onOneLine(valueFor(slot, filling).text) };
}

const WORD = /^[A-Za-z0-9_-]+$/;

const NAMES: Partial<Record<CST.Token['type'], string>> = {
  alias: 'an alias',
  anchor: 'an anchor',
  tag: 'a tag',
  directive: 'a directive',
};

/** A slot where nothing can be quoted: only a plain word can stand there. */
export function wordSite(slot: Slot, type: CST.Token['type']): Site {
  const { start, end, key, span } = slot;
  const place = NAMES[type] ?? 'this place';
  return {
    start,
    end,
    emit: (filling) => {
      const { text } = valueFor(slot, filling);
      if (!WORD.test(text)) filling.report(report('UNSAFE_PLACE', { args: { key, place }, span }));
      return text;
    },
  };
}
