import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isPlainYaml,
  type ManifestObject,
  objectId,
  parseObjects,
  stringifyManifests,
} from '../src/index.ts';
import { readHeads } from '../src/object-heads.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';
import { codesOf } from './rendering.ts';

const object = (text: string) =>
  parseObjects({ path: 'a.yaml', text: `apiVersion: v1\nkind: A\n${text}` }).objects[0]?.object;

describe('parseObjects', () => {
  it('reads flow, aliases, merges and numbers as Kubernetes does', () => {
    expect(object('x: &x { mode: 0644, on: yes }\ny: { <<: *x, v: "0644" }\n')).toMatchObject({
      x: { mode: 420, on: true },
      y: { mode: 420, on: true, v: '0644' },
    });
  });

  it('reads keys, quoted scalars and tagged ones as texts', () => {
    expect(object('0644: { yes: !!str 0644, b: &x "0644", c: *x, d: !x 0644 }\n')).toMatchObject({
      '0644': { yes: '0644', b: '0644', c: '0644', d: '0644' },
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

  it.each([
    ['kind: A\napiVersion: v1\n---', ['kind: A\napiVersion: v1\n']],
    ['a: b ---\nkind: A\napiVersion: v1\n', ['a: b ---\nkind: A\napiVersion: v1\n']],
    ['kind: A\napiVersion: v1\na: |\n  ---\n', ['kind: A\napiVersion: v1\na: |\n  ---\n']],
    ['---a: 1\nkind: A\napiVersion: v1\n', ['---a: 1\nkind: A\napiVersion: v1\n']],
    ['---  {kind: A, apiVersion: v1}\n', ['{kind: A, apiVersion: v1}\n']],
    ['kind: A\napiVersion: v1\na: |+\n  b\n\n\n', ['kind: A\napiVersion: v1\na: |+\n  b\n\n\n']],
    ['kind: A\napiVersion: v1\na: |2+\n  b\n\n', ['kind: A\napiVersion: v1\na: |2+\n  b\n\n']],
    ['kind: A\napiVersion: v1\na: |+\n  b', ['kind: A\napiVersion: v1\na: |+\n  b\n']],
    ['kind: A\napiVersion: v1\na: a|b+\n\n', ['kind: A\napiVersion: v1\na: a|b+\n']],
    [
      'kind: A\napiVersion: v1\n...\nkind: B\napiVersion: v1\n',
      ['kind: A\napiVersion: v1\n', 'kind: B\napiVersion: v1\n'],
    ],
    ['kind: 1\napiVersion: v1\n---\nkind: A\napiVersion: 1\n---\n- a\n---\n~\n---\n', []],
    ['kind: AList\napiVersion: v1\nitems: b\n', ['kind: AList\napiVersion: v1\nitems: b\n']],
    ['kind: A\napiVersion: v1\nitems: [b]\n', ['kind: A\napiVersion: v1\nitems: [b]\n']],
  ])('takes documents apart: %j', (text, expected) => {
    const { objects, diagnostics } = parseObjects({ path: 'a', text });
    expect(diagnostics).toEqual([]);
    expect(objects.map((item) => item.text)).toEqual(expected);
  });

  it.each([
    'kind: A\napiVersion: v1\na: &x { b: *x }\n',
    'kind: A\napiVersion: v1\na: &x\n  b: [{ c: *x }]\n',
    'kind: A\napiVersion: v1\na: &x\n  <<: *x\n',
    'kind: A\napiVersion: v1\n{ a: b }: c\n',
  ])('takes no object without an end, and no collection for a key: %j', (text) => {
    const { objects, diagnostics } = parseObjects({ path: 'a', text });
    expect([objects, codesOf(diagnostics)]).toEqual([[], ['INVALID_OBJECTS']]);
  });

  it('takes an anchor that is given again inside of its first value', () => {
    const text = 'kind: A\napiVersion: v1\na: &x\n  b: &x 1\n  c: *x\n';
    expect(parseObjects({ path: 'a', text }).objects[0]?.object.a).toEqual({ b: 1, c: 1 });
  });

  it('says what is no YAML and reads the rest', () => {
    const { objects, diagnostics } = parseObjects({
      path: 'a.yaml',
      text: 'a: [\n---\nkind: A\napiVersion: v1\n',
    });
    expect(codesOf(diagnostics)).toEqual(['INVALID_OBJECTS']);
    expect(diagnostics[0]?.args).toMatchObject({
      file: 'a.yaml',
      problem: expect.not.stringContaining('\n'),
    });
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

it.each([
  ['a: 1\n---\n# b\n---\n- c\n', true],
  ['a: &b 1\n', false],
  ['a: 1\n---\na: &b 1\n', false],
  ['a: &b 1\n---\na: 1\n', false],
])('isPlainYaml of %j', (text, isPlain) => {
  expect(isPlainYaml(text)).toBe(isPlain);
});

describe('readHeads', () => {
  const heads = (text: string) => {
    const { objects, diagnostics } = readHeads({ path: 'a', text });
    expect(diagnostics).toEqual([]);
    return objects.map((item) => item.object);
  };

  it.each([
    [
      'the names of what a tool wrote, wherever they stand',
      'data:\n  name: x\n  text: |\n    apiVersion: b\n    kind: B\n    metadata:\n      name: y\nkind: Deployment\nmetadata:\n  annotations:\n    name: z\n\n  name: "1"\n  namespace: shop\napiVersion: v1\n',
      [{ apiVersion: 'v1', kind: 'Deployment', metadata: { name: '1', namespace: 'shop' } }],
    ],
    [
      'the items of a list of one kind whole',
      'apiVersion: v1\nkind: ConfigMapList\nmetadata:\n  name: a\nitems:\n- apiVersion: v1\n  kind: B\n  c: 1\n',
      [{ apiVersion: 'v1', kind: 'B', c: 1 }],
    ],
    ['whole what has no name', 'apiVersion: v1\nkind: A\nb: 1\n', [{ apiVersion: 'v1', kind: 'A', b: 1 }]],
    [
      'whole what has a name that is no text',
      'apiVersion: v1\nkind: A\nmetadata:\n  name: 1\nb: 1\n',
      [{ apiVersion: 'v1', kind: 'A', metadata: { name: 1 }, b: 1 }],
    ],
    ['nothing of another version', 'apiVersion: 1\nkind: A\nmetadata:\n  name: a\n', []],
    ['nothing of another kind', 'apiVersion: v1\nkind: 1\nmetadata:\n  name: a\n', []],
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
