import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { syncWaves, type WaveNode } from '../src/index.ts';

const waves = (edges: Record<string, string[]>) => {
  const { waves: found, diagnostics } = syncWaves(
    Object.entries(edges).map(([name, after]) => ({ name, after })),
  );
  return { waves: Object.fromEntries(found), cycles: diagnostics.map(({ args }) => args?.cycle) };
};

describe('syncWaves', () => {
  it('takes the longest path', () => {
    expect(waves({ app: ['crds', 'gateway'], gateway: ['crds'], crds: [] }).waves).toEqual({
      crds: 0,
      gateway: 1,
      app: 2,
    });
  });

  it('ignores names that are not selected', () => {
    expect(waves({ app: ['absent'] })).toEqual({ waves: { app: 0 }, cycles: [] });
  });

  it.each([
    ['itself', { a: ['a'] }, ['a -> a']],
    ['a pair', { a: ['b'], b: ['a'] }, ['a -> b -> a']],
    [
      'only the circle, not the way to it',
      { start: ['a'], a: ['b'], b: ['c'], c: ['a'] },
      ['a -> b -> c -> a'],
    ],
    ['two circles', { a: ['b'], b: ['a'], x: ['y'], y: ['x'] }, ['a -> b -> a', 'x -> y -> x']],
  ])('names a cycle: %s', (_title, edges, cycles) => {
    expect(waves(edges).cycles).toEqual(cycles);
  });

  it('respects every edge of any graph without a cycle, with the smallest waves', () => {
    const graph = fc
      .nat({ max: 30 })
      .chain((size) =>
        fc.tuple(
          ...Array.from({ length: size }, (_, i) =>
            fc.uniqueArray(fc.nat({ max: Math.max(0, i - 1) }), { maxLength: i }),
          ),
        ),
      );
    fc.assert(
      fc.property(graph, fc.boolean(), (edges, reverse) => {
        const nodes: WaveNode[] = edges.map((after, i) => ({
          name: `n${i}`,
          after: i === 0 ? [] : after.map((j) => `n${j}`),
        }));
        const { waves: found, diagnostics } = syncWaves(reverse ? nodes.toReversed() : nodes);
        expect(diagnostics).toEqual([]);
        for (const { name, after } of nodes) {
          const needed = Math.max(-1, ...after.map((other) => found.get(other) ?? Number.NaN)) + 1;
          expect(found.get(name)).toBe(needed);
        }
      }),
    );
  });
});
