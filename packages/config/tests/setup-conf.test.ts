import { positionAt } from '@kfdist/diagnostics';
import { describe, expect, it } from 'vitest';
import { codes, conf, marked, shown, under } from './reading.ts';

describe('lines', () => {
  it.each([
    ['<<__a.b__>>=x', ['a.b=x']],
    ['<<__a__>>=1\n<<__b__>>=2\n', ['a=1:integer', 'b=2:integer']],
    ['<<__a__>>=x\r\n<<__b__>>=y\r\n', ['a=x', 'b=y']],
    ['<<__a__>>=x\r<<__b__>>=y', ['a=x', 'b=y']],
    ['\uFEFF<<__a__>>=x', ['a=x']],
    ['\n \t\n<<__a__>>=x\n\n', ['a=x']],
    ['# <<__a__>>=old\n  # note = 1\n<<__a__>>=new', ['a=new']],
    ['<<__a__>> = x', ['a=x']],
    ['\t<<__a__>>\t=\tx', ['a=x']],
    ['FOO=bar', ['FOO=bar']],
    ['\v\f\n<<__a__>>=x', ['a=x']],
    ['<<__a__>>=1\n<<__b__>>=x \t\n', ['a=1:integer', 'b=x']],
    ['<<__a__>>=1\n  <<__b__>> = "x" \v\f\n', ['a=1:integer', 'b=x']],
  ])('%j', (text, expected) => {
    expect(shown(conf(text).entries)).toEqual(expected);
    expect(codes(conf(text).diagnostics).filter((code) => code !== 'TRIMMED_VALUE')).toEqual([]);
  });

  it('knows which lines have no delimiters', () => {
    expect(conf('FOO=1\n<<__BAR__>>=2').entries.map(({ bare }) => bare)).toEqual([true, undefined]);
  });

  it.each(['x*y', 'a[0]', 'a/b', 'a key', 'clé', 'a:b', '__proto__', 'constructor', 'a__b', '_a_', '-n'])(
    'takes any key literally: %s',
    (key) => expect(shown(conf(`<<__${key}__>>=v`).entries)).toEqual([`${key}=v`]),
  );
});

describe('values', () => {
  it.each([
    ['3306', '3306', 'integer'],
    ['-1', '-1', 'integer'],
    ['0', '0', 'integer'],
    ['9007199254740991', '9007199254740991', 'integer'],
    ['9007199254740993', '9007199254740993', 'string'],
    ['1.5', '1.5', 'number'],
    ['-0.25', '-0.25', 'number'],
    ['1.0000000000000001', '1.0000000000000001', 'string'],
    ['123456789.012345', '123456789.012345', 'number'],
    ['123456789.0123456', '123456789.0123456', 'string'],
    ['true', 'true', 'boolean'],
    ['false', 'false', 'boolean'],
    ['007', '007', 'string'],
    ['-0', '-0', 'string'],
    ['+1', '+1', 'string'],
    ['1e3', '1e3', 'string'],
    ['0x10', '0x10', 'string'],
    ['.5', '.5', 'string'],
    ['1.', '1.', 'string'],
    ['yes', 'yes', 'string'],
    ['True', 'True', 'string'],
    ['null', 'null', 'string'],
    ['"3306"', '3306', 'string'],
    ["'true'", 'true', 'string'],
    ['""', '', 'string'],
    ["''", '', 'string'],
    ['" a "', ' a ', 'string'],
    ['"a"b"', '"a"b"', 'string'],
    [`"it's"`, `it's`, 'string'],
    [`'say "hi"'`, 'say "hi"', 'string'],
    ['"a', '"a', 'string'],
    ['"', '"', 'string'],
    [`"a'`, `"a'`, 'string'],
  ])('%s', (written, text, type) => {
    const { entries, diagnostics } = conf(`<<__k__>>=${written}`);
    expect(diagnostics).toEqual([]);
    expect(entries).toMatchObject([{ key: 'k', text, type, origin: 'file' }]);
  });

  it.each([
    ['<<__k__>>=x  ', ['TRIMMED_VALUE "  "']],
    ['<<__k__>>= x', ['TRIMMED_VALUE " "']],
    ['<<__k__>>=\tx\t', ['TRIMMED_VALUE "\\t"', 'TRIMMED_VALUE "\\t"']],
    ['<<__k__>> = x', []],
    ['<<__k__>> =x', []],
    ['<<__k__>> = "x" ', ['TRIMMED_VALUE " "']],
    ['<<__k__>>=x y', []],
  ])('warns about blanks that may have been meant: %j', (text, expected) => {
    expect(marked(text, conf(text).diagnostics)).toEqual(expected);
  });
});

