import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinObjects, objectId, parseObjects, sortObjects } from '../src/index.ts';

describe('objectId', () => {
  it.each([
    ['{ apiVersion: v1, kind: A, metadata: { name: a } }', '/A//a'],
    ['{ apiVersion: apps/v1, kind: A, metadata: { name: a, namespace: shop } }', 'apps/A/shop/a'],
    ['{ apiVersion: v1, kind: A }', '/A//'],
    ['{ apiVersion: v1, kind: A, metadata: ~ }', '/A//'],
  ])('of %s', (text, id) => {
    expect(parseObjects({ path: 'a', text }).objects.map(({ object }) => objectId(object))).toEqual([id]);
  });

  it('of what has no version', () => {
    expect(objectId({ kind: 'A', apiVersion: 1 })).toBe('/A//');
  });
});

describe('sortObjects', () => {
  it('gives one order, whatever the order before', () => {
    const sorted = [
      ['v1', 'a', 'one'],
      ['v1', 'a', 'two'],
      ['v1', 'b', 'one'],
      ['apps/v1', 'a', 'one'],
    ].map(([apiVersion, name, text = '']) => ({
      object: { apiVersion, kind: 'A', metadata: { name } },
      text,
    }));
    fc.assert(
      fc.property(fc.shuffledSubarray(sorted, { minLength: sorted.length }), (shuffled) => {
        expect(sortObjects(shuffled)).toEqual(sorted);
      }),
    );
  });
});

describe('joinObjects', () => {
  it('gives one text that reads as the objects', () => {
    const file = { path: 'a', text: 'apiVersion: v1\nkind: A\n---\napiVersion: v1\nkind: B\n' };
    expect(joinObjects(parseObjects(file).objects)).toBe(file.text);
    expect(joinObjects([])).toBe('');
  });
});
