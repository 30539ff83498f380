import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scanJson } from '../src/json-scanner.ts';
import { render, type TestValues } from './rendering.ts';

const MARK = '\ue000';

function isJson(text: string): boolean {
  try {
    JSON.parse(text.replace(/^\ufeff/, ''));
    return true;
  } catch {
    return false;
  }
}

describe('scanJson', () => {
  it.each([
    '1',
    '-0',
    '10.25',
    '-1.5e+3',
    '1E9',
    'true',
    'false',
    'null',
    '""',
    '"a"',
    String.raw`"\"\\\/\b\f\n\r\t\u00e9"`,
    '[]',
    '[ ]',
    '[1]',
    '[[],{}]',
    '{}',
    '{ "a" : 1 }',
    '{"a":{"b":[{"c":null}]},"d":"e"}',
    '\t[\r\n1 , 2 ] \n',
    '\ufeff[]',
    '"\u007f\u00a0"',
  ])('takes %j', (text) => {
    expect(isJson(text)).toBe(true);
    expect(scanJson(text, MARK)).toBeInstanceOf(Array);
  });

  it.each<[text: string, at: string]>([
    ['', ''],
    [' \n', ''],
    ['[', ''],
    ['{', ''],
    ['{"a"', ''],
    ['{"a":', ''],
    ['{"a":1', ''],
    ['{"a":1,', ''],
    ['[1', ''],
    ['[1,]', ']'],
    ['[,1]', ','],
    ['[1 2]', '2'],
    ['[1:2]', ':'],
    ['[}', '}'],
    ['{]', ']'],
    ['{"a":]', ']'],
    ['{"a" 1}', '1'],
    ['{"a":1,}', '}'],
    ['{"a":1 "b":2}', '"b"'],
    ['{"a":1]', ']'],
    ['{1:2}', '1'],
    ['{"a":1,b:2}', 'b'],
    ['1 2', '2'],
    ['[] []', '['],
    ['01', '01'],
    ['1.', '1.'],
    ['.5', '.5'],
    ['+1', '+1'],
    ['1e', '1e'],
    ['True', 'True'],
    ['[nulls]', 'nulls'],
    ['[1\u00a0]', '1\u00a0'],
    ['"a', '"a'],
    ['["\\"]', '"\\"]'],
    ['["\\x"]', '"\\x"'],
    ['["a\n"]', '"a\n"'],
  ])('says where %j is wrong', (text, at) => {
    expect(isJson(text)).toBe(false);
    const found = scanJson(text, MARK);
    expect('start' in found && text.slice(found.start, found.end)).toBe(at);
  });

  it('takes exactly what JSON.parse takes', () => {
    const sign = fc.constantFrom(...Array.from('[]{}:,"\\1-.e '), 'true', '"a"', '"b":', '[1,');
    const edited = fc
      .tuple(fc.json({ maxDepth: 3 }), fc.nat(40), fc.nat(3), fc.array(sign, { maxLength: 2 }))
      .map(([text, at, length, signs]) => text.slice(0, at) + signs.join('') + text.slice(at + length));
    fc.assert(
      fc.property(edited, (text) => {
        expect([text, Array.isArray(scanJson(text, MARK))]).toEqual([text, isJson(text)]);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('a slot in JSON', () => {
  it.each<[template: string, values: TestValues, expected: string]>([
    ['[<<__v__>>]', { v: true }, '[true]'],
    ['[<<__v__>>]', { v: { text: '1.5e3', type: 'number' } }, '[1.5e3]'],
    ['[<<__v__>>]', { v: { text: '0123', type: 'integer' } }, '["0123"]'],
    ['[<<__v__>>]', { v: '3306' }, '["3306"]'],
    ['[<<__v__>><<__v__>>]', { v: 1 }, '["11"]'],
    ['[x<<__v__>>, <<__v__>>y, x<<__v__>>y]', { v: 1 }, '["x1", "1y", "x1y"]'],
    ['{<<__v__>>: 1, x<<__v__>>: 2}', { v: 1 }, '{"1": 1, "x1": 2}'],
    ['["<<__v__>>", "a <<__v__>> b"]', { v: '"\n' }, '["\\"\\n", "a \\"\\n b"]'],
    ['\ufeff{"a": <<__v__>>}', { v: 1 }, '\ufeff{"a": 1}'],
    ['<<__v__>>', { v: 1 }, '1'],
  ])('%j with %j', (template, values, expected) => {
    expect(render(template, values, 'x.json')).toMatchObject({ text: expected, codes: [] });
  });

  it.each<[template: string, values: TestValues, at: string[]]>([
    ['{"<<__v__>>": 1, "b": 2}', { v: 'b' }, ['v']],
    ['{"b": 1, "<<__v__>>": 2}', { v: 'b' }, ['v']],
    ['{<<__v__>>: 1, "<<__w__>>": 2}', { v: 'b', w: 'b' }, ['w']],
    ['{"\\u0062": 1, "x": 2, "<<__v__>>": 2}', { v: 'b' }, ['v']],
    ['{"a<<__v__>>c": 1, "abc": 2, "<<__w__>>": 3}', { v: 'b', w: 'abc' }, ['v', 'w']],
    ['[{"b": 1}, {"c": {"b": 2}, "<<__v__>>": 3}, {"b": 4}]', { v: 'b' }, []],
    ['{"b": "<<__v__>>", "c": {"<<__w__>>": ["b"]}}', { v: 'b', w: 'b' }, []],
    ['{"b": 1, "b": "<<__v__>>"}', { v: 'x' }, []],
    ['{"b": 1, "b": 2, "<<__v__>>": 3}', { v: 'x' }, []],
  ])('that makes keys equal is an error: %j', (template, values, keys) => {
    const { diagnostics } = render(template, values, 'x.json');
    expect(diagnostics.map(({ code, args, span }) => [code, args?.key, span])).toEqual(
      keys.map((key) => {
        const start = template.indexOf(`<<__${key}__>>`);
        return ['DUPLICATE_KEY', key, { path: 'x.json', start, end: start + `<<__${key}__>>`.length }];
      }),
    );
  });
});
