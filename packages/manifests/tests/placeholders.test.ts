import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileManifest, findPlaceholders, renderText } from '../src/index.ts';

describe('findPlaceholders', () => {
  it.each([
    ['<<__a__>>', ['a']],
    ['x<<__a.b__>>y<<__a__>>', ['a.b', 'a']],
    ['<<__a b__>> <<__x*y__>> <<__a[0]__>> <<__a/b__>>', ['a b', 'x*y', 'a[0]', 'a/b']],
    ['<<___a___>>', ['_a_']],
    ['<<____>>', []],
    ['<<__a__>', []],
    ['<< __a__ >>', []],
    ['<<__a\n__>>', []],
    ['<<__a<<__b__>>', ['b']],
    ['<<__a>__>>', []],
  ])('%j', (text, keys) => {
    expect(findPlaceholders(text).map(({ key }) => key)).toEqual(keys);
  });

  it('gives the offsets of what it found', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.string(), fc.constantFrom('<<__', '__>>', '<<__k__>>'))), (pieces) => {
        const text = pieces.join('');
        for (const { key, start, end } of findPlaceholders(text)) {
          expect(text.slice(start, end)).toBe(`<<__${key}__>>`);
        }
      }),
    );
  });
});

describe('a beginning of a placeholder that is none', () => {
  it.each([
    ['v: <<__a>>', '<<__a>>'],
    ['v: <<__a', '<<__a'],
    ['v: <<__a b', '<<__a'],
    ['v: <<__a__> <<__b__>>', '<<__a__>'],
    ['<<__a', '<<__a'],
    ['<<__a__>><<__b', '<<__b'],
    ['<<__a__>> <<__a__>> <<__b>> <<__a__>>', '<<__b>>'],
    [`<<__${'a'.repeat(100)}`, `<<__${'a'.repeat(60)}`],
  ])('%j is a warning', (text, remnant) => {
    const { diagnostics } = compileManifest({ path: 'a.txt', text });
    expect(diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['MALFORMED_PLACEHOLDER', 'warning'],
    ]);
    expect(text.slice(diagnostics[0]?.span?.start, diagnostics[0]?.span?.end)).toBe(remnant);
  });
});

it('warns at most a hundred times in one file', () => {
  const { diagnostics } = compileManifest({ path: 'a.txt', text: '<<__a '.repeat(150) });
  expect(diagnostics).toHaveLength(100);
});

describe('renderText', () => {
  const lookup = (key: string) =>
    key === 'a' ? { text: '<<__b__>>$&', type: 'string' as const } : undefined;

  it('fills once, and lists what is missing', () => {
    expect(renderText('<<__a__>>/<<__b__>>/<<__c__>>/<<__b__>>', lookup)).toEqual({
      text: '<<__b__>>$&/<<__b__>>/<<__c__>>/<<__b__>>',
      missing: ['b', 'c'],
    });
  });

  it('leaves a text without placeholders as it is', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!text.includes('<<__'));
        expect(renderText(text, lookup)).toEqual({ text, missing: [] });
      }),
    );
  });
});
