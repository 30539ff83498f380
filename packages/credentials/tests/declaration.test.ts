import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { type Path, parseCredentials } from '../src/index.ts';

const context = { component: 'dex', namespace: 'auth' };
const startAtIndex = ([index]: Path) => ({ path: 'component.yaml', start: Number(index), end: 9 });
const keysOf = (recipe: unknown) => [{ name: 'a', keys: { k: recipe } }];

describe('parseCredentials reads recipes', () => {
  it.each([
    [{ hex: 16 }, { kind: 'random', encoding: 'hex', bytes: 16 }],
    [{ base64url: 32 }, { kind: 'random', encoding: 'base64url', bytes: 32 }],
    [{ password: 24 }, { kind: 'password', length: 24, symbols: '' }],
    [{ password: { length: 12 } }, { kind: 'password', length: 12, symbols: '' }],
    [{ password: { length: 72, symbols: '-_!' } }, { kind: 'password', length: 72, symbols: '-_!' }],
    [{ bcrypt: 'admin-password' }, { kind: 'bcrypt', of: 'admin-password', cost: 12, ident: '2b' }],
    [{ bcrypt: { of: 'x', cost: 10, ident: '2y' } }, { kind: 'bcrypt', of: 'x', cost: 10, ident: '2y' }],
    [{ rsa: 2048 }, { kind: 'private-key', algorithm: 'rsa-2048' }],
    [{ rsa: 3072 }, { kind: 'private-key', algorithm: 'rsa-3072' }],
    [{ rsa: '4096' }, { kind: 'private-key', algorithm: 'rsa-4096' }],
    [{ ecdsa: 'P-384' }, { kind: 'private-key', algorithm: 'P-384' }],
    [{ ecdsa: 'P-256' }, { kind: 'private-key', algorithm: 'P-256' }],
    [{ publicKeyOf: 'tls/key' }, { kind: 'public-key', of: 'tls/key' }],
    [{ text: '((a))' }, { kind: 'template', format: 'text', content: '((a))' }],
    [{ yaml: { a: ['((b))', 1] } }, { kind: 'template', format: 'yaml', content: { a: ['((b))', 1] } }],
    [{ json: [null, true] }, { kind: 'template', format: 'json', content: [null, true] }],
    [{ given: 'Who are you' }, { kind: 'given', prompt: 'Who are you' }],
    [
      { given: 'Password', otherwise: { password: 16 } },
      { kind: 'given', prompt: 'Password', otherwise: { kind: 'password', length: 16, symbols: '' } },
    ],
    [{ accessKeyId: 'pipelines' }, { kind: 'access-key', user: 'pipelines', part: 'id' }],
    [{ secretAccessKey: 'pipelines' }, { kind: 'access-key', user: 'pipelines', part: 'secret' }],
    [{ madeAt: 'x' }, { kind: 'made-at', of: 'x' }],
    [{ same: 'auth/oauth2-proxy/client-id' }, { kind: 'same', of: 'auth/oauth2-proxy/client-id' }],
  ])('%j', (recipe, expected) => {
    const { credentials, diagnostics } = parseCredentials(keysOf(recipe), {
      ...context,
      sensitive: ['', 'x y'],
    });
    expect(diagnostics).toEqual([]);
    expect(credentials[0]?.keys[0]?.recipe).toEqual(expected);
  });

  it.each([
    [{ hex: 8 }, 'WEAK_RECIPE', [0, 'keys', 'k', 'hex']],
    [{ password: 8 }, 'WEAK_RECIPE', [0, 'keys', 'k', 'password']],
    [{ hex: '32' }, 'BAD_RECIPE', [0, 'keys', 'k', 'hex']],
    [{ hex: -1 }, 'BAD_RECIPE', [0, 'keys', 'k', 'hex']],
    [{ hex: 2000 }, 'BAD_RECIPE', [0, 'keys', 'k', 'hex']],
    [{ password: 73 }, 'BAD_RECIPE', [0, 'keys', 'k', 'password']],
    [{ password: { length: 20, symbols: 'ä' } }, 'BAD_RECIPE', [0, 'keys', 'k', 'password', 'symbols']],
    [{ bcrypt: { of: 'x', cost: 4 } }, 'BAD_RECIPE', [0, 'keys', 'k', 'bcrypt', 'cost']],
    [{ bcrypt: { of: 'x', ident: '2x' } }, 'BAD_RECIPE', [0, 'keys', 'k', 'bcrypt', 'ident']],
    [{ rsa: 1024 }, 'BAD_RECIPE', [0, 'keys', 'k', 'rsa']],
    [{ ecdsa: 'P-521' }, 'BAD_RECIPE', [0, 'keys', 'k', 'ecdsa']],
    [{ text: 5 }, 'BAD_RECIPE', [0, 'keys', 'k', 'text']],
    [{ json: undefined }, 'BAD_RECIPE', [0, 'keys', 'k', 'json']],
    [{ same: 'a b' }, 'BAD_RECIPE', [0, 'keys', 'k', 'same']],
    [{ same: 'a/b/c/d' }, 'BAD_RECIPE', [0, 'keys', 'k', 'same']],
    [{ given: '' }, 'BAD_RECIPE', [0, 'keys', 'k', 'given']],
    [{ given: 'x', otherwise: { same: 'y' } }, 'BAD_RECIPE', [0, 'keys', 'k', 'otherwise']],
    [{ given: 'x', otherwise: { hex: 4 } }, 'WEAK_RECIPE', [0, 'keys', 'k', 'otherwise', 'hex']],
    [{ hex: 32, otherwise: { hex: 32 } }, 'BAD_RECIPE', [0, 'keys', 'k', 'otherwise']],
    [{ accessKeyId: 'a b' }, 'BAD_RECIPE', [0, 'keys', 'k', 'accessKeyId']],
    [{ hex: 32, base64url: 32 }, 'BAD_RECIPE', [0, 'keys', 'k']],
    [{ hexx: 32 }, 'BAD_RECIPE', [0, 'keys', 'k']],
    [{ toString: 32 }, 'BAD_RECIPE', [0, 'keys', 'k']],
    ['hex', 'BAD_RECIPE', [0, 'keys', 'k']],
    [{ text: 'user:hunter2 hunter2' }, 'SENSITIVE_IN_RECIPE', [0, 'keys', 'k', 'text']],
    [{ json: { a: ['hunter2 "!'] } }, 'SENSITIVE_IN_RECIPE', [0, 'keys', 'k', 'json']],
  ])('%j is %s', (recipe, code, path) => {
    const at: Path[] = [];
    const locate = (asked: Path) => void at.push(asked);
    const { credentials, diagnostics } = parseCredentials(keysOf(recipe), {
      ...context,
      sensitive: ['hunter2 "', 'hunter2 hunter2'],
      locate,
    });
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.args?.field])).toEqual([
      [code, ['secrets', ...path].join('.')],
    ]);
    expect(at).toContainEqual(path);
    expect(gapsIn(diagnostics)).toEqual([]);
    expect(credentials[0]?.keys).toEqual([]);
    expect(JSON.stringify(diagnostics)).not.toContain('hunter2');
  });
});

