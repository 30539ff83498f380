import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { stringifyManifests } from '../src/index.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';

describe('stringifyManifests', () => {
  it('writes objects as people do', () => {
    const objects = [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'a', labels: {}, annotations: undefined },
        data: { 'a.json': '{\n  "b": 1\n}\n', port: '3306', yes: 'no', script: 'a\n\nb' },
        list: ['x', ['z', []], { k: 1, l: [true, null] }],
      },
      { url: 'https://a.example/?b=c#d', version: 'v1.2.3', long: 'word '.repeat(40).trim() },
    ];
    expect(stringifyManifests(objects)).toBe(`apiVersion: v1
kind: ConfigMap
metadata:
  name: a
  labels: {}
data:
  a.json: |
    {
      "b": 1
    }
  port: "3306"
  "yes": "no"
  script: |-
    a

    b
list:
  - x
  - - z
    - []
  - k: 1
    l:
      - true
      - null
---
url: https://a.example/?b=c#d
version: v1.2.3
long: ${'word '.repeat(40).trim()}
`);
  });

  it('writes nothing for nothing', () => {
    expect(stringifyManifests([])).toBe('');
    expect(stringifyManifests([{}])).toBe('{}\n');
  });

  it.each([
    [Number.NaN, '.nan'],
    [Number.POSITIVE_INFINITY, '.inf'],
    [Number.NEGATIVE_INFINITY, '-.inf'],
    [-0, '-0'],
    [0, '0'],
    [1.5, '1.5'],
    [12n, '12'],
    [undefined, 'null'],
  ])('writes %s as YAML has it', (value, text) => {
    expect(stringifyManifests([{ list: [value] }])).toBe(`list:\n  - ${text}\n`);
  });

  it.each([
    ['a\nb', '|-\n  a\n  b'],
    ['a\nb\n', '|\n  a\n  b'],
    ['a\n\n', '|+\n  a\n'],
    ['a\n\n\tb', '|-\n  a\n\n  \tb'],
    [' a\nb', '" a\\nb"'],
    ['a \nb', '"a \\nb"'],
    ['a\nb ', '"a\\nb "'],
    ['a\nb\u0007', '"a\\nb\\x07"'],
    ['\na', '"\\na"'],
    ['a b', 'a b'],
    ['', '""'],
  ])('writes the text %j', (value, text) => {
    expect(stringifyManifests([{ key: value }])).toBe(`key: ${text}\n`);
  });

  it('reads back as what was given, in every version of YAML', () => {
    const text = fc.oneof(fc.constantFrom(...AWKWARD_VALUES), fc.string({ unit: 'binary' }));
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        text,
        fc.integer(),
        fc.double({ noNaN: true }),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    }));
    fc.assert(
      fc.property(
        fc.array(fc.dictionary(text, value, { maxKeys: 3 }), { minLength: 1, maxLength: 2 }),
        (objects) => {
          const yaml = stringifyManifests(objects);
          for (const version of ['1.1', '1.2'] as const) {
            const documents = parseAllDocuments(yaml, { version, logLevel: 'silent' });
            expect(documents.flatMap(({ errors }) => errors)).toEqual([]);
            expect(documents.map((document) => document.toJS({ mapAsMap: true }) as unknown)).toEqual(
              objects.map(asMaps),
            );
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

function asMaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(asMaps);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, item]) => [key, asMaps(item)]));
}
