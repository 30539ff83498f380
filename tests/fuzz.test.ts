import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keptInputs, startTexts } from '../tools/fuzz/corpus.mjs';
import { targets } from '../tools/fuzz/targets/all.mjs';

interface Target {
  readonly name: string;
  readonly run: (text: string, root: string) => void;
}

const root = join(import.meta.dirname, '..');

describe.each(targets as Target[])('$name', (target) => {
  it('holds for what it starts from', () => {
    const texts = startTexts(root, target) as string[];
    for (const text of texts) expect(() => target.run(text, root)).not.toThrow();
  });

  const kept = keptInputs(root, target) as { file: string; text: string }[];
  it.each(kept)('holds for $file', ({ text }) => {
    expect(() => target.run(text, root)).not.toThrow();
  });
});

it('no kept input is of a target that is gone', () => {
  const names = new Set((targets as Target[]).map(({ name }) => name));
  expect(readdirSync(join(root, 'tests', 'fuzz')).filter((folder) => !names.has(folder))).toEqual([]);
});