describe('parseCredentials reads Secrets', () => {
  it('with everything', () => {
    const secret = {
      name: 'dex-passwords',
      namespace: 'dex',
      type: 'Opaque',
      labels: { a: 'b' },
      annotations: { c: '' },
      merge: true,
      backend: 'sealed-secrets',
      scope: 'namespace-wide',
      remote: 'example/dex',
      keys: { hash: { bcrypt: 'admin-password', show: 'Dex', remote: { key: 'x', property: 'y' } } },
      values: { 'admin-password': { password: 20, show: 'Kubeflow admin' } },
      restarts: ['Deployment/dex', 'other/StatefulSet/db'],
    };
    const { credentials, diagnostics } = parseCredentials([secret], { ...context, locate: startAtIndex });
    const span = { path: 'component.yaml', start: 0, end: 9 };
    expect(diagnostics).toEqual([]);
    expect(credentials).toEqual([
      {
        ...secret,
        component: 'dex',
        span,
        keys: [
          {
            key: 'hash',
            recipe: { kind: 'bcrypt', of: 'admin-password', cost: 12, ident: '2b' },
            show: 'Dex',
            remote: { key: 'x', property: 'y' },
            span,
          },
        ],
        values: [
          {
            name: 'admin-password',
            recipe: { kind: 'password', length: 20, symbols: '' },
            show: 'Kubeflow admin',
            span,
          },
        ],
        restarts: [
          { kind: 'Deployment', namespace: 'dex', name: 'dex' },
          { kind: 'StatefulSet', namespace: 'other', name: 'db' },
        ],
      },
    ]);
  });

  const good = { name: 'a', keys: { k: { hex: 16 } } };
  it.each([
    [undefined, 1],
    ['true', 1],
    ['false', 0],
    [true, 1],
    [false, 0],
  ])('that are switched on: %s', (enabled, count) => {
    const { credentials, diagnostics } = parseCredentials([{ ...good, enabled }], context);
    expect({ count: credentials.length, diagnostics }).toEqual({ count, diagnostics: [] });
  });

  it.each([
    ['text', ['']],
    [{}, ['']],
    [['text'], ['0']],
    [[{ ...good, name: 'A' }], ['0.name']],
    [[{ ...good, enabled: 'perhaps' }], ['0.enabled']],
    [[{ keys: good.keys }], ['0.name']],
    [[{ name: 'a' }], ['0.keys']],
    [[{ name: 'a', keys: {} }], ['0.keys']],
    [[{ name: 'a', keys: [] }], ['0.keys']],
    [[{ ...good, namespace: 'a.b' }], ['0.namespace']],
    [[{ ...good, key: {} }], ['0.key']],
    [[{ ...good, keys: { 'a b': { hex: 16 }, '..': { hex: 16 } } }], ['0.keys.a b', '0.keys...']],
    [[{ ...good, backend: 'vault' }], ['0.backend']],
    [[{ ...good, scope: 'wide' }], ['0.scope']],
    [[{ ...good, type: '' }], ['0.type']],
    [[{ ...good, merge: 'true' }], ['0.merge']],
    [[{ ...good, labels: { a: 1 } }], ['0.labels.a']],
    [[{ ...good, labels: 'a' }], ['0.labels']],
    [[{ ...good, remote: 'ü' }], ['0.remote']],
    [[{ ...good, values: { A: { hex: 16 } } }], ['0.values.A']],
    [[{ ...good, values: [] }], ['0.values']],
    [[{ ...good, restarts: ['Pod/a'] }], ['0.restarts.0']],
    [[{ ...good, restarts: 'Deployment/a' }], ['0.restarts']],
    [[{ ...good, keys: { k: { hex: 16, remote: 'x' } } }], ['0.keys.k.remote']],
    [
      [{ ...good, keys: { k: { hex: 16, remote: { property: 'x', version: 'y' } } } }],
      ['0.keys.k.remote.version', '0.keys.k.remote.key'],
    ],
    [[{ ...good, keys: { k: { hex: 16, show: 1 } } }], ['0.keys.k.show']],
  ])('and reports each mistake: %j', (list, fields) => {
    const locate = (path: Path) => ({ path: ['secrets', ...path].join('.'), start: 0, end: 1 });
    const { credentials, diagnostics } = parseCredentials(list, { ...context, locate });
    const places = fields.map((field) => (field === '' ? 'secrets' : `secrets.${field}`));
    expect(diagnostics.map(({ code }) => code)).toEqual(fields.map(() => 'BAD_SECRET'));
    expect(diagnostics.map(({ args }) => args?.field)).toEqual(places);
    expect(diagnostics.map(({ span }) => span?.path)).toEqual(places);
    expect(gapsIn(diagnostics)).toEqual([]);
    const [whole] = parseCredentials([good], { ...context, locate }).credentials;
    for (const { keys, labels = {}, ...rest } of credentials) {
      expect({ ...rest, labels, keys: whole?.keys }).toStrictEqual({ ...whole, labels: {} });
      for (const key of keys) expect(whole?.keys).toContainEqual(key);
    }
  });

  it('tells what is missing from what is wrong', () => {
    const problems = [{ keys: good.keys }, { ...good, name: 7 }].flatMap((secret) =>
      parseCredentials([secret], context).diagnostics.map(({ args }) => args?.problem),
    );
    expect(problems).toEqual(['is missing', expect.stringMatching(/^must be /)]);
  });

  it('takes an absent list as an empty one', () => {
    expect(parseCredentials(undefined, context)).toEqual({ credentials: [], diagnostics: [] });
  });

  it('takes any data without throwing, and says nothing without a reason', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (list, inner) => {
        expect(() => parseCredentials(list, context)).not.toThrow();
        expect(() => parseCredentials(keysOf(inner), context)).not.toThrow();
        expect(() => parseCredentials([{ name: 'a', keys: inner, values: inner }], context)).not.toThrow();
      }),
    );
  });
});
