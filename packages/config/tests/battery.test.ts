/** What the predecessor's script did to each of these is its battery; here stands what its users wanted. */
import { describe, expect, it } from 'vitest';
import { codes, conf, resolve, shown, valuesOf } from './reading.ts';

describe('values that the script damaged are literal', () => {
  it.each([
    [1, 'hello'],
    [1, 'a/b/c'],
    [1, 'a|b'],
    [2, 'a&b'],
    [3, 'a\\b'],
    [3, 'a\\\\b'],
    [4, 'a\\\\nb'],
    [5, 'a\\\\1b'],
    [6, 'abc\\'],
    [8, 'a  b\tc'],
    [10, 'abc # comment'],
    [11, 'a=b=c'],
    [11, 'abc='],
    [11, 'YWJj=='],
    [11, 'a=b='],
    [13, 'git@github.com:org/repo.git'],
    [13, 'me@x.org'],
    [14, '$HOME'],
    [14, '`id`'],
    [14, '$(id)'],
    [14, '[a]^$.*'],
    [14, '*.x'],
    [14, 'grüße-日本-😀'],
    [15, '-n'],
    [15, '-e foo'],
    [16, 'a: b'],
    [16, 'a // b'],
  ])('row %i: %s', (_, value) => {
    const { entries, diagnostics } = conf(`<<__a.b__>>=${value}\n<<__c__>>=zzz`);
    expect(diagnostics).toEqual([]);
    expect(shown(entries)).toEqual([`a.b=${value}`, 'c=zzz']);
  });
});

describe('lines that the script misread', () => {
  it.each([
    [7, '<<__p__>>="3306"\n<<__q__>>=\'x\'', ['p=3306', 'q=x'], []],
    [8, '<<__a__>>= x ', ['a=x'], ['TRIMMED_VALUE', 'TRIMMED_VALUE']],
    [9, '<<__KEY__>> = x', ['KEY=x'], []],
    [12, '<<__a__>>=\n<<__b__>>', ['a=', 'b='], ['EMPTY_VALUE', 'BAD_LINE']],
    [17, '<<__a.b__>>=1\n<<__aXb__>>=2', ['a.b=1:integer', 'aXb=2:integer'], []],
    [18, '<<__x*y__>>=1\n<<__a[0]__>>=2', ['x*y=1:integer', 'a[0]=2:integer'], []],
    [19, '<<__a/b__>>=x\n<<__a b__>>=y', ['a/b=x', 'a b=y'], []],
    [20, '<<__A.B__>>=x\n<<__a.b__>>=y', ['A.B=x', 'a.b=y'], []],
    [21, '<<__a__>>=hello\r\n<<__b__>>=name.surname\r\n', ['a=hello', 'b=name.surname'], []],
    [23, '<<__a__>>=x\n<<__last__>>=secretsManager', ['a=x', 'last=secretsManager'], []],
    [24, '<<__a__>>=x\n<<__a__>>=y', ['a=x', 'a=y'], ['DUPLICATE_SETTING']],
    [25, '<<__a__>>=x\n\n<<__b__>>=y\n', ['a=x', 'b=y'], []],
    [26, '<<__a__>>=x\n \t \n<<__b__>>=y\n', ['a=x', 'b=y'], []],
    [27, '# comment = z\n<<__a__>>=x', ['a=x'], []],
    [28, '# <<__a.b__>>=old\n<<__a.b__>>=new', ['a.b=new'], []],
    [29, 'A=short\nA_B=long', ['A=short', 'A_B=long'], []],
    [30, '<<__a=short\n<<__a.b__>>=long', ['a=short', 'a.b=long'], ['BAD_KEY']],
    [36, '<<__a__>>=caf\uFFFD\n<<__b__>>=y', ['a=caf\uFFFD', 'b=y'], ['BAD_ENCODING']],
    [37, '\uFEFF<<__a__>>=x', ['a=x'], []],
  ])('row %i: %j', (_, text, expected, problems) => {
    const { entries, diagnostics } = conf(text);
    expect(shown(entries)).toEqual(expected);
    expect(codes(diagnostics)).toEqual(problems);
  });
});

describe('values that name settings', () => {
  it('row 31: are expanded wherever the other is written', () => {
    const lines = ['<<__url__>>=https://<<__host__>>/x', '<<__host__>>=h.<<__domain__>>', '<<__domain__>>=d'];
    const expected = { url: 'https://h.d/x', host: 'h.d', domain: 'd' };
    expect(valuesOf(resolve(lines.join('\n')))).toEqual(expected);
    expect(valuesOf(resolve(lines.toReversed().join('\n')))).toEqual(expected);
  });

  it('row 32: cannot name themselves', () => {
    const { diagnostics } = resolve('<<__a__>>=x<<__a__>>y');
    expect(codes(diagnostics)).toEqual(['CYCLIC_SETTING']);
  });

  it('row 33: are a function of the text, whatever was resolved before', () => {
    const first = resolve('<<__a__>>=1');
    expect(valuesOf(resolve('<<__a__>>=2'))).toEqual({ a: '2' });
    expect(valuesOf(first)).toEqual({ a: '1' });
  });
});
