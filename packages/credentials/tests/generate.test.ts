import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import {
  bcryptProblem,
  generateValues,
  type Ingredients,
  parseCredentials,
  redact,
  valueGraph,
} from '../src/index.ts';
import { bcryptHash } from '../src/seal/index.ts';
import { countedKeyPairs, GIVEN, seededRandom, specsOf } from './platform.ts';
import { works } from './tools.ts';

const NOW = '2026-03-01T10:00:00Z';
const { graph } = valueGraph(specsOf());

function ingredients(changes: Partial<Ingredients> = {}): Ingredients {
  return {
    make: new Set(graph.keys()),
    known: new Map(),
    given: new Map(Object.entries(GIVEN).map(([id, value]) => [id, redact(value)])),
    random: seededRandom(),
    keyPairs: countedKeyPairs(),
    bcrypt: bcryptHash,
    now: NOW,
    madeAt: () => undefined,
    ...changes,
  };
}

const given = (values: Record<string, string>) =>
  new Map(Object.entries({ ...GIVEN, ...values }).map(([id, value]) => [id, redact(value)]));
const reveal = (values: ReadonlyMap<string, { reveal: () => string }>, id: string) =>
  values.get(id)?.reveal() ?? '';

describe('generateValues in the formats of the consumers', () => {
  const { values, diagnostics } = generateValues(graph, graph.keys(), ingredients());
  const value = (id: string) => reveal(values, id);

  it('makes all values', () => {
    expect(diagnostics).toEqual([]);
    expect([...values.keys()]).toEqual([...graph.keys()]);
  });

  it.each([
    ['oidc-client-id', /^[0-9a-f]{32}$/],
    ['oidc-client-secret', /^[0-9a-f]{64}$/],
    ['oauth2-proxy/oauth2-proxy/cookie-secret', /^[\w-]{43}$/],
    ['auth/keycloak/password', /^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[a-zA-Z0-9]{24}$/],
    ['auth/dex-config/hash', /^\$2b\$10\$[./A-Za-z0-9]{53}$/],
    ['argocd/argocd-secret/admin.password', /^\$2a\$10\$[./A-Za-z0-9]{53}$/],
    ['argocd/argocd-secret/admin.passwordMtime', /^2026-03-01T10:00:00Z$/],
    ['kubeflow/signing/public.pem', /^public P-256 1$/],
    ['admin-email', /^admin@example.org$/],
  ])('%s is %s', (id, format) => {
    expect(value(id)).toMatch(format);
  });

  it('gives oauth2-proxy a cookie secret of 32 bytes', () => {
    expect(Buffer.from(value('oauth2-proxy/oauth2-proxy/cookie-secret'), 'base64url')).toHaveLength(32);
  });

  it('gives the proxy and the providers one client', () => {
    const secret = value('oidc-client-secret');
    expect(value('oauth2-proxy/oauth2-proxy/client-secret')).toBe(secret);
    expect(parse(value('auth/dex-config/config.yaml')).staticClients[0].secret).toBe(secret);
    expect(JSON.parse(value('auth/kubeflow-realm/realm.json')).clients[0].secret).toBe(secret);
  });
});

