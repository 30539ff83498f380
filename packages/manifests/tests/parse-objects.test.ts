import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readAnyYaml } from '../src/any-yaml.ts';
import { readBlockYaml } from '../src/block-yaml.ts';
import {
  type ManifestObject,
  objectId,
  parseObjects,
  sortObjects,
  stringifyManifests,
} from '../src/index.ts';
import { readHeads } from '../src/object-heads.ts';
import { plainValue } from '../src/plain-value.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';

const object = (text: string) =>
  parseObjects({ path: 'a.yaml', text: `apiVersion: v1\nkind: A\n${text}` }).objects[0]?.object;

describe('plainValue', () => {
  it.each([
    ['0644', 420],
    ['0o644', 420],
    ['0x1F', 31],
    ['-0b101', -5],
    ['1_000', 1000],
    ['089', 89],
    ['1e3', 1000],
    ['.5', 0.5],
    ['-12', -12],
    ['yes', true],
    ['Off', false],
    ['~', null],
    ['1.2.3', '1.2.3'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['2024-01-01', '2024-01-01'],
    ['12:30', '12:30'],
    ['.inf', '.inf'],
    ['-', '-'],
    ['+', '+'],
    ['1Gi', '1Gi'],
    ['0o9', '0o9'],
    ['yEs', 'yEs'],
  ])('reads %s as Kubernetes does', (text, value) => {
    expect(plainValue(text)).toBe(value);
  });
});

/** What the quick reader understands. */
const QUICK: readonly (readonly [string, unknown])[] = [
  [
    'a: 1 # one\n# two\nb:\n- x\n-   y: 1\n    z: {}\n- - 1\n  - 2\n-\n  - []\n',
    { a: 1, b: ['x', { y: 1, z: {} }, [1, 2], [[]]] },
  ],
  ['a: one\n  two\n\n  three\nb: x\n', { a: 'one two\nthree', b: 'x' }],
  [`a: 'it''s\n  one'\nb: "a\\\n  \\ b\\"c"\n`, { a: "it's one", b: 'a b"c' }],
  [
    'a: |-\n\n  # no comment\n   further\n\nb: |+\n  x\n\nc: |\n  y\n',
    { a: '\n# no comment\n further', b: 'x\n\n', c: 'y\n' },
  ],
  ['a: |2-\n    x\n', { a: '  x' }],
  ['\'a: b\': "c # d" # e\n? f\n'.replace('? f\n', ''), { 'a: b': 'c # d' }],
  ['a:\n', { a: null }],
  ['a#b: c#d\n', { 'a#b': 'c#d' }],
  ['a: b:c\nd: -e\n', { a: 'b:c', d: '-e' }],
  ['a:\n  {}\nb:\n  - ["v1", "b c"] # x\nc: [""]\n', { a: {}, b: [['v1', 'b c']], c: [''] }],
  ['a: |+\n  x\n\n...\n\n', { a: 'x\n\n' }],
  ['a: trailing \\\n  backslash\n', { a: 'trailing \\ backslash' }],
  [
    'a: [1, "b, c",  -d e ] # f\nb: { c: [ ], "d": { e: yes }, f: \'\' }\n',
    { a: [1, 'b, c', '-d e'], b: { c: [], d: { e: true }, f: '' } },
  ],
  ['a: [b, ]\n', { a: ['b'] }],
  ['- { a: <<__b__>>-c, d: e:f }\n- [a#b]\n', [{ a: '<<__b__>>-c', d: 'e:f' }, ['a#b']]],
];

/** What it leaves to the complete reader. */
const LEFT = [
  'a: &x 1\nb: *x\n',
  'a: [1, 2\n  ]\n',
  'a: [b: 1]\n',
  'a: [b,, c]\n',
  'a: { b }\n',
  'a: { b: 1, b: 2 }\n',
  'a: { "b":1 }\n',
  'a: { b: , c: 1 }\n',
  'a: [*b]\n',
  'a: [b #c]\n',
  'a: [b] c\n',
  'a: [b]#c\n',
  'a: [-]\n',
  'a: [b\n',
  'a: ["x",\n  "y"]\n',
  'a:\n  {}\n  b: 1\n',
  'a: 1\n...\nb: 1\n',
  'a: >\n  b\n',
  'a: !!str 1\n',
  '? a\n: b\n',
  'a: "\\x41"\n',
  'a: 1\na: 2\n',
  '<<: {}\n',
  'a:\n\t- b\n',
];

describe('readBlockYaml', () => {
  it.each(QUICK)('reads %j', (text, value) => {
    expect(readBlockYaml(text)).toEqual({ value });
  });

  it.each(LEFT)('leaves %j to the complete reader', (text) => {
    expect(readBlockYaml(text)).toBeUndefined();
  });

  it('agrees with the complete reader on whatever both can read', () => {
    const scalar = fc.oneof(
      fc.constantFrom(...AWKWARD_VALUES),
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
    );
    const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 4 },
        scalar,
        fc.array(tie('tree'), { maxLength: 4 }),
        fc.dictionary(fc.string({ minLength: 1, maxLength: 8 }), tie('tree'), { maxKeys: 4 }),
      ),
    }));
    const lineWidth = fc.constantFrom(0, 20, 80);
    let quick = 0;
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom('a', 'b', 'c'), tree), lineWidth, (data, width) => {
        const options = {
          lineWidth: width,
          version: '1.1',
          indentSeq: width !== 20,
          blockQuote: 'literal',
        } as const;
        const text = stringify(data, options);
        const read = readBlockYaml(text);
        if (read === undefined) return;
        quick++;
        expect([read.value]).toEqual(readAnyYaml(text).values);
      }),
      { numRuns: 1000 },
    );
    expect(quick).toBeGreaterThan(200);
  });

  it('agrees with the complete reader on flow collections of any signs', () => {
    const sign = fc.constantFrom(...Array.from(',[]{}:#-"\'&*!|>%@`? ab1~<_\\'), ': ', ', ', 'no', '0x1');
    const flow = fc
      .tuple(fc.constantFrom('[]', '{}'), fc.array(sign, { maxLength: 12 }))
      .map(([[start, end], signs]) => `${start}${signs.join('')}${end}`);
    const text = fc
      .tuple(fc.constantFrom('a: ', '- ', '- b: '), flow)
      .map(([before, line]) => `${before}${line}\n`);
    let quick = 0;
    fc.assert(
      fc.property(text, (line) => {
        const read = readBlockYaml(line);
        if (read === undefined) return;
        quick++;
        expect([read.value]).toEqual(readAnyYaml(line).values);
      }),
      { numRuns: 5000 },
    );
    expect(quick).toBeGreaterThan(200);
  });
});

