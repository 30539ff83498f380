import { describe, expect, it } from 'vitest';
import { generateValues, parseCredentials, redact, valueGraph } from '../src/index.ts';
import { bcryptHash } from '../src/seal/index.ts';
import { dexProgram, local, startDex } from './dex.ts';
import { countedKeyPairs, seededRandom } from './platform.ts';

/** The whole configuration of Dex as one template, as the predecessor has it, with this beginning. */
function configure(settings: object, given: Readonly<Record<string, string>>): string {
  const content = {
    ...settings,
    enablePasswordDB: true,
    staticClients: [
      {
        id: '((client-id))',
        secret: '((client-secret))',
        name: 'yes',
        redirectURIs: ['https://example.com/'],
      },
    ],
    staticPasswords: [{ email: '((email))', hash: '((dex/hash))', username: '((name))', userID: '12:30:00' }],
  };
  const values = Object.fromEntries(
    Object.keys({ ...given, password: '' }).map((name) => [
      name,
      { given: name, otherwise: { password: 24 } },
    ]),
  );
  const { credentials, diagnostics } = parseCredentials(
    [{ name: 'dex', keys: { 'config.yaml': { yaml: content }, hash: { bcrypt: 'password' } }, values }],
    { component: 'dex', namespace: 'auth' },
  );
  const { graph } = valueGraph(credentials);
  const made = generateValues(graph, graph.keys(), {
    make: new Set(graph.keys()),
    known: new Map(),
    given: new Map(Object.entries(given).map(([id, value]) => [id, redact(value)])),
    random: seededRandom(),
    keyPairs: countedKeyPairs(),
    bcrypt: bcryptHash,
    now: '2026-03-01T10:00:00Z',
    madeAt: () => undefined,
  });
  expect([...diagnostics, ...made.diagnostics]).toEqual([]);
  return made.values.get('auth/dex/config.yaml')?.reveal() ?? '';
}

const TEXTS: Readonly<Record<string, string>> = {
  plain: 'correct-horse-battery',
  'a boolean of YAML 1.1': 'yes',
  'a number': '0123456789012345678901234567890',
  unicode: 'pässwörd 🔑',
  'quotes, backslashes and spaces': ` "a" 'b' \\ \\n ((name)) {{x}} $HOME `,
  'two lines': 'first: line\n- second #line\r\n',
};

describe.skipIf(dexProgram === undefined)('Dex', { timeout: 60_000 }, () => {
  it.each(Object.entries(TEXTS))(
    'takes every part of its configuration as it is meant: %s',
    async (_, text) => {
      const { issuer, settings } = await local();
      const given = {
        'client-id': `id ${text}`,
        'client-secret': `secret ${text}`,
        email: 'ada@example.com',
        name: text,
        password: text,
      };
      const dex = await startDex(issuer, configure(settings, given));
      const client = [given['client-id'], given['client-secret']] as const;
      try {
        expect(await dex.logIn(client, [given.email, text])).toEqual({ status: 200, token: true });
        expect(await dex.logIn(client, [given.email, `${text}x`])).toMatchObject({ token: false });
        expect(await dex.logIn([client[0], text], [given.email, text])).toMatchObject({ status: 401 });
      } finally {
        await dex.stop();
      }
    },
  );

  it('refuses a configuration that is none', async () => {
    const { issuer, settings } = await local();
    const config = JSON.stringify({ ...settings, staticClients: [{ id: 'x', secret: 'y', name: true }] });
    await expect(startDex(issuer, config)).rejects.toThrow(/Dex does not answer: .*cannot unmarshal/);
  });
});
