import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { NO_COMPATIBILITY } from '../src/compatibility.ts';
import { type Locate, parseCompatibility, parseDefinitions } from '../src/index.ts';

const path = 'settings.yaml';
/** A place whose start tells which part of the document was asked for. */
const locate: Locate = (parts) => ({ path: `${path}#${parts.join('/')}`, start: 0, end: 1 });
const definitions = (text: string) => parseDefinitions(parse(text), locate);
const compatibility = (text: string) => parseCompatibility(parse(text), locate);

describe('definitions', () => {
  it('are read whole', () => {
    const text = `
      - { key: rds.port, kind: port, summary: Port, example: 3307, default: 3306 }
      - { key: mode, kind: enum, summary: Mode, values: [ip, true, 1], default: ip, defaultWhenSet: { rds.port: "true" } }
      - { key: profiles.*.token, kind: text, summary: Token, sensitive: true, required: true }`;
    expect(definitions(text)).toEqual({
      diagnostics: [],
      definitions: [
        {
          key: 'rds.port',
          kind: 'port',
          summary: 'Port',
          example: '3307',
          default: '3306',
          span: locate([0, 'key']),
        },
        {
          key: 'mode',
          kind: 'enum',
          summary: 'Mode',
          values: ['ip', 'true', '1'],
          default: 'ip',
          defaultWhenSet: { 'rds.port': 'true' },
          span: locate([1, 'key']),
        },
        {
          key: 'profiles.*.token',
          kind: 'text',
          summary: 'Token',
          sensitive: true,
          required: true,
          span: locate([2, 'key']),
        },
      ],
    });
  });

  it.each(['', 'null', '[]'])('may be absent: %j', (text) => {
    expect(definitions(text)).toEqual({ definitions: [], diagnostics: [] });
  });

  it.each([
    ['a: 1', ['it is not a list @']],
    ['[x]', ['it is not a map @0']],
    [
      '[{ key: a, kind: port, summary: s, example: "" }]',
      ['its example does not fit kind port: it is not a whole number @0/example'],
    ],
    [
      '[{ key: a, kind: enum, summary: s, values: x }]',
      ['values is not a list of texts @0/values', 'an enum needs values @0/values'],
    ],
    ['[{}]', ['it has no key @0/key', 'it has no summary @0', 'it has no kind @0/kind']],
    ['[{ key: a, kind: prot, summary: s }]', ['prot is not a kind @0/kind']],
    ['[{ key: "a<b", kind: port, summary: s }]', ['a name cannot hold "<", ">" or a line break @0/key']],
    [
      '[{ key: a, kind: port, summary: s, defalt: 1 }]',
      ['defalt is not a field; did you mean default? @0/defalt'],
    ],
    [
      '[{ key: a, kind: port, summary: s, default: x }]',
      ['its default does not fit kind port: it is not a whole number @0/default'],
    ],
    [
      '[{ key: a, kind: port, summary: s, example: 0 }]',
      ['its example does not fit kind port: it is smaller than 1 @0/example'],
    ],
    [
      '[{ key: a, kind: port, summary: s, defaultWhenSet: { b: x } }]',
      ['its defaultWhenSet.b does not fit kind port: it is not a whole number @0/defaultWhenSet/b'],
    ],
    ['[{ key: a, kind: port, summary: s, default: <<__b__>> }]', []],
    ['[{ key: a, kind: port, summary: s, default: "" }]', []],
    ['[{ key: a, kind: enum, summary: s }]', ['an enum needs values @0/values']],
    ['[{ key: a, kind: port, summary: s, values: [1] }]', ['only an enum has values @0/values']],
    [
      '[{ key: a, kind: enum, summary: s, values: [[x]] }]',
      ['values is not a list of texts @0/values', 'an enum needs values @0/values'],
    ],
    [
      '[{ key: a, kind: port, summary: s, sensitive: yes, required: 1 }]',
      ['sensitive is not true or false @0/sensitive', 'required is not true or false @0/required'],
    ],
    [
      '[{ key: a, kind: port, summary: s, defaultWhenSet: [x] }]',
      ['defaultWhenSet is not a map of texts @0/defaultWhenSet'],
    ],
    ['[{ key: a, kind: port, summary: [s] }]', ['summary is not a text @0/summary', 'it has no summary @0']],
  ])('are wrong: %s', (text, expected) => {
    const { diagnostics } = definitions(text);
    expect(
      diagnostics.map(({ args, span }) => `${args?.problem} @${span?.path.slice(path.length + 1)}`),
    ).toEqual(expected);
    expect(diagnostics.every(({ code }) => code === 'BAD_DEFINITION')).toBe(true);
  });

  it('stand once', () => {
    const { diagnostics } = definitions(
      '[{ key: a, kind: port, summary: s }, { key: a, kind: text, summary: t }]',
    );
    expect(diagnostics).toMatchObject([
      { code: 'DUPLICATE_DEFINITION', span: locate([1, 'key']), related: [{ span: locate([0, 'key']) }] },
    ]);
  });

  it('are named by their numbers where they have no key', () => {
    expect(definitions('[{ key: a }, {}]').diagnostics.map(({ args }) => args?.key)).toEqual([
      'a',
      'a',
      'number 2',
      'number 2',
      'number 2',
    ]);
  });

  it.each([
    ['prot', 'port'],
    ['nothing like it', 'arn, aws-account-id'],
  ])('say which kinds there are: %s', (kind, hint) => {
    const [diagnostic] = definitions(`[{ key: a, kind: ${kind}, summary: s }]`).diagnostics;
    expect(diagnostic?.hint).toContain(hint);
  });

  it('need no places', () => {
    const item = { key: 'a', kind: 'port', summary: 's' };
    const { definitions: found, diagnostics } = parseDefinitions([item, item, 1], () => undefined);
    expect(found).toStrictEqual([item, item]);
    expect(diagnostics.map(({ code, span, related }) => [code, span, related])).toEqual([
      ['BAD_DEFINITION', undefined, undefined],
      ['DUPLICATE_DEFINITION', undefined, []],
    ]);
  });

  it.each([undefined, null, 1, 'x', () => 1, new Map(), [null], [[]], [Object.create(null)]])(
    'never throw: %o',
    (value) => {
      expect(() => parseDefinitions(value, () => undefined)).not.toThrow();
    },
  );
});

