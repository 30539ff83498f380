import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BACKENDS,
  type CredentialsLock,
  EMPTY_LOCK,
  formatLock,
  parseLock,
  type Recipe,
  recipeMark,
  SCOPES,
} from '../src/index.ts';

const name = fc.string({ minLength: 1 }).filter((text) => text !== '__proto__');
const lockedKey = fc.record(
  { written: fc.string(), certificate: fc.string(), seal: fc.string() },
  { requiredKeys: ['written'], noNullPrototype: true },
);
const lock: fc.Arbitrary<CredentialsLock> = fc.record(
  {
    version: fc.constant(1 as const),
    values: fc.dictionary(
      name,
      fc.record(
        { recipe: fc.string(), made: fc.string() },
        { requiredKeys: ['recipe'], noNullPrototype: true },
      ),
      { noNullPrototype: true },
    ),
    secrets: fc.dictionary(
      name,
      fc.record(
        {
          backend: fc.constantFrom(...BACKENDS),
          scope: fc.constantFrom(...SCOPES),
          revision: fc.nat(),
          keys: fc.dictionary(name, lockedKey, { noNullPrototype: true }),
        },
        { noNullPrototype: true },
      ),
      { noNullPrototype: true },
    ),
  },
  { noNullPrototype: true },
);

describe('the lock file', () => {
  it('reads back what it wrote, and writes the same bytes again', () => {
    fc.assert(
      fc.property(lock, (data) => {
        const text = formatLock(data);
        expect(parseLock(text)).toEqual({ lock: data, diagnostics: [] });
        expect(formatLock(parseLock(text).lock)).toBe(text);
      }),
    );
  });

  it('is the same whatever the order of its parts', () => {
    const values = { b: { recipe: 'hex 16', made: 'x' }, a: { made: 'y', recipe: 'hex 16' } };
    expect(formatLock({ ...EMPTY_LOCK, values })).toBe(
      `${JSON.stringify(
        {
          secrets: {},
          values: { a: { made: 'y', recipe: 'hex 16' }, b: { made: 'x', recipe: 'hex 16' } },
          version: 1,
        },
        null,
        2,
      )}\n`,
    );
  });

  it.each([
    ['', 'it is not JSON'],
    ['{', 'it is not JSON'],
    ['{\n<<<<<<< HEAD\n}', 'it has merge conflicts'],
    ['{\n>>>>>>> theirs\n}', 'it has merge conflicts'],
    ['{ "a <<<<<<<": >>>>>>>', 'it is not JSON'],
    ['<a href="x">\n>quoted', 'it is not JSON'],
    ['[]', 'it is not a JSON object'],
    ['{"version":2}', 'it was written by another version'],
    ['{"version":1}', 'something is missing in it'],
    ['{"version":1,"values":{"a":{}},"secrets":{}}', 'something is missing in it'],
    ['{"version":1,"values":{"a":1},"secrets":{}}', 'something is missing in it'],
  ])('is refused where it is damaged: %j', (text, problem) => {
    const { lock: empty, diagnostics } = parseLock(text);
    expect(empty).toEqual(EMPTY_LOCK);
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([['BAD_LOCK', { problem }]]);
    expect(diagnostics[0]?.span?.path).toBe('credentials.lock.json');
  });

  const key = { written: 'x', certificate: 'y', seal: 'z' };
  const secret = { backend: 'sealed-secrets', scope: 'strict', revision: 1, keys: { key } };
  const withSecret = (data: unknown) => JSON.stringify({ ...EMPTY_LOCK, secrets: { s: data } });

  it.each([
    { backend: 'vault' },
    { scope: 'wide' },
    { revision: '1' },
    { keys: [] },
    { keys: { key: {} } },
    { keys: { key: { ...key, written: 1 } } },
  ])('is refused where a Secret in it has %j', (damage) => {
    expect(parseLock(withSecret(secret)).diagnostics).toEqual([]);
    const { diagnostics } = parseLock(withSecret({ ...secret, ...damage }));
    expect(diagnostics.map(({ code }) => code)).toEqual(['BAD_LOCK']);
  });

  it('loses what is not needed and makes no sense', () => {
    const odd = { ...secret, keys: { key: { written: 'x', certificate: 1, seal: null } } };
    expect(parseLock(withSecret(odd)).lock.secrets).toStrictEqual({
      s: { ...secret, keys: { key: { written: 'x' } } },
    });
    const text = JSON.stringify({ ...EMPTY_LOCK, values: { v: { recipe: 'hex 16', made: 1 } } });
    expect(parseLock(text).lock.values).toStrictEqual({ v: { recipe: 'hex 16' } });
  });

  it('takes any text without throwing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        expect(() => parseLock(text)).not.toThrow();
      }),
    );
  });
});

describe('recipeMark', () => {
  const recipes: Recipe[] = [
    { kind: 'random', encoding: 'hex', bytes: 16 },
    { kind: 'random', encoding: 'hex', bytes: 32 },
    { kind: 'random', encoding: 'base64url', bytes: 16 },
    { kind: 'password', length: 16, symbols: '' },
    { kind: 'password', length: 16, symbols: '-' },
    { kind: 'bcrypt', of: 'a', cost: 12, ident: '2b' },
    { kind: 'bcrypt', of: 'a', cost: 12, ident: '2y' },
    { kind: 'private-key', algorithm: 'P-256' },
    { kind: 'public-key', of: 'a' },
    { kind: 'made-at', of: 'a' },
    { kind: 'same', of: 'a' },
    { kind: 'template', format: 'text', content: 'a' },
    { kind: 'template', format: 'text', content: 'b' },
    { kind: 'template', format: 'json', content: 'a' },
    { kind: 'template', format: 'json', content: { a: ['b', null, 1] } },
    { kind: 'access-key', user: 'a', part: 'id' },
    { kind: 'access-key', user: 'a', part: 'secret' },
    { kind: 'given', prompt: 'a' },
  ];

  it('differs wherever the value could', () => {
    expect(new Set(recipes.map(recipeMark)).size).toBe(recipes.length);
  });

  it('does not depend on the words a value is asked for with', () => {
    expect(recipeMark({ kind: 'given', prompt: 'a' })).toBe(recipeMark({ kind: 'given', prompt: 'b' }));
  });
});
