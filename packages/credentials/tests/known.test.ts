import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type CredentialSpec,
  checkGiven,
  EMPTY_LOCK,
  generateValues,
  knownValues,
  LOGIN_NAMES,
  loginId,
  loginsFrom,
  parseCredentials,
  planCredentials,
  recordPlan,
  redact,
  type TemplateFormat,
  valueGraph,
} from '../src/index.ts';
import { bcryptHash } from '../src/seal/index.ts';
import { countedKeyPairs, seededRandom, specsOf } from './platform.ts';

const declared = valueGraph(specsOf(['oauth2-proxy', 'dex'])).graph;

describe('loginsFrom', () => {
  it('takes what the predecessor asked, where a credential uses it', () => {
    const environment = {
      email: 'ada@example.com',
      password: 'p',
      username: '',
      lastname: 'L',
      PATH: '/bin',
    };
    const given = loginsFrom(environment, declared);
    expect([...given].map(([id, value]) => [id, value.reveal()])).toEqual([
      ['admin-email', 'ada@example.com'],
      ['admin-password', 'p'],
    ]);
    expect(LOGIN_NAMES.map(loginId)).toEqual([
      'admin-email',
      'admin-username',
      'admin-firstname',
      'admin-lastname',
      'admin-password',
    ]);
  });
});

describe('checkGiven', () => {
  it('reports names that nothing uses, with those that are asked for', () => {
    const given = new Map([
      ['admin-pasword', redact('x')],
      ['oidc-client-id', redact('y')],
    ]);
    expect(checkGiven(given, declared).map(({ code, args }) => [code, args])).toEqual([
      ['UNKNOWN_GIVEN', { value: 'admin-pasword', known: 'admin-email, admin-username, admin-password' }],
    ]);
    expect(JSON.stringify(checkGiven(given, declared))).not.toContain('"x"');
    const none = checkGiven(given, new Map()).map(({ args }) => args?.known);
    expect(none).toEqual(['none', 'none']);
  });
});

describe('knownValues', () => {
  const content = {
    users: [{ name: '((name))', hash: 'not ((name)) but ((other))' }],
    url: 'https://((host))/x',
  };
  const specsWith = (recipe: object): readonly CredentialSpec[] =>
    parseCredentials(
      [
        {
          name: 's',
          keys: { k: recipe },
          values: { name: { hex: 16 }, other: { hex: 16 }, host: { hex: 16 } },
        },
      ],
      { component: 'c', namespace: 'n' },
    ).credentials;
  const formats: Readonly<Record<TemplateFormat, object>> = {
    json: { json: content },
    yaml: { yaml: content },
    text: { text: 'https://((host))/x' },
  };
  const lockOf = (specs: readonly CredentialSpec[]) => {
    const graph = valueGraph(specs).graph;
    const backends = ['sealed-secrets'] as const;
    const { plan } = planCredentials({
      specs,
      graph,
      lock: EMPTY_LOCK,
      defaultBackend: backends[0],
      backends,
    });
    return recordPlan(EMPTY_LOCK, plan, { graph, now: '2026-03-01T10:00:00Z' });
  };

  it.each(['json', 'yaml', 'text'] as const)(
    'reads back what stands alone in a filled template: %s',
    (format) => {
      const specs = specsWith(formats[format]);
      const { graph } = valueGraph(specs);
      const lock = lockOf(specs);
      fc.assert(
        fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.string(), (name, other, host) => {
          const given = new Map(
            Object.entries({ name, other, host }).map(([id, value]) => [id, redact(value)]),
          );
          const { values } = generateValues(graph, ['n/s/k'], {
            make: new Set(given.keys()),
            known: new Map(),
            given,
            random: seededRandom(),
            keyPairs: countedKeyPairs(),
            bcrypt: bcryptHash,
            now: '2026-03-01T10:00:00Z',
            madeAt: () => undefined,
          });
          const text = values.get('n/s/k');
          if (text === undefined) throw new Error('no value');
          const found = [...knownValues(new Map([['n/s/k', text]]), graph, lock)];
          const expected = format === 'text' ? { host } : { name, host };
          expect(Object.fromEntries(found.map(([id, value]) => [id, value.reveal()]))).toEqual({
            'n/s/k': text.reveal(),
            ...expected,
          });
        }),
      );
    },
  );

  it('takes a text as it is, and nothing else for a text', () => {
    const specs = specsWith({ same: 'name' });
    const known = (bytes: readonly number[]) =>
      [...knownValues(new Map([['n/s/k', redact(Uint8Array.from(bytes))]]), valueGraph(specs).graph)].map(
        ([id, value]) => [id, value.reveal()],
      );
    expect(known([0xef, 0xbb, 0xbf, 0x61])).toEqual([
      ['n/s/k', '\u{feff}a'],
      ['name', '\u{feff}a'],
    ]);
    expect(known([0x61, 0xff])).toEqual([]);
  });

  it('leaves out what no credential has', () => {
    expect(
      knownValues(new Map([['n/s/gone', redact('x')]]), valueGraph(specsWith({ hex: 16 })).graph).size,
    ).toBe(0);
  });

  it.each([
    [
      'a template that was changed since',
      formats.json,
      JSON.stringify({ users: [{ name: 'a' }], url: 'https://b/x' }),
    ],
    ['another shape', formats.text, 'http://b/x'],
    ['no JSON', { json: { a: '((name))' } }, '{'],
    ['a number', { json: { a: '((name))' } }, '{"a":5}'],
    ['nothing where there was something', { json: { a: ['((name))'], b: null, c: 1 } }, '{"a":null}'],
    ['a text where there was more', { json: { a: { b: '((name))' } } }, '"a"'],
    ['a text shorter than what is around the value', { text: 'ab((name))ba' }, 'aba'],
    ['a text of two values', { text: '((name))-((other))' }, 'x-'],
    ['a text without values', { text: 'x' }, 'x'],
  ])('reads nothing from %s', (what, recipe, text) => {
    const specs = specsWith(recipe);
    const lock = lockOf(what.startsWith('a template') ? specsWith({ json: { a: '((name))' } }) : specs);
    const found = knownValues(new Map([['n/s/k', redact(text)]]), valueGraph(specs).graph, lock);
    expect([...found.keys()]).toEqual(['n/s/k']);
  });
});
