import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePolicy, readPolicy } from '../src/index.ts';
import { readJson } from '../src/json-source.ts';

const good = { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' };
const version = { Version: '2012-10-17' };

describe('the grammar of policies', () => {
  it.each<[object, string, string?]>([
    [{ Statement: good, Version: 2012 }, 'Version', '2012'],
    [{ ...version, Statement: good, Id: 5 }, 'Id', '5'],
    [{ ...version, Statement: good, Extra: 1 }, 'Extra', '1'],
    [version, 'Statement'],
    [{ ...version, Statement: 'x' }, 'Statement', '"x"'],
    [{ ...version, Statement: [good, null] }, 'Statement[1]', 'null'],
    [{ ...version, Statement: [{ ...good, Sid: 1 }] }, 'Statement[0].Sid', '1'],
    [{ ...version, Statement: [{ ...good, Effect: 'Maybe' }] }, 'Statement[0].Effect', '"Maybe"'],
    [{ ...version, Statement: { Action: 's3:*' } }, 'Statement.Effect'],
    [{ ...version, Statement: [{ Effect: 'Deny', Resource: '*' }] }, 'Statement[0]'],
    [{ ...version, Statement: [{ ...good, NotAction: 's3:*' }] }, 'Statement[0]'],
    [{ ...version, Statement: [{ ...good, NotResource: 'x' }] }, 'Statement[0]'],
    [{ ...version, Statement: [{ ...good, Principal: '*', NotPrincipal: '*' }] }, 'Statement[0]'],
    [{ ...version, Statement: [{ ...good, Action: [] }] }, 'Statement[0].Action', '[]'],
    [{ ...version, Statement: [{ ...good, Resource: ['x', 5] }] }, 'Statement[0].Resource', '["x",5]'],
    [{ ...version, Statement: [{ Effect: 'Deny', NotAction: {} }] }, 'Statement[0].NotAction', '{}'],
    [
      { ...version, Statement: [{ Effect: 'Deny', Action: 'a:b', NotResource: 1 }] },
      'Statement[0].NotResource',
      '1',
    ],
    [{ ...version, Statement: [{ ...good, Principal: 'x' }] }, 'Statement[0].Principal', '"x"'],
    [{ ...version, Statement: [{ ...good, Principal: {} }] }, 'Statement[0].Principal', '{}'],
    [
      { ...version, Statement: [{ ...good, Principal: { AWS: 'x', Service: 5 } }] },
      'Statement[0].Principal',
      '{"AWS":"x","Service":5}',
    ],
    [{ ...version, Statement: [{ ...good, NotPrincipal: [] }] }, 'Statement[0].NotPrincipal', '[]'],
    [{ ...version, Statement: [{ ...good, Condition: [] }] }, 'Statement[0].Condition', '[]'],
    [{ ...version, Statement: [{ ...good, Condition: { Bool: 1 } }] }, 'Statement[0].Condition.Bool', '1'],
    [
      { ...version, Statement: [{ ...good, Condition: { Bool: { a: ['x', {}] } } }] },
      'Statement[0].Condition.Bool.a',
      '["x",{}]',
    ],
    [{ ...version, Statement: [{ ...good, Resourse: 'x' }] }, 'Statement[0].Resourse', '"x"'],
  ])('has no %j', (value, where, place) => {
    const text = JSON.stringify(value);
    const { document, diagnostics } = parsePolicy({ path: 'p.json', text });
    const wrong = diagnostics.filter(({ code }) => code === 'POLICY_BAD_SHAPE');
    expect(document).toBeUndefined();
    expect(wrong.map(({ args }) => args?.where)).toEqual([where]);
    for (const { span, args } of wrong) {
      expect(args?.expected).toMatch(/./);
      expect([undefined, span && text.slice(span.start, span.end)]).toContain(place);
    }
  });

  it.each<[object, object]>([
    [
      { ...version, Id: 'x', Statement: [] },
      { ...version, Id: 'x', Statement: [] },
    ],
    [
      { ...version, Statement: good },
      { ...version, Statement: [good] },
    ],
    [
      { ...version, Statement: [{ ...good, Sid: 'A', Principal: { AWS: ['x'] } }] },
      { ...version, Statement: [{ ...good, Sid: 'A', Principal: { AWS: ['x'] } }] },
    ],
    [
      {
        ...version,
        Statement: { ...good, Condition: { NumericLessThan: { a: [1, '2', true] }, Bool: { b: false } } },
      },
      {
        ...version,
        Statement: [
          { ...good, Condition: { NumericLessThan: { a: ['1', '2', 'true'] }, Bool: { b: 'false' } } },
        ],
      },
    ],
    [
      {
        ...version,
        Statement: { Effect: 'Deny', NotPrincipal: '*', NotAction: ['a:b'], NotResource: ['*'] },
      },
      {
        ...version,
        Statement: [{ Effect: 'Deny', NotPrincipal: '*', NotAction: ['a:b'], NotResource: ['*'] }],
      },
    ],
  ])('has %j', (value, document) => {
    expect(readPolicy(value)).toEqual({ document, diagnostics: [] });
  });

  it.each([{ Version: '2008-10-17', Statement: [good] }, { Statement: [good] }])(
    'takes an old version with a warning: %j',
    (value) => {
      const { document, diagnostics } = readPolicy(value);
      expect(document).toEqual({ Version: '2008-10-17', Statement: [good] });
      expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
        ['POLICY_OLD_VERSION', { version: '2008-10-17' }],
      ]);
    },
  );

  it.each([null, 5, [], 'x'])('does not begin with %j', (value) => {
    const { document, diagnostics } = readPolicy(value);
    expect(document).toBeUndefined();
    expect(diagnostics.map(({ args }) => args?.where)).toEqual(['The document']);
  });
});