describe('compatibility', () => {
  it.each([undefined, null, {}])('may be absent: %j', (value) => {
    const { compatibility: read, diagnostics } = parseCompatibility(value, locate);
    expect([read, diagnostics]).toEqual([NO_COMPATIBILITY, []]);
  });

  it('is read whole', () => {
    const text = `{ renamed: { a: b, c: { to: d, value: <<__c__>>! } }, dropped: { e: No use. },
      inferred: { f: { from: g, pattern: '^(\\d)' } } }`;
    expect(compatibility(text)).toStrictEqual({
      diagnostics: [],
      compatibility: {
        renamed: new Map([
          ['a', { to: 'b' }],
          ['c', { to: 'd', value: '<<__c__>>!' }],
        ]),
        dropped: new Map([['e', 'No use.']]),
        inferred: new Map([['f', { from: 'g', pattern: /^(\d)/u }]]),
      },
    });
  });

  it.each([
    ['', []],
    ['[]', ['it is not a map @']],
    ['{ renmaed: {} }', ['only renamed, dropped and inferred are possible here @renmaed']],
    ['{ renamed: [] }', ['it is not a map @renamed']],
    ['{ renamed: { a: a } }', ['it is renamed to itself @renamed/a']],
    [
      '{ renamed: { a: { too: b }, b: 1, c: { to: d, value: [] } } }',
      Array.from('abc', (key) => `it is neither a key nor { to, value } @renamed/${key}`),
    ],
    [
      '{ renamed: { a: { to: b, why: c }, b: { to: "" }, c: { to: 1 }, d: {} } }',
      Array.from('abcd', (key) => `it is neither a key nor { to, value } @renamed/${key}`),
    ],
    [
      '{ renamed: { a: "", b: "c<d" } }',
      Array.from('ab', (key) => `it is neither a key nor { to, value } @renamed/${key}`),
    ],
    [
      '{ inferred: { a: { from: 1, pattern: (a) }, b: { from: x<y, pattern: (a) }, c: { from: x, pattern: 1 }, d: { from: x, pattern: (a), why: z }, e: [x] } }',
      Array.from(
        'abcde',
        (key) => `it is not { from, pattern } with one group in the pattern @inferred/${key}`,
      ),
    ],
    ['{ dropped: { a: ~ } }', ['it has no reason @dropped/a']],
    [
      '{ inferred: { a: b, b: { from: a }, c: { from: a, pattern: a }, d: { from: a, pattern: "(" } } }',
      Array.from(
        'abcd',
        (key) => `it is not { from, pattern } with one group in the pattern @inferred/${key}`,
      ),
    ],
  ])('%s', (text, expected) => {
    const { diagnostics } = compatibility(text);
    expect(
      diagnostics.map(({ args, span }) => `${args?.problem} @${span?.path.slice(path.length + 1)}`),
    ).toEqual(expected);
    expect(diagnostics.every(({ code }) => code === 'BAD_COMPATIBILITY')).toBe(true);
  });
});
