import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest } from '../src/nearest.ts';
import { matchesPattern, patternsMeet } from '../src/pattern.ts';

const letters = fc.constantFrom('a', 'b');
const text = fc.string({ unit: letters, maxLength: 5 });
const pattern = fc.string({ unit: fc.oneof(letters, fc.constantFrom('*', '?')), maxLength: 5 });
const asRegExp = (of: string) => new RegExp(`^${of.replaceAll('?', '.').replaceAll('*', '.*')}$`, 's');

/** All texts of the letters up to a length. */
function textsUpTo(length: number): readonly string[] {
  if (length === 0) return [''];
  const shorter = textsUpTo(length - 1);
  return ['', ...shorter.flatMap((one) => [`a${one}`, `b${one}`])];
}

describe('patterns', () => {
  it('match what they match as regular expressions', () => {
    fc.assert(
      fc.property(pattern, text, (one, other) => {
        expect(matchesPattern(one, other)).toBe(asRegExp(one).test(other));
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['', '', true],
    ['*', '', true],
    ['?', '', false],
    ['a*', 'a', true],
    ['*a*b', 'xaybab', true],
    ['a**', 'a', true],
    ['a*b', 'ab.', false],
    ['s3:Get*', 's3:GetObject', true],
  ])('%j on %j: %s', (one, other, expected) => {
    expect(matchesPattern(one, other)).toBe(expected);
  });

  it('meet where a text matches both', () => {
    const small = fc.string({ unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 4 });
    const texts = [...new Set(textsUpTo(7))];
    fc.assert(
      fc.property(small, small, (one, other) => {
        const both = texts.some((each) => asRegExp(one).test(each) && asRegExp(other).test(each));
        expect(patternsMeet(one, other)).toBe(both);
        expect(patternsMeet(other, one)).toBe(both);
      }),
      { numRuns: 500 },
    );
  });

  it.each([
    ['', '', true],
    ['', '*', true],
    ['', 'a', false],
    ['a*', '*b', true],
    ['a*', 'b*', false],
    ['a?c', 'ab*', true],
    ['*a', 'b?', true],
    ['?', '', false],
    ['ab', 'a', false],
  ])('%j meets %j: %s', (one, other, expected) => {
    expect([patternsMeet(one, other), patternsMeet(other, one)]).toEqual([expected, expected]);
  });
});

describe('the nearest name', () => {
  const names = ['GetObject', 'PutObject', 'GetObjectTagging', 'ListBucket'];
  it.each([
    ['GetObjekt', 'GetObject'],
    ['getobject', 'GetObject'],
    ['GtObject', 'GetObject'],
    ['GetObjectTaggng', 'GetObjectTagging'],
    ['PutObjects', 'PutObject'],
    ['ListBuckets', 'ListBucket'],
    ['GetObjxxx', undefined],
    ['x', undefined],
  ])('of %s is %s', (wrong, expected) => {
    expect(nearest(wrong, names)).toBe(expected);
  });

  it('is the first of those that are as near, and one of up to two letters off', () => {
    expect(nearest('ab', ['ac', 'ad'])).toBe('ac');
    expect(nearest('abcd', ['abxx'])).toBe('abxx');
    expect(nearest('abcd', ['axxx'])).toBeUndefined();
    expect(nearest('abcd', [])).toBeUndefined();
  });
});