describe('mistakes', () => {
  it.each([
    ['<<__k__>>=', ['EMPTY_VALUE "<<__k__>>"']],
    ['<<__k__>>=   ', ['EMPTY_VALUE "<<__k__>>"']],
    ['just words', ['BAD_LINE "just words"']],
    ['<<__k__>> x', ['BAD_LINE "<<__k__>> x"']],
    ['=x', ['BAD_KEY ""']],
    ['<<____>>=x', ['BAD_KEY "<<____>>"']],
    ['<<__a=x', ['BAD_KEY "<<__a"']],
    ['<<__a>>=x', ['BAD_KEY "<<__a>>"']],
    ['__a__>>=x', ['BAD_KEY "__a__>>"']],
    ['<<a>>=x', ['BAD_KEY "<<a>>"']],
    ['<<__a__>><<__b__>>=x', ['BAD_KEY "<<__a__>><<__b__>>"']],
    [`<<__${'k'.repeat(1001)}__>>=x`, [`BAD_KEY "<<__${'k'.repeat(1001)}__>>"`]],
    ['<<__a__>>=caf\uFFFD\nok=1\n# \uFFFD', ['BAD_ENCODING "\uFFFD"', 'BAD_ENCODING "\uFFFD"']],
    ['', ['EMPTY_FILE ""']],
    ['\uFEFF \r\n\t', ['EMPTY_FILE ""']],
    ['\u0000\u0001', ['BINARY_FILE "\\u0000"']],
    ['a=1\r\n<<<<<<< HEAD\r\n=======\r\na=2\r\n>>>>>>> b', ['MERGE_CONFLICT "<<<<<<< HEAD"']],
    ['<<__a__>>=1\n<<__a__>>=1', ['REPEATED_SETTING "<<__a__>>"']],
    ['<<__a__>>=1\n<<__a__>>="1"', ['DUPLICATE_SETTING "<<__a__>>"']],
    ['a=1\n<<__a__>>=2\na=3', ['DUPLICATE_SETTING "<<__a__>>"', 'DUPLICATE_SETTING "a"']],
  ])('%j', (text, expected) => {
    expect(marked(text, conf(text).diagnostics)).toEqual(expected);
  });

  it('shows the right form of a key', () => {
    const [diagnostic] = conf('<<__role_arn.external_secrets>>=arn').diagnostics;
    expect(diagnostic?.hint).toContain('<<__role_arn.external_secrets__>>');
  });

  it('names the first of two equal keys', () => {
    const text = '<<__a__>>=1\n<<__b__>>=2\n <<__a__>>=3';
    const [{ related, span } = {}] = conf(text).diagnostics;
    expect(span && positionAt(text, span.start)).toEqual({ line: 3, column: 2 });
    expect(related?.map((other) => positionAt(text, other.span.start))).toEqual([{ line: 1, column: 1 }]);
  });

  it('reports every mistake and keeps the key of a faulty line, marked as reported', () => {
    const { entries, diagnostics } = conf('<<__a=1\nb\n<<__c__>>=\n<<__d__>> 4\n<<__e__>>=5\n');
    expect(codes(diagnostics)).toEqual(['BAD_KEY', 'BAD_LINE', 'EMPTY_VALUE', 'BAD_LINE']);
    expect(entries.map(({ key, reported = false }) => [key, reported])).toEqual([
      ['a', true],
      ['c', true],
      ['d', true],
      ['e', false],
    ]);
  });

  it.each([
    ['<<__dd__>> 4', ['dd']],
    [' \t<<__d.e__>> 4', ['d.e']],
    ['x <<__dd__>> 4', []],
    ['<<__dd__>>', ['dd']],
  ])('keeps what %j names', (text, keys) => {
    const { entries, diagnostics } = conf(text);
    expect(codes(diagnostics)).toEqual(['BAD_LINE']);
    expect(entries.map(({ key, origin }) => [key, origin])).toEqual(keys.map((key) => [key, 'file']));
  });

  it.each([
    ['<<__a__>=1', '<<__a__>>'],
    ['<<__ a.b __=1', '<<__a.b__>>'],
    ['<<____>>=1', '<<__name__>>'],
    ['=1', '<<__name__>>'],
  ])('says how the key of %j is written', (text, right) => {
    expect(conf(text).diagnostics[0]?.args?.right).toBe(right);
  });

  it.each(['=x', ' =x', 'x', '# <<__a__>>'])('gives no entry for %j', (text) => {
    expect(conf(text).entries).toEqual([]);
  });

  it('never prints a value', () => {
    const { diagnostics } = conf('<<__p=hunter2\n<<__q__>> hunter2\n<<__r__>>= hunter2 \nhunter2');
    expect(codes(diagnostics)).toHaveLength(5);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });
});

it('has the spans of key and value, without blanks, with quotes', () => {
  const text = '# c\r\n\t<<__a.b__>> = "x y"  \r\n';
  const [entry] = conf(text).entries;
  expect(under(text, entry?.span)).toBe('<<__a.b__>>');
  expect(under(text, entry?.valueSpan)).toBe('"x y"');
});
