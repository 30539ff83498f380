import { describe, expect, it } from 'vitest';
import { OPTION_PATH, parseOption, parseSettingsFile } from '../src/index.ts';
import { codes, shown, under } from './reading.ts';

describe('the syntax of a file', () => {
  it.each([
    ['kfdist.yaml', 'a: 1', 'a'],
    ['dir.conf/x.YML', 'a: 1', 'a'],
    ['settings.json', '{"a": 1}', 'a'],
    ['kfdist.yaml', '"a=b": 1', 'a=b'],
    ['x.CONF', 'a: b=1', 'a: b'],
    ['setup.conf', '<<__a__>>=1', 'a'],
    ['-', 'a-b=1', 'a-b'],
    ['-', '  {a: 1}', 'a'],
    ['setup.conf', 'a: b=1', 'a: b'],
    ['.env', 'a=1', 'a'],
    ['-', '# c\n\n<<__a__>>=1', 'a'],
    ['-', '# c\r\n\r\na: 1', 'a'],
    ['-', '\uFEFFa: 1', 'a'],
    ['-', '---\na: 1', 'a'],
    ['-', '{"a": 1}', 'a'],
    ['-', '<<__a__>>: 1', 'a'],
    ['-', 'a:\n  b: 1', 'a.b'],
    ['-', 'url: x?y=z', 'url'],
    ['-', 'a=b: c', 'a'],
    ['-', 'a=http://x', 'a'],
    ['/dev/fd/63', 'a: 1', 'a'],
    ['settings.txt', '<<__a__>>=1', 'a'],
  ])('%s %j', (path, text, key) => {
    const { entries, diagnostics } = parseSettingsFile({ path, text });
    expect(diagnostics).toEqual([]);
    expect(entries.map((entry) => entry.key)).toEqual([key]);
  });

  it('is found in a text that begins with many blank lines', () => {
    expect(parseSettingsFile({ path: '-', text: `${'\n'.repeat(1e5)}a: 1` }).entries).toHaveLength(1);
  });
});

describe('an option', () => {
  it.each([
    ['rds.port=3306', 'rds.port=3306:integer'],
    ['<<__rds.port__>>="3306"', 'rds.port=3306'],
    ['a=b=c', 'a=b=c'],
    ['a=x\ny', 'a=x\ny'],
  ])('%j', (text, expected) => {
    const { entry, diagnostics } = parseOption(text);
    expect(diagnostics).toEqual([]);
    expect(entry && shown([entry])).toEqual([expected]);
    expect(entry).toMatchObject({ origin: 'option', span: { path: OPTION_PATH } });
    expect(entry).not.toHaveProperty('bare');
  });

  it.each([
    ['a', ['BAD_OPTION']],
    ['', ['BAD_OPTION']],
    ['a=', ['EMPTY_VALUE']],
    ['=a', ['BAD_KEY']],
    ['<<__a=x', ['BAD_KEY']],
  ])('is wrong: %j', (text, expected) => {
    expect(codes(parseOption(text).diagnostics)).toEqual(expected);
  });

  it('says how an option is spelt', () => {
    expect(parseOption('=a').diagnostics[0]?.hint).toBe('Write --set name=value');
  });

  it('has spans in its own text', () => {
    const text = 'rds.port=70000';
    expect(under(text, parseOption(text).entry?.valueSpan)).toBe('70000');
  });
});
