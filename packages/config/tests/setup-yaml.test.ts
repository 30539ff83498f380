import { describe, expect, it } from 'vitest';
import { parseSetupYaml } from '../src/index.ts';
import { codes, marked, shown, under, yaml } from './reading.ts';

describe('keys', () => {
  it.each([
    ['rds: { host: x, port: 1 }', ['rds.host=x', 'rds.port=1:integer']],
    ['rds.port: 1\nrds:\n  host: x', ['rds.port=1:integer', 'rds.host=x']],
    ['a:\n  b.c:\n    d: x', ['a.b.c.d=x']],
    [
      'profiles: [{ name: a }, { name: b, tags: [x, y] }]',
      ['profiles.0.name=a', 'profiles.1.name=b', 'profiles.1.tags.0=x', 'profiles.1.tags.1=y'],
    ],
    [
      'role_arn.external_secrets: x\nrole_arn.external_secrets.auth: y',
      ['role_arn.external_secrets=x', 'role_arn.external_secrets.auth=y'],
    ],
    ['<<__a.b__>>: x\n"<<__c__>>": y', ['a.b=x', 'c=y']],
    ['012: x\ntrue: y\n~: z', ['012=x', 'true=y', '~=z']],
    ['__proto__: x\nconstructor: { prototype: y }', ['__proto__=x', 'constructor.prototype=y']],
    ['a: []\nb: {}', ['a=:empty-list', 'b=:empty-map']],
    ['{"a": {"b": 1}}', ['a.b=1:integer']],
    ['\uFEFFa: x', ['a=x']],
    ['---\na: x\n', ['a=x']],
    ['a: x\r\nb: y\r\n', ['a=x', 'b=y']],
    ['# only a comment', []],
    ['{\n\t"a": 1,\r\n\t"b": "x"\n}', ['a=1:integer', 'b=x']],
    ['a: |\r\n  x\r\n  y\r\nb: z', ['a=x\ny\n', 'b=z']],
  ])('%j', (text, expected) => {
    const { entries, diagnostics } = yaml(text);
    expect(diagnostics).toEqual([]);
    expect(shown(entries)).toEqual(expected);
  });
});

describe('values keep the text they are written with', () => {
  it.each([
    ['012345678901', '012345678901', 'string'],
    ['123456789012', '123456789012', 'integer'],
    ['12345678901234567890', '12345678901234567890', 'string'],
    ['7e12345', '7e12345', 'string'],
    ['0x10', '0x10', 'string'],
    ['0o17', '0o17', 'string'],
    ['1.10', '1.10', 'number'],
    ['.inf', '.inf', 'string'],
    ['True', 'true', 'boolean'],
    ['FALSE', 'false', 'boolean'],
    ['yes', 'yes', 'string'],
    ['2024-01-01', '2024-01-01', 'string'],
    ['1:30', '1:30', 'string'],
    ['"3306"', '3306', 'string'],
    ["'true'", 'true', 'string'],
    ['"a\\tb"', 'a\tb', 'string'],
    ['!!str 3306', '3306', 'string'],
    ['!!int "3306"', '3306', 'integer'],
    ['""', '', 'string'],
    ['|\n  one\n  two\n', 'one\ntwo\n', 'string'],
    ['|-\n  one\n  two', 'one\ntwo', 'string'],
    ['>-\n  one\n  two', 'one two', 'string'],
    ['one\n  two', 'one two', 'string'],
    ['a # comment', 'a', 'string'],
    ['https://x.org/#y', 'https://x.org/#y', 'string'],
  ])('%j', (written, text, type) => {
    const { entries, diagnostics } = yaml(`k: ${written}`);
    expect(diagnostics).toEqual([]);
    expect(entries).toMatchObject([{ key: 'k', text, type }]);
  });
});

