import { describe, expect, it } from 'vitest';
import { settingsTree } from '../src/index.ts';
import { resolve } from './reading.ts';

const tree = (text: string, definitions = '[]'): unknown =>
  settingsTree(resolve(text, { definitions }).settings);
const plain = (node: unknown): unknown => JSON.parse(JSON.stringify(node));

describe('the tree', () => {
  it.each([
    ['a: x\nb.c: 1\nb.d: 1.5\ne: true\nf: "true"', { a: 'x', b: { c: 1, d: 1.5 }, e: true, f: 'true' }],
    ['p: [{ n: a }, { n: b, t: [x, y] }]', { p: [{ n: 'a' }, { n: 'b', t: ['x', 'y'] }] }],
    [`p: [${'0, '.repeat(11)}1]`, { p: [...Array.from({ length: 11 }, () => 0), 1] }],
    ['p.1.n: b\np.0.n: a', { p: [{ n: 'a' }, { n: 'b' }] }],
    ['r: x\nr.s: y', { r: { '': 'x', s: 'y' } }],
    ['r.s: y\nr: x', { r: { '': 'x', s: 'y' } }],
    ['l: []\nm: {}', { l: [], m: {} }],
    ['l: [[], [x]]', { l: [[], ['x']] }],
    ['q: { 0: x, 2: y }', { q: { 0: 'x', 2: 'y' } }],
    ['q: { 0: x, n: y }', { q: { 0: 'x', n: 'y' } }],
    ['a..b: x\n.c: y', { a: { '': { b: 'x' } }, c: 'y' }],
    ['a: <<__b.c__>>\nb.c: 7', { a: 7, b: { c: 7 } }],
  ])('%j', (text, expected) => expect(plain(tree(text))).toEqual(expected));

  it('has declared lists even when they are empty, and no unset keys', () => {
    const definitions = '[{ key: p.*.n, kind: string }, { key: u, kind: string }]';
    expect(plain(tree('x: 1', definitions))).toEqual({ p: [], x: 1 });
    expect(plain(tree('p: { n: x, 0x: y, x1: z }', definitions))).toEqual({ p: [] });
  });

  it('pollutes no prototype', () => {
    const node = tree('__proto__: { polluted: x }\nconstructor.prototype.polluted: y\na: { __proto__: z }');
    expect(JSON.stringify(node)).toBe(
      '{"__proto__":{"polluted":"x"},"a":{"__proto__":"z"},"constructor":{"prototype":{"polluted":"y"}}}',
    );
    expect(Object.getPrototypeOf(node)).toBe(null);
    expect('polluted' in {}).toBe(false);
  });
});