describe('parseObjects', () => {
  it('reads flow, aliases, merges and numbers as Kubernetes does', () => {
    expect(object('x: &x { mode: 0644, on: yes }\ny: { <<: *x, v: "0644" }\n')).toMatchObject({
      x: { mode: 420, on: true },
      y: { mode: 420, on: true, v: '0644' },
    });
  });

  it('takes lists apart and leaves out what is no object', () => {
    const text =
      '# nothing\n---\nkind: ConfigMapList\napiVersion: v1\nitems: [{ kind: A, apiVersion: v1 }]\n---\na: 1\n--- # end\n';
    expect(parseObjects({ path: 'a.yaml', text })).toEqual({
      objects: [{ object: { kind: 'A', apiVersion: 'v1' }, text: 'kind: A\napiVersion: v1\n' }],
      diagnostics: [],
    });
  });

  it('keeps the text of each object', () => {
    const text = '---\n# Source: a\nkind: A\napiVersion: v1\n\n---\nkind: B\napiVersion: v1';
    expect(parseObjects({ path: 'a.yaml', text }).objects.map((item) => item.text)).toEqual([
      '# Source: a\nkind: A\napiVersion: v1\n',
      'kind: B\napiVersion: v1\n',
    ]);
  });

  it('says what is no YAML and reads the rest', () => {
    const { objects, diagnostics } = parseObjects({
      path: 'a.yaml',
      text: 'a: [\n---\nkind: A\napiVersion: v1\n',
    });
    expect(diagnostics.map(({ code, args }) => [code, args?.file])).toEqual([['INVALID_OBJECTS', 'a.yaml']]);
    expect(objects).toHaveLength(1);
  });

  it('accepts any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(parseObjects({ path: 'a', text }).objects).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });

  it('reads what stringifyManifests writes', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.constantFrom(...AWKWARD_VALUES)), (data) => {
        const one = { apiVersion: 'v1', kind: 'ConfigMap', data: { ...data, __proto__: undefined } };
        const [read] = parseObjects({ path: 'a', text: stringifyManifests([one]) }).objects;
        expect(read?.object.data).toEqual(JSON.parse(JSON.stringify(one.data)));
      }),
    );
  });
});