describe('aliases', () => {
  it('stand for what they name', () => {
    const text = 'a: &x { p: 1, q: &y [s] }\nb: *x\nc: *y';
    expect(shown(yaml(text).entries)).toEqual([
      'a.p=1:integer',
      'a.q.0=s',
      'b.p=1:integer',
      'b.q.0=s',
      'c.0=s',
    ]);
  });

  it('may be given anew', () => {
    expect(shown(yaml('a: &x 1\nb: *x\nc: &x 2\nd: *x').entries).at(-1)).toBe('d=2:integer');
  });

  it.each([
    ['a: *x', 'BAD_YAML "*x"'],
    ['a: *x\nb: &x 1', 'BAD_YAML "*x"'],
    ['a: &x [*x]', 'BAD_YAML "*x"'],
  ])('without a complete anchor above: %j', (text, expected) => {
    expect(marked(text, yaml(text).diagnostics)).toEqual([expected]);
  });

  it('cannot explode', () => {
    const levels = Array.from(
      { length: 40 },
      (_, at) => `a${at + 1}: &a${at + 1} [*a${at}, *a${at}, *a${at}]`,
    );
    const { entries, diagnostics } = yaml(['a0: &a0 [x, x]', ...levels].join('\n'));
    expect(codes(diagnostics)).toEqual(['YAML_TOO_MANY_ALIASES']);
    expect(entries.length).toBeLessThan(10_100);
  });

  it('cannot nest without end', () => {
    const levels = Array.from({ length: 5000 }, (_, at) => `a${at + 1}: &a${at + 1} [*a${at}]`);
    const { diagnostics } = yaml(['a0: &a0 [x]', ...levels].join('\n'));
    expect(new Set(codes(diagnostics))).toEqual(new Set(['YAML_TOO_MANY_ALIASES']));
  });
});

