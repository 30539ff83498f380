import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { type KubernetesObject, verify } from '../src/index.ts';
import { builtObjects, inputOf, type Loose } from './platform.ts';

type Step = readonly [object: number, walk: readonly number[], replacement: unknown];

/** Puts another value at a random place of a random object. */
function mangle(objects: Loose[], [index, walk, replacement]: Step): void {
  let place: Loose = objects[index % objects.length] ?? {};
  for (const [depth, turn] of walk.entries()) {
    const keys = Object.keys(place);
    const key = keys[turn % Math.max(1, keys.length)];
    if (key === undefined) return;
    const next: unknown = place[key];
    if (depth === walk.length - 1 || typeof next !== 'object' || next === null) {
      place[key] = replacement;
      return;
    }
    place = next;
  }
}

const anything = fc.oneof(
  fc.anything({ withNullPrototype: true }),
  fc.constantFrom(null, [], {}, [[]], [null], '', -1, 'v1', '*', '<<__x__>>', 'a/b/c', { matchLabels: null }),
);

const step: fc.Arbitrary<Step> = fc.tuple(
  fc.nat(),
  fc.array(fc.nat(), { minLength: 1, maxLength: 8 }),
  anything,
);

describe('verify', () => {
  it('never throws, whatever is wrong with the objects', () => {
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 12 }), (steps) => {
        const objects = builtObjects();
        const flat = [...objects.values()].flat();
        for (const one of steps) mangle(flat, one);
        expect(() => verify(inputOf(objects))).not.toThrow();
      }),
      { numRuns: 150 },
    );
  });

  it('takes values that are no objects at all', () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (values) => {
        const objects = values as readonly KubernetesObject[];
        expect(() => verify({ components: [{ name: 'any', objects }] })).not.toThrow();
      }),
    );
  });

  it('takes what mangled YAML parses to', () => {
    const text = JSON.stringify([...builtObjects().values()].flat().slice(0, 12), null, 1);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(text.length), fc.string({ maxLength: 3 })), { maxLength: 5 }),
        (cuts) => {
          let mangled = text;
          for (const [at, insert] of cuts)
            mangled = `${mangled.slice(0, at)}${insert}${mangled.slice(at + insert.length)}`;
          const values = parseAllDocuments(mangled).flatMap((document) =>
            document.errors.length > 0 ? [] : (document.toJS() as readonly KubernetesObject[]),
          );
          expect(() => verify({ components: [{ name: 'any', objects: values }] })).not.toThrow();
        },
      ),
      { numRuns: 50 },
    );
  });

  it('does not depend on the order of objects and components', () => {
    const codes = (shuffle: <T>(items: readonly T[]) => T[]) => {
      const objects = builtObjects();
      objects.get('namespaces')?.pop();
      objects.get('stores')?.pop();
      const turned = new Map(shuffle([...objects]).map(([name, own]) => [name, shuffle(own)]));
      return verify(inputOf(turned))
        .findings.map(({ code, object }) => `${code} ${object.kind}/${object.name}`)
        .toSorted();
    };
    expect(codes((items) => items.toReversed())).toEqual(codes((items) => [...items]));
  });

  it('changes nothing that it is given', () => {
    const objects = builtObjects();
    verify(inputOf(objects));
    expect(objects).toEqual(builtObjects());
  });
});