describe('the reader of JSON', () => {
  it.each([
    ['', 'it ends too early', 0],
    ['[1,', 'it ends too early', 3],
    ['{"a"', 'a colon is expected', 4],
    ['{"a" 1}', 'a colon is expected', 5],
    ['{a:1}', 'a key is expected', 1],
    ['{"a":1,}', 'a key is expected', 7],
    ['{"a":1 "b":2}', 'a comma or } is expected', 7],
    ['[1 2]', 'a comma or ] is expected', 3],
    ['[1,]', 'a value is expected', 3],
    ['[01]', 'a comma or ] is expected', 2],
    ['nul', 'a value is expected', 0],
    ['"\\x"', 'a value is expected', 0],
    ['"a', 'a value is expected', 0],
    ['1 2', 'something follows its end', 2],
  ])('says why %j is none, and where', (text, reason, start) => {
    const { failure, value } = readJson({ path: 'p', text });
    expect(failure).toEqual({ reason, span: { path: 'p', start, end: Math.min(start + 1, text.length) } });
    expect(value).toBeUndefined();
  });

  it('takes 200 levels and no more', () => {
    const nested = (depth: number) =>
      readJson({ path: 'p', text: `${'['.repeat(depth)}${']'.repeat(depth)}` });
    expect(nested(201).failure).toBeUndefined();
    expect(nested(202).failure?.reason).toBe('it is nested too deeply');
  });

  it('reads what JSON.parse reads, and finds every value in its text', () => {
    const walk = (
      value: unknown,
      path: readonly (string | number)[],
      visit: (path: readonly (string | number)[], value: unknown) => void,
    ): void => {
      visit(path, value);
      if (Array.isArray(value))
        for (const [index, item] of value.entries()) walk(item, [...path, index], visit);
      else if (typeof value === 'object' && value !== null)
        for (const [key, item] of Object.entries(value)) walk(item, [...path, key], visit);
    };
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(undefined, 1, '\t'), (data, space) => {
        const text = ` ${JSON.stringify(data, null, space)}\r\n`;
        const { value, locate, duplicates, failure } = readJson({ path: 'p', text });
        expect(failure).toBeUndefined();
        expect(value).toEqual(JSON.parse(text));
        expect(duplicates).toEqual([]);
        walk(value, [], (path, inner) => {
          const span = locate(path);
          expect(JSON.parse(text.slice(span?.start, span?.end))).toEqual(inner);
        });
      }),
    );
  });

  it('names a missing place by what is around it, and keys that are there twice', () => {
    const text = '{"a":{"b":1,"b":2},"c":[3]}';
    const { locate, duplicates } = readJson({ path: 'p', text });
    const at = (...path: (string | number)[]) => {
      const span = locate(path);
      return text.slice(span?.start, span?.end);
    };
    expect([at('a', 'x', 'y'), at('c', 5), at('d')]).toEqual(['{"b":1,"b":2}', '[3]', text]);
    expect(duplicates).toEqual([{ key: 'b', span: { path: 'p', start: 12, end: 15 } }]);
    expect(readJson({ path: 'p', text: 'x' }).locate(['a'])).toBeUndefined();
  });
});