describe('readHeads', () => {
  const heads = (text: string) => readHeads({ path: 'a', text }).objects.map((item) => item.object);

  it.each([
    [
      'the names of what a tool wrote, wherever they stand',
      'data:\n  name: x\n  text: |\n    kind: B\n    metadata:\n      name: y\nkind: A\nmetadata:\n  annotations:\n    name: z\n  name: "1"\n  namespace: shop\napiVersion: v1\n',
      [{ apiVersion: 'v1', kind: 'A', metadata: { name: '1', namespace: 'shop' } }],
    ],
    [
      'a Secret whole',
      'apiVersion: v1\nkind: Secret\nmetadata:\n  name: a\ndata:\n  b: Yw==\n',
      [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, data: { b: 'Yw==' } }],
    ],
    [
      'the items of a list whole',
      'apiVersion: v1\nkind: List\nmetadata:\n  name: a\nitems:\n- apiVersion: v1\n  kind: B\n  c: 1\n',
      [{ apiVersion: 'v1', kind: 'B', c: 1 }],
    ],
    [
      'whole what has no plain name',
      'apiVersion: v1\nkind: A\nmetadata: { name: a }\nb: 1\n',
      [{ apiVersion: 'v1', kind: 'A', metadata: { name: 'a' }, b: 1 }],
    ],
    ['nothing of what is no object', 'kind: A\nmetadata:\n  name: a\n', []],
  ])('reads %s', (_what, text, expected) => {
    expect(heads(text)).toEqual(expected);
  });

  it('calls objects as they are called when they are read whole, in the same texts', () => {
    const name = fc.oneof(fc.constantFrom('a', 'y', '1', '0644', 'null', '~', 'a: b', '#'), fc.string());
    const namespace = fc.option(name, { nil: undefined });
    const data = fc.dictionary(
      fc.constantFrom('name', 'kind', 'metadata'),
      fc.constantFrom(...AWKWARD_VALUES),
    );
    const named = fc.record({ kind: fc.constantFrom('A', 'ConfigMap', 'Secret'), name, namespace, data });
    fc.assert(
      fc.property(fc.array(named), (objects) => {
        const text = stringifyManifests(
          objects.map((one) => ({
            data: one.data,
            kind: one.kind,
            metadata: { labels: one.data, name: one.name, namespace: one.namespace },
            apiVersion: 'v1',
          })),
        );
        const called = ({ object: one, text: own }: ManifestObject) => [objectId(one), own];
        const file = { path: 'a', text };
        expect(readHeads(file).objects.map(called)).toEqual(parseObjects(file).objects.map(called));
      }),
    );
  });
});

describe('sortObjects', () => {
  it('gives one order, whatever the order before', () => {
    const items = ['b', 'a', 'c'].flatMap((name) =>
      ['v1', 'apps/v1'].map((apiVersion) => ({
        object: { apiVersion, kind: 'A', metadata: { name } },
        text: name,
      })),
    );
    fc.assert(
      fc.property(fc.shuffledSubarray(items, { minLength: items.length }), (shuffled) => {
        expect(sortObjects(shuffled).map((item) => objectId(item.object))).toEqual([
          '/A//a',
          '/A//b',
          '/A//c',
          'apps/A//a',
          'apps/A//b',
          'apps/A//c',
        ]);
      }),
    );
  });
});
