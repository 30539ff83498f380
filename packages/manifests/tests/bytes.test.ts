import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBytes, encodeText } from '../src/byte-text.ts';
import { renderBytes } from '../src/index.ts';
import { lookupIn, type TestValues } from './rendering.ts';

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text));
const latin1 = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));

function render(bytes: Uint8Array, values: TestValues, path = 'x.txt', bareKeys: string[] = []) {
  const rendered = renderBytes({ path, bytes }, lookupIn(values), { bareKeys });
  return { ...rendered, codes: rendered.diagnostics.map(({ code }) => code) };
}

describe('decodeBytes', () => {
  it.each([
    [bytesOf('\ufeffé€😀\ufeff'), '\ufeffé€😀\ufeff'],
    [Uint8Array.of(0xff, ...bytesOf('é€😀x')), '\udcffé€😀x'],
    [Uint8Array.of(...bytesOf('\ufeffÀ\u0800\u{10000}'), 0x80, 0xbf), '\ufeffÀ\u0800\u{10000}\udc80\udcbf'],
    [Uint8Array.of(0xe2, 0x82, ...bytesOf('€')), '\udce2\udc82€'],
  ])('reads what is UTF-8 as such, whatever is around it: %j', (bytes, text) => {
    expect(decodeBytes(bytes)).toBe(text);
    expect([...encodeText(text)]).toEqual([...bytes]);
  });
});

describe('renderBytes', () => {
  it.each<[name: string, bytes: Uint8Array, expected: Uint8Array]>([
    ['UTF-8 with a BOM', bytesOf('\ufeffä <<__v__>>\r\n'), bytesOf('\ufeffä ü\r\n')],
    [
      'Latin-1',
      latin1('\xe4\xff <<__v__>> \x80\x85'),
      Uint8Array.of(...latin1('\xe4\xff '), 0xc3, 0xbc, ...latin1(' \x80\x85')),
    ],
    [
      'a cut UTF-8 sequence',
      Uint8Array.of(0xe2, 0x82, ...bytesOf('<<__v__>>'), 0xe2),
      Uint8Array.of(0xe2, 0x82, 0xc3, 0xbc, 0xe2),
    ],
    [
      'surrogates in UTF-8',
      Uint8Array.of(0xed, 0xa0, 0x80, ...bytesOf('<<__v__>>')),
      Uint8Array.of(0xed, 0xa0, 0x80, 0xc3, 0xbc),
    ],
  ])('keeps the bytes around a value: %s', (_name, bytes, expected) => {
    const { bytes: rendered, codes, slots } = render(bytes, { v: 'ü' });
    expect([...rendered]).toEqual([...expected]);
    expect(codes).toEqual([]);
    expect(slots.map(({ key }) => key)).toEqual(['v']);
  });

  it('quotes in YAML of any encoding', () => {
    const yaml = latin1('k: <<__v__>> # \xe4\n');
    expect([...render(yaml, { v: 'a: …' }, 'x.yaml').bytes]).toEqual([
      ...bytesOf('k: "a: …" # '),
      0xe4,
      0x0a,
    ]);
  });

  it('warns of a placeholder in a binary file and leaves it alone', () => {
    const bytes = bytesOf('\u0000<<__v__>>');
    expect(render(bytes, { v: 'x' })).toMatchObject({
      codes: ['BINARY_MANIFEST'],
      slots: [],
      diagnostics: [{ span: { path: 'x.txt', start: 0, end: 0 } }],
    });
    expect(render(bytes, { v: 'x' }).bytes).toBe(bytes);
    expect(render(bytesOf('\u0000<<__v'), { v: 'x' }).codes).toEqual([]);
  });

  it.each(['k: <<__a', 'k: < <__v__>>', 'k: <<__v__>>'])('gives the same array for %j', (text) => {
    const bytes = bytesOf(text);
    expect(render(bytes, { v: '<<__v__>>' }).bytes).toBe(bytes);
  });

  it('gives the same array where nothing changes', () => {
    fc.assert(
      fc.property(fc.uint8Array(), fc.constantFrom('x.yaml', 'x.json', 'x'), (bytes, path) => {
        const { bytes: rendered, codes, slots } = render(bytes, {}, path);
        expect(rendered).toBe(bytes);
        expect({ codes, slots }).toEqual({ codes: [], slots: [] });
      }),
    );
  });

  it('changes no byte around a value, whatever they are', () => {
    const anyBytes = fc.uint8Array({ min: 1 }).filter((bytes) => !bytes.includes(0x3c));
    fc.assert(
      fc.property(anyBytes, anyBytes, (before, after) => {
        const bytes = Uint8Array.of(...before, ...bytesOf('<<__v__>>'), ...after);
        expect([...render(bytes, { v: '€' }).bytes]).toEqual([...before, ...bytesOf('€'), ...after]);
      }),
    );
  });
});

