import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { readAnyYaml } from '../src/any-yaml.ts';
import { readBlockYaml } from '../src/block-yaml.ts';
import { plainValue } from '../src/plain-value.ts';
import { AWKWARD_VALUES } from './awkward-values.ts';

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
  ['\'a: b\': "c # d" # e\n', { 'a: b': 'c # d' }],
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
  'a: b\tc\n',
  'a: b\r\n',
  '\ufeffa: b\n',
  'a:\u00a0b\n',
  'a: b\u2028c\n',
  '  a: 1\nb: 2\n',
  '- a\nb: 1\n',
  '{}\na: 1\n',
  '[a]\n- b\n',
  'a: 1\n- b\n',
  'a: 1\n- b: c\n',
  'a: 1\n... b: c\n',
  '--- a: b\n',
  'a:\n    b: 1\n      c: 2\n    d: 3\n',
  'a:\n  b: "c"\n    d: 2\ne: 3\n',
  'a:\n  - b # c\n    d\n',
  'a: 1\n  b: 2\n',
  'a: "b"\n  c: 2\n',
  'a: {}\n  b: 2\n',
  '- {}\n  - b\n',
  'a: |\n  b\n c: 1\n',
  '- |\n    a\n  b\n',
  '- - a\n   - b: 1\n',
  '__proto__: 1\n',
  'a: { __proto__: 1 }\n',
  'a: { <<: { b: 1 } }\n',
  'a: "b" c\n',
  'a: "b"#c\n',
  'a:\n  -b\n',
  'a: "b\n\n  c"\n',
  'a: "b"\n  c\n',
  'a: "b\n',
  'a: "b\nc: d"\n',
  'a: "b""c"\n',
  'a: "b\\ \n  c"\n',
  'a: "b\n  c\\ \n  d"\n',
  'a: "b\n\n  c\\  \n  d"\n',
  'a: "b\\\n\n  c"\n',
  '"a":1\n',
  '"a" b: 1\n',
  '"a: 1\n',
  'a\n',
  'a:b\n',
  'a : b\n',
  'a #b: c\n',
  'a: b: c\n',
  'a: b:\n',
  'a: b\n  c: d\n',
  'a: b\n  c:\n',
  'a: b\n  c #d\n  e\n',
  'a: b # c\n  d\n',
  'a: - b\n',
  'a: -\n',
  '- |2\n    a\n',
  'a: |x\n  b\n',
  'a: |-x\n  b\n',
  'a: x|\n  b: c\n',
  'a: |0\n  b\n',
  'a: |10\n  b\n',
  'a: |#b\n  c\n',
  'a: |\n    \n  b\n',
  'a: ["b]\n',
  'a: { b: c #d }\n',
  ...Array.from('&*!>%@`]},?', (sign) => `a: ${sign}b\n`),
  ...Array.from('&*!|>%@`[]{},?', (sign) => `${sign}a: b\n`),
];

/** What it reads as the complete reader does. */
const AS_THE_OTHER = [
  'a: 1\n\nb: 2\n',
  '[a]\n',
  'a:\n  [b] \n',
  '{ a: b } # c\n',
  '-a: 1\n',
  'a:\n- b\nc: d\n',
  'a:\n- - b\n  -   c: d\n      e: f\n',
  '-\n- a\n',
  '- # b\n  a: 1\n- # c: d\n-   # e\n- f\n',
  'a:\nb: 1\n',
  'a: b\n# c\nd: e\n',
  'a: b\n\n\nc: d\n',
  'a: b \nc: "d" \ne: |  \n  f\n',
  'a: b  # c\n',
  'a: :b\nc: d:e\n',
  'a: b- c\nd: e -\n',
  'a: b\n  c\n  \n  d\n',
  'a: b\n   c\n d\n',
  '- a\n  - b\n',
  '"a": 1\n\'b\': 2\n"c" : 3\n"d\\"e": 4\n\'f\'\'g\': 5\n',
  'a:\n  "b": 1\n  \'c: d\': 2\n',
  '- "a": 1\n- "b" # c: d\n- \'e\'\n',
  'a: "b\\"c\n  d"\n',
  'a: "b\n  "\n',
  'a: "b"  # c\nd: \'e\' #\n',
  "a: 'b\\\n  c'\nd: 'e\\'\n",
  'a: "b\\\\\n  c"\n',
  'a: |\nb: c\n',
  'a: |\n\n\nb: c\n',
  'a: |+\n\n\nb: c\n',
  'a: |+\nb: c\n',
  'a: |+\n',
  'a: |+',
  '- |+\n- |\n- b\n',
  'a: |-\n  b\n\n\nc: d\n',
  'a: |\n  b\n\n\nc: d\n',
  'a: |\n  b\n \n    \n  c\n',
  'a: |\n \n  b\n',
  'a: |\n  b\n   \n',
  'a: |\n  # b\n# c\nd: e\n',
  'a: |2\n    b\nc: |-1\n  d\ne: |+\n  f',
  '- a: |2\n      b\n',
  'a:\n  b: |\n  c: 1\n',
  'a: | # b\n  c\nd: |-   # e\n  f\n',
  'a: { \'b\': 1, "c": [d, { e: f }] }\n',
  'a: [ \'b\', "c , d" ]\n',
  '- [a,b,-c]\n- { d: e,f: g }\n',
];

describe('readBlockYaml', () => {
  it.each(AS_THE_OTHER)('reads %j as the complete reader does', (text) => {
    const read = readBlockYaml(text);
    const { values, problem } = readAnyYaml(text);
    expect([[read?.value], problem]).toEqual([values, undefined]);
    expect(JSON.stringify([read?.value])).toBe(JSON.stringify(values));
  });

  it.each(['', '\n', '# a\n', '\n  # a\n...\n'])('finds nothing in %j', (text) => {
    expect(readBlockYaml(text)).toEqual({ value: null });
  });

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

  it('agrees with the complete reader on texts with signs put in, cut out or replaced', () => {
    const texts = fc.constantFrom(...AS_THE_OTHER, ...QUICK.map(([text]) => text), ...LEFT);
    const sign = fc.constantFrom(
      ...Array.from('\n -#:"\'\\|>[]{},&*!?%0'),
      '\n\n',
      '\n  ',
      ': ',
      ' #',
      '- ',
      '...',
    );
    const edits = fc.array(fc.tuple(fc.nat(60), fc.nat(2), sign), { minLength: 1, maxLength: 3 });
    const edited = fc.tuple(texts, texts, edits).map(([first, second, all]) =>
      all.reduce((text, [at, length, piece]) => {
        const from = at % (text.length + 1);
        return text.slice(0, from) + piece + text.slice(from + length);
      }, first + second),
    );
    fc.assert(
      fc.property(edited, (text) => {
        // Readers disagree about lines of nothing but spaces
        fc.pre(!/^ +$/m.test(text));
        const read = readBlockYaml(text);
        if (read === undefined) return;
        const { values, problem } = readAnyYaml(text);
        expect([text, problem, JSON.stringify(values.length === 0 ? [null] : values)]).toEqual([
          text,
          undefined,
          JSON.stringify([read.value]),
        ]);
      }),
      { numRuns: 5000 },
    );
  });
});