describe('mistakes', () => {
  it.each([
    ['a:\nb: ~\nc: null', ['EMPTY_VALUE "a"', 'EMPTY_VALUE "b"', 'EMPTY_VALUE "c"']],
    ['a: [x, , y]', ['BAD_YAML ","']],
    ['a: [x, ~]', ['EMPTY_VALUE "~"']],
    ['? a\n', ['EMPTY_VALUE "a"']],
    [': x', ['BAD_KEY ""']],
    ['"": x', ['BAD_KEY "\\"\\""']],
    ['? [a]\n: x', ['BAD_KEY "[a]"']],
    ['<<__a>>: x', ['BAD_KEY "<<__a>>"']],
    ['x: &x { a: 1 }\ny: { <<: *x }', ['BAD_KEY "<<"']],
    ['a: 1\na: 2', ['DUPLICATE_SETTING "a"']],
    ['a.b: 1\na: { b: 2 }', ['DUPLICATE_SETTING "b"']],
    ['a: { b: 1 }\na: 2', ['DUPLICATE_SETTING "a"']],
    ['a: 2\na: { b: 1 }', ['DUPLICATE_SETTING "a"']],
    [`${'k'.repeat(1001)}: x`, [`BAD_KEY "${'k'.repeat(1001)}"`]],
    [`a: { ${'k'.repeat(999)}: x }`, [`BAD_KEY "${'k'.repeat(999)}"`]],
    ['a:\nb: 1\nc: 2\nd: @x', ['BAD_YAML "@"', 'EMPTY_VALUE "a"']],
    ['d: @x\na:\nb: 1', ['BAD_YAML "@"', 'EMPTY_VALUE "a"']],
    ['a:\nb: @x', ['BAD_YAML "@"']],
    ['a:\n\nb: @x', ['BAD_YAML "@"', 'EMPTY_VALUE "a"']],
    ['"": @x', ['BAD_YAML "@"', 'BAD_KEY "\\"\\""']],
    ['a: "\\q \\q"\nb: "\\q"\n', ['BAD_YAML "\\\\"', 'BAD_YAML "\\\\"']],
    ['a: @x @y\nb: @z', ['BAD_YAML "@"', 'BAD_YAML "@"']],
    ['%YAML 9\n---\na: @x', ['BAD_YAML "9"', 'BAD_YAML "@"']],
    ['a: { b: 1 }\nc: 1\na: { d: 2 }', ['DUPLICATE_SETTING "a"']],
    ['x: &x 1\na: *x\na: *x', ['REPEATED_SETTING "a"']],
    ['"<<__a__>>": 1\na: 2', ['DUPLICATE_SETTING "a"']],
    ['- a', ['NOT_A_MAP "-"']],
    ['words', ['NOT_A_MAP "w"']],
    ['a: 1\n---\nb: 2', ['BAD_YAML ""']],
    ['a:\n\tb: 1', ['BAD_YAML "\\t"']],
    ['a: b: c', ['BAD_YAML "b"']],
    ['a: @x', ['BAD_YAML "@"']],
    ['a: !vault x', ['BAD_YAML "!vault"']],
    ['%YAML 9\n---\na: x', ['BAD_YAML "9"']],
    ['a: caf\uFFFD', ['BAD_ENCODING "\uFFFD"']],
    ['', ['EMPTY_FILE ""']],
    ['a\0', ['BINARY_FILE "\\u0000"']],
    ['a: 1\n<<<<<<< HEAD\nb: 1\n=======\nb: 2\n>>>>>>> other\n', ['MERGE_CONFLICT "<<<<<<< HEAD"']],
    ['a: |\n  <<<<<<< HEAD\n  =======\n  >>>>>>> other\n', []],
    [`a: ${'['.repeat(70)}${']'.repeat(70)}`, ['YAML_TOO_DEEP "["']],
  ])('%j', (text, expected) => {
    expect(marked(text, yaml(text).diagnostics)).toEqual(expected);
  });

  it.each([
    ['a: [', /bracket or brace is not closed/],
    ['a: {b: 1', /bracket or brace/],
    ['a: [\nb: 1\n', /bracket or brace is not closed/],
    ['a:\n   b: 1\n  c: 2\n', /indentation fits no line/],
  ])('tell a bracket that is open from a wrong indentation: %j', (text, problem) => {
    expect(yaml(text).diagnostics[0]?.args?.problem).toMatch(problem);
  });

  it('are reported all at once, with the entries that can be read', () => {
    const { entries, diagnostics } = yaml('a: @x\nb: 1\nc: "\\q"\nd:\n\te: 2\n');
    expect(codes(diagnostics)).toEqual(['BAD_YAML', 'BAD_YAML', 'BAD_YAML']);
    expect(shown(entries)).toContain('b=1:integer');
  });

  it.each([
    ['a: 1\nb: "\\q"\nc: 2', ['b']],
    ['a: 1\nb: "x', ['b']],
    ['a: 1\n@b: 2\nc: 3', ['@b']],
    ['a: 1\nb: @x\nc: 3', ['b']],
    ['a:\nb: 1', ['a']],
  ])('are not reported again of a value that they lie in: %j', (text, keys) => {
    const { entries } = yaml(text);
    expect(entries.filter(({ reported }) => reported).map(({ key }) => key)).toEqual(keys);
  });

  it('are shown twenty at most', () => {
    expect(
      codes(yaml('k: @x\n'.repeat(30)).diagnostics.filter(({ code }) => code === 'BAD_YAML')),
    ).toHaveLength(20);
  });

  it.each([
    ['<<__a.b>>: x', 'a.b', 'a.b'],
    ['<<__a__: x', 'a', 'a'],
    ['"<<": x', undefined, 'name: value'],
    ['<<____>>: x', 'name', 'name'],
  ])('say how a key is written: %j', (text, key, right) => {
    const { entries, diagnostics } = yaml(text);
    expect(entries.map((entry) => entry.key)).toEqual(key === undefined ? [] : [key]);
    expect(diagnostics.map(({ args }) => args?.right)).toEqual([right]);
  });

  it('names the first of two sections', () => {
    const [{ related } = {}] = yaml('a: { b: 1 }\na: { c: 2 }').diagnostics;
    expect(related?.map(({ span }) => [span.start, span.end])).toEqual([[0, 1]]);
  });

  it('keeps a key without a value', () => {
    expect(yaml('a:').entries).toMatchObject([
      { key: 'a', text: '', type: 'string', origin: 'file', reported: true },
    ]);
  });

  it.each([
    ['-', 'The standard input'],
    ['x.yaml', 'x.yaml'],
  ])('says which file is none: %s', (path, name) => {
    for (const text of ['', '\0'])
      expect(parseSetupYaml({ path, text }).diagnostics.map(({ args }) => args?.path)).toEqual([name]);
  });

  it('says what to do about lines of the other syntax', () => {
    expect(yaml('<<__a__>>=1\n<<__b__>>=2').diagnostics[0]?.hint).toContain('setup.conf');
    expect(yaml('- <<__a__>>').diagnostics[0]?.hint).not.toContain('setup.conf');
  });

  it('says what to do about tabs', () => {
    expect(yaml('a:\n\tb: 1').diagnostics[0]?.hint).toContain('spaces');
  });

  it('names the first of two equal keys', () => {
    const text = 'a: { b: 1 }\na.b: 2';
    const [diagnostic] = yaml(text).diagnostics;
    expect(diagnostic?.related?.map(({ span }) => [span.start, under(text, span)])).toEqual([[5, 'b']]);
  });

  it('quotes nothing of the text, which may be a secret', () => {
    const broken = [
      '- a\nhunter2',
      'a: "x" hunter2',
      'a: "hunter2',
      'a: "\\hunter2"',
      'a: !hunter2 x',
      '%hunter2\n---\na: 1',
    ];
    for (const text of broken) {
      const { diagnostics } = yaml(text);
      expect(diagnostics.length).toBeGreaterThan(0);
      expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
    }
  });
});

it('has the spans of key and value', () => {
  const text = '# c\nrds:\n  "host": \'x y\' # note\n';
  const [entry] = yaml(text).entries;
  expect(under(text, entry?.span)).toBe('"host"');
  expect(under(text, entry?.valueSpan)).toBe("'x y'");
});