describe('keys without delimiters', () => {
  it.each([
    ['A', 'short'],
    ['A_B A A_B', 'long short long'],
    ['AA xA A1 A.A (A)', 'AA xA A1 short.short (short)'],
    ['<<__A__>>', 'short'],
    ['a', 'a'],
    ['x.y xzy', 'dot xzy'],
    ['x.y.z x.y', 'longest dot'],
  ])('match whole tokens, the longest first: %j', (text, expected) => {
    const values = { A: 'short', A_B: 'long', 'x.y': 'dot', 'x.y.z': 'longest' };
    const keys = ['', ...Object.keys(values)];
    expect(Buffer.from(render(bytesOf(text), values, 'x', keys).bytes).toString()).toBe(expected);
  });

  it('are safe in YAML as well', () => {
    const { bytes, codes } = render(bytesOf('k: A\n'), { A: 'b: c' }, 'x.yaml', ['A']);
    expect([Buffer.from(bytes).toString(), codes]).toEqual(['k: "b: c"\n', []]);
  });
});

/** The rows of the predecessor's battery that are about files, with what a user wants of each. */
describe('what the predecessor got wrong', () => {
  it.each<[row: string, file: string, values: TestValues, expected: string, codes?: string[], path?: string]>(
    [
      ['1 plain', 'v: <<__a.b__>>\n', { 'a.b': 'a/b/c' }, 'v: a/b/c\n'],
      ['1 a bar', 'v: <<__a.b__>>\n', { 'a.b': 'a|b' }, 'v: a|b\n'],
      ['2 an ampersand', 'v: <<__a.b__>>\n', { 'a.b': 'a&b' }, 'v: a&b\n'],
      ['3 a backslash', 'v: <<__a.b__>>\n', { 'a.b': 'a\\b' }, 'v: a\\b\n'],
      ['4 a backslash and n', 'v: <<__a.b__>>\n', { 'a.b': 'a\\\\nb' }, 'v: a\\\\nb\n'],
      ['5 a backslash and a digit', 'v: <<__a.b__>>\n', { 'a.b': 'a\\\\1b' }, 'v: a\\\\1b\n'],
      ['6 a backslash at the end', 'v: <<__a.b__>>\n', { 'a.b': 'abc\\' }, 'v: abc\\\n'],
      ['7 a string of digits in YAML', 'v: <<__a.b__>>\n', { 'a.b': '3306' }, 'v: "3306"\n'],
      ['7 an integer in JSON', '{"v": <<__a.b__>>}\n', { 'a.b': 3306 }, '{"v": 3306}\n', [], 'x.json'],
      ['8 spaces', 'v: <<__a.b__>>\n', { 'a.b': ' a  b ' }, 'v: " a  b "\n'],
      ['10 a value like a comment', 'v: <<__a.b__>>\n', { 'a.b': 'abc # comment' }, 'v: "abc # comment"\n'],
      ['11 equals signs', 'v: <<__a.b__>>\n', { 'a.b': 'YWJj==' }, 'v: YWJj==\n'],
      ['12 nothing', 'v: <<__a.b__>>\n', { 'a.b': '' }, 'v: ""\n'],
      [
        '13 an at sign',
        'v: <<__a.b__>>\n',
        { 'a.b': 'git@github.com:org/repo.git' },
        'v: git@github.com:org/repo.git\n',
      ],
      ['14 a variable', 'v: <<__a.b__>>\n', { 'a.b': '$HOME $(id) [a]^$.*' }, 'v: $HOME $(id) [a]^$.*\n'],
      ['14 backticks', 'v: <<__a.b__>>\n', { 'a.b': '`id`' }, 'v: "`id`"\n'],
      ['14 a wildcard', 'v: <<__a.b__>>\n', { 'a.b': '*.x' }, 'v: "*.x"\n'],
      ['14 unicode', 'v: <<__a.b__>>\n', { 'a.b': 'ä😀' }, 'v: ä😀\n'],
      ['15 an option of echo', 'v: <<__a.b__>>\n', { 'a.b': '-n' }, 'v: -n\n'],
      ['16 a value like a mapping', 'v: <<__a.b__>>\n', { 'a.b': 'a: b' }, 'v: "a: b"\n'],
      [
        '17 a dot is a dot',
        '<<__a.b__>> <<__aXb__>>',
        { 'a.b': 'x' },
        'x <<__aXb__>>',
        ['UNKNOWN_PLACEHOLDER'],
        'x.txt',
      ],
      [
        '18 no regular expressions',
        '<<__x*y__>> <<__a[0]__>> xxy a0',
        { 'x*y': '1', 'a[0]': '2' },
        '1 2 xxy a0',
        [],
        'x.txt',
      ],
      [
        '19 a slash or a space in a key',
        '<<__a/b__>> <<__a b__>>',
        { 'a/b': '1', 'a b': '2' },
        '1 2',
        [],
        'x.txt',
      ],
      [
        '20 case',
        '<<__A.B__>> <<__a.b__>>',
        { 'A.B': '1' },
        '1 <<__a.b__>>',
        ['UNKNOWN_PLACEHOLDER'],
        'x.txt',
      ],
      ['22 CRLF', 'v: <<__a.b__>>\r\nw: 1\r\n', { 'a.b': 'x' }, 'v: x\r\nw: 1\r\n'],
      [
        '28 a commented line',
        '# <<__a.b__>>=old\n<<__a.b__>>',
        { 'a.b': 'new' },
        '# new=old\nnew',
        [],
        'x.txt',
      ],
      ['29 a key that begins another', '<<__a__>> <<__a.b__>>', { a: '1', 'a.b': '2' }, '1 2', [], 'x.txt'],
      ['30 no closing', 'v: <<__a\n', { a: '1' }, 'v: <<__a\n', ['MALFORMED_PLACEHOLDER']],
      ['40 any file name', 'v: <<__a__>>\n', { a: 'x' }, 'v: x\n', [], "it's @a b.yaml"],
      [
        '42 a placeholder in a file name is no placeholder',
        'v: <<__a__>>\n',
        { a: 'x' },
        'v: x\n',
        [],
        '<<__b__>>.yaml',
      ],
      ['44 an undeclared placeholder', 'v: <<__a__>>\n', {}, 'v: <<__a__>>\n', ['UNKNOWN_PLACEHOLDER']],
    ],
  )('%s', (_row, file, values, expected, codes = [], path = 'x.yaml') => {
    const rendered = render(bytesOf(file), values, path);
    expect([Buffer.from(rendered.bytes).toString(), rendered.codes]).toEqual([expected, codes]);
  });

  it('34, 35: binary files and other encodings are above', () => {
    expect(render(Uint8Array.of(0xff, ...bytesOf('<<__a__>>')), { a: 'x' }).bytes).toEqual(
      Uint8Array.of(0xff, 0x78),
    );
  });
});