describe('generateValues', () => {
  it('carries any text through YAML and JSON unchanged, and never changes their shape', () => {
    const content = { 'a key': ['((x))', 7, { b: 'say: ((x))!', c: null }] };
    const keys = { json: { json: content }, yaml: { yaml: content }, x: { given: 'anything' } };
    const own = valueGraph(
      parseCredentials([{ name: 's', keys, values: { x: { given: 'x' } } }], {
        component: 'c',
        namespace: 'n',
      }).credentials,
    ).graph;
    const special = [
      'yes',
      '0x10',
      '12:30:00',
      '1e3',
      '~',
      'a: b',
      '- a',
      '# c',
      '"',
      "'",
      '\\',
      '\n',
      ' a ',
      '((x))',
      '$&',
    ];
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(...special),
    );
    fc.assert(
      fc.property(text, (x) => {
        fc.pre(!/\p{Surrogate}/u.test(x));
        const { values } = generateValues(
          own,
          ['n/s/json', 'n/s/yaml'],
          ingredients({ make: new Set(['x']), given: given({ x }) }),
        );
        const expected = { 'a key': [x, 7, { b: `say: ${x}!`, c: null }] };
        expect(JSON.parse(reveal(values, 'n/s/json'))).toEqual(expected);
        expect(parse(reveal(values, 'n/s/yaml'))).toEqual(expected);
        expect(parse(reveal(values, 'n/s/yaml'), { version: '1.1' })).toEqual(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('takes given values instead of drawing, and asks for those that nobody can draw', () => {
    const { values, diagnostics } = generateValues(
      graph,
      ['admin-email', 'oidc-client-id', 'argocd/git/password'],
      ingredients({ given: new Map([['oidc-client-id', redact('mine')]]) }),
    );
    expect(reveal(values, 'oidc-client-id')).toBe('mine');
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['MISSING_VALUE', { value: 'argocd/git/password', prompt: 'Git token' }],
    ]);
  });

  it('makes no access key: only AWS does', () => {
    const { graph: own } = valueGraph(
      parseCredentials([{ name: 's3', keys: { id: { accessKeyId: 'ada' } } }], {
        component: 'c',
        namespace: 'n',
      }).credentials,
    );
    const { values, diagnostics } = generateValues(
      own,
      own.keys(),
      ingredients({ make: new Set(own.keys()) }),
    );
    expect(values.size).toBe(0);
    expect(diagnostics.map(({ code, args }) => [code, args?.value])).toEqual([['MISSING_VALUE', 'n/s3/id']]);
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('uses known values where nothing is made', () => {
    const known = new Map([['auth/keycloak/database-password', redact('from the cluster')]]);
    const { values } = generateValues(
      graph,
      ['auth/keycloak-postgresql/password'],
      ingredients({ known, make: new Set() }),
    );
    expect(reveal(values, 'auth/keycloak-postgresql/password')).toBe('from the cluster');
  });

  it('leaves out what needs a value that is not there', () => {
    const wanted = ['auth/dex-config/config.yaml', 'auth/dex-config/hash', 'kubeflow/signing/public.pem'];
    const { values } = generateValues(graph, wanted, ingredients({ make: new Set(['admin-email']) }));
    expect([...values.keys()]).toEqual(['admin-email']);
  });

  it('keeps the time of a password that stays', () => {
    const { values } = generateValues(
      graph,
      ['argocd/argocd-secret/admin.passwordMtime'],
      ingredients({ make: new Set(), madeAt: () => '2025-01-01T00:00:00Z' }),
    );
    expect(reveal(values, 'argocd/argocd-secret/admin.passwordMtime')).toBe('2025-01-01T00:00:00Z');
  });

  it.each([['x'.repeat(73)], ['ü'.repeat(37)], ['with\0nul'], ['']])('refuses to hash %j', (password) => {
    const { values, diagnostics } = generateValues(
      graph,
      ['auth/dex-config/hash'],
      ingredients({ given: given({ 'admin-password': password }) }),
    );
    expect(diagnostics.map(({ code, args }) => [code, args?.value])).toEqual([
      ['BAD_PASSWORD', 'auth/dex-config/hash'],
    ]);
    expect(gapsIn(diagnostics)).toEqual([]);
    expect(values.has('auth/dex-config/hash')).toBe(false);
    expect(() => bcryptHash(password, { random: seededRandom() })).toThrow(RangeError);
  });

  it.each([
    [
      'throws',
      () => {
        throw new Error('EAGAIN');
      },
    ],
    ['gives too little', () => new Uint8Array(1)],
    ['is stuck', (size: number) => new Uint8Array(size)],
  ])('stops where the randomness %s', (_what, random) => {
    expect(() =>
      generateValues(graph, ['auth/keycloak/password', 'oidc-client-id'], ingredients({ random })),
    ).toThrow(/source of randomness/);
  });

  it('shows no value in text, JSON or inspection', () => {
    const { values, diagnostics } = generateValues(graph, graph.keys(), ingredients());
    const shown = [
      JSON.stringify([...values]),
      inspect(values, { depth: 9, showHidden: true }),
      inspect([...values.values()], { customInspect: false, showHidden: true, depth: 9 }),
      JSON.stringify([...values.values()].map((value) => ({ ...value }))),
      String([...values.values()]),
      [...values.values()].join(),
      JSON.stringify(diagnostics),
    ].join();
    const open = [
      'admin-email',
      'admin-username',
      'auth/keycloak/username',
      'kubeflow/katib-mysql-secrets/DB_HOST',
    ];
    const secret = [...values].filter(([id]) => !open.includes(id)).map(([, value]) => value.reveal());
    expect(secret.length).toBeGreaterThan(15);
    expect(secret.filter((value) => shown.includes(value))).toEqual([]);
    expect(shown).toContain('[redacted]');
  });
});

describe('bcryptHash', () => {
  const python = works('python3', [
    '-W',
    'ignore',
    '-c',
    'import crypt; assert crypt.crypt("a", "$2b$04$" + "." * 22)',
  ]);
  if (!python) console.log('left out: bcrypt hashes against crypt(3), python3 has none');
  const verify = `
import crypt, json, sys
for password, hash in json.load(sys.stdin):
    assert crypt.crypt(password, hash) == hash`;

  it.skipIf(!python)('agrees with crypt(3) for any password', () => {
    const password = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => bcryptProblem(text) === undefined);
    const idents = ['2a', '2b', '2y'] as const;
    const pairs = fc.sample(password, 30).map((text, index) => {
      const ident = idents[index % 3] ?? '2b';
      const hash = bcryptHash(text, { cost: 4, ident, random: seededRandom(index + 1) });
      expect(hash.startsWith(`$${ident}$04$`)).toBe(true);
      return [text, hash];
    });
    expect(() =>
      execFileSync('python3', ['-W', 'ignore', '-c', verify], { input: JSON.stringify(pairs) }),
    ).not.toThrow();
  });

  it('has cost 12 and 2b unless told otherwise, and 60 characters', () => {
    expect(bcryptHash('x', { random: seededRandom() })).toMatch(/^\$2b\$12\$.{53}$/);
  });
});

describe('password recipes', () => {
  it('hold every class of characters and only allowed ones, at every length', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 12, max: 72 }),
        fc.constantFrom('', '-_', '!&#$^<>-'),
        fc.nat(),
        (length, symbols, seed) => {
          const { credentials } = parseCredentials(
            [{ name: 'a', keys: { k: { password: { length, symbols } } } }],
            {
              component: 'c',
              namespace: 'n',
            },
          );
          const own = valueGraph(credentials).graph;
          const { values } = generateValues(
            own,
            own.keys(),
            ingredients({ make: new Set(own.keys()), random: seededRandom(seed + 1) }),
          );
          const characters = Array.from(reveal(values, 'n/a/k'));
          expect(characters).toHaveLength(length);
          for (const one of characters) expect(/[a-zA-Z0-9]/.test(one) || symbols.includes(one)).toBe(true);
          for (const must of [/[a-z]/, /[A-Z]/, /\d/])
            expect(characters.some((one) => must.test(one))).toBe(true);
          expect(characters.some((one) => symbols.includes(one))).toBe(symbols !== '');
        },
      ),
    );
  });

  it('draw every character about equally often', () => {
    const counts = new Map<string, number>();
    const own = valueGraph(
      parseCredentials([{ name: 'a', keys: { k: { password: 72 } } }], { component: 'c', namespace: 'n' })
        .credentials,
    ).graph;
    for (let run = 0; run < 200; run++) {
      const { values } = generateValues(
        own,
        own.keys(),
        ingredients({ make: new Set(own.keys()), random: randomBytes }),
      );
      for (const one of reveal(values, 'n/a/k')) counts.set(one, (counts.get(one) ?? 0) + 1);
    }
    // 14,400 characters over 62: about 232 each; six standard deviations is 92
    expect(counts.size).toBe(62);
    for (const count of counts.values()) expect(Math.abs(count - 232)).toBeLessThan(100);
  });
});
