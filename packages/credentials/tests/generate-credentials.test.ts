import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { makePair } from '../../../tests/certificates.ts';
import {
  type CredentialSpec,
  credentialId,
  EMPTY_LOCK,
  formatLock,
  formatLogins,
  knownValues,
  redact,
  scrub,
  type Values,
  valueGraph,
} from '../src/index.ts';
import {
  type Generation,
  type GenerationInput,
  generateCredentials,
  inProcessSealer,
  sealedIn,
  unsealAll,
} from '../src/seal/index.ts';
import { GIVEN, seededRandom, specsOf } from './platform.ts';

const NOW = new Date('2026-11-01T10:00:00.123Z');
const LATER = new Date('2026-12-01T10:00:00Z');
const pair = makePair({ now: NOW });
const pathOf = (spec: CredentialSpec) => `secrets/${spec.component}/${spec.name}.yaml`;
const given: Values = new Map(Object.entries(GIVEN).map(([id, value]) => [id, redact(value)]));

const base: GenerationInput = {
  specs: specsOf(),
  lock: EMPTY_LOCK,
  defaultBackend: 'sealed-secrets',
  backends: ['sealed-secrets'],
  files: new Map(),
  pathOf,
  certificate: pair.certificate,
  given,
  now: NOW,
};

async function generate(changes: Partial<GenerationInput> = {}): Promise<Generation> {
  const { generation, diagnostics } = await generateCredentials({ ...base, ...changes });
  if (generation === undefined) throw new Error(JSON.stringify(diagnostics));
  return generation;
}

const codes = async (changes: Partial<GenerationInput>) => {
  const { generation, diagnostics } = await generateCredentials({ ...base, ...changes });
  return { made: generation !== undefined, codes: [...new Set(diagnostics.map(({ code }) => code))] };
};

const filesOf = ({ files }: Generation) => new Map(files.map(({ path, text }) => [path, text]));

/** What the cluster would hold: every value, by namespace, Secret and key. */
function unsealed(files: ReadonlyMap<string, string>, specs = base.specs) {
  const { sealed } = sealedIn({ ...base, specs, files });
  const found = unsealAll(specs, sealed, [pair.privateKey]);
  return new Map([...found].map(([id, value]) => [id, Buffer.from(value.reveal()).toString('utf8')]));
}

const first = await generate();
const contents = unsealed(filesOf(first));

describe('generateCredentials, first run', () => {
  it('seals every key of every Secret', () => {
    const keys = base.specs.flatMap((spec) => spec.keys.map(({ key }) => `${credentialId(spec)}/${key}`));
    expect([...contents.keys()].toSorted()).toEqual(keys.toSorted());
    expect(first.files.map(({ path }) => path)).toEqual(base.specs.map(pathOf));
    expect(contents.get('argocd/git/password')).toBe(GIVEN['argocd/git/password']);
    expect(contents.get('kubeflow/katib-mysql-secrets/DB_PASSWORD')).toBe(
      GIVEN['kubeflow/mysql-secret/password'],
    );
    expect(contents.get('argocd/argocd-secret/admin.passwordMtime')).toBe('2026-11-01T10:00:00Z');
    expect(contents.get('kubeflow/signing/public.pem')).toMatch(/^-----BEGIN PUBLIC KEY-----/);
  });

  it('gives one client to the proxy and both providers', () => {
    const secret = contents.get('oauth2-proxy/oauth2-proxy/client-secret');
    expect(parse(contents.get('auth/dex-config/config.yaml') ?? '').staticClients[0].secret).toBe(secret);
    expect(JSON.parse(contents.get('auth/kubeflow-realm/realm.json') ?? '').clients[0].secret).toBe(secret);
  });

  it('hands over the generated logins once', () => {
    expect(first.logins.map(({ label }) => label)).toEqual([
      'Password of the Argo CD administrator',
      'Password of the Keycloak administrator',
      'Password of the first Kubeflow user',
    ]);
    const realm = JSON.parse(contents.get('auth/kubeflow-realm/realm.json') ?? '');
    const text = formatLogins(first.logins);
    expect(text.reveal()).toContain(
      `Password of the first Kubeflow user: ${realm.users[0].credentials[0].value}\n`,
    );
    expect(text.reveal().split('\n')).toHaveLength(4);
    expect(String(text)).toBe('[redacted]');
    expect(formatLogins([{ label: 'a', value: redact('b\nc: d') }]).reveal()).toBe('a: "b\\nc: d"\n');
  });

  it('shows no value anywhere but in the reveal', () => {
    const open = ['admin', 'admin@example.org', 'db.example.com', '2026-11-01T10:00:00Z'];
    const secret = [...contents.values(), ...first.logins.map(({ value }) => value.reveal())].filter(
      (value) => !open.includes(value),
    );
    const lines = secret.flatMap((value) => [
      value,
      ...value.split('\n').filter((line) => line.length > 24 && !line.includes(':')),
    ]);
    const shown = [
      ...first.files.map(({ text }) => text),
      formatLock(first.lock),
      JSON.stringify(first),
      inspect(first, { depth: 20, showHidden: true, customInspect: false }),
    ].join('\n');
    expect(lines.length).toBeGreaterThan(20);
    expect(lines.filter((value) => shown.includes(value))).toEqual([]);
    expect(lines.filter((value) => shown.includes(Buffer.from(value).toString('base64')))).toEqual([]);
  });
});

describe('generateCredentials, run again', () => {
  const settled = { lock: first.lock, files: filesOf(first), given: new Map() };

  it('writes the same bytes, later and without the given values', async () => {
    const again = await generate({ ...settled, now: LATER });
    expect(again.files).toEqual(first.files);
    expect(formatLock(again.lock)).toBe(formatLock(first.lock));
    expect(again.logins).toEqual([]);
    expect(again.restarts).toEqual([]);
  });

  it('does not even start a sealer', async () => {
    const sealer = async () => await Promise.reject(new Error('called'));
    expect((await generate({ ...settled, sealer })).files).toEqual(first.files);
  });

  it('says that a given value is not used', async () => {
    expect(await codes({ ...settled, given })).toEqual({ made: true, codes: ['GIVEN_NOT_USED'] });
  });

  it('rotates one value and leaves every other sealed value as it is', async () => {
    const rotated = await generate({ ...settled, rotate: ['keycloak/database-password'], now: LATER });
    const before = filesOf(first);
    const changed = rotated.files
      .filter(({ path, text }) => before.get(path) !== text)
      .map(({ path }) => path);
    expect(changed).toEqual(['secrets/keycloak/keycloak.yaml', 'secrets/keycloak/keycloak-postgresql.yaml']);
    const sealed = (text = '') => parse(text).spec.encryptedData;
    const now = sealed(filesOf(rotated).get('secrets/keycloak/keycloak.yaml'));
    const then = sealed(before.get('secrets/keycloak/keycloak.yaml'));
    expect(now.password).toBe(then.password);
    const values = unsealed(filesOf(rotated));
    expect(values.get('auth/keycloak/database-password')).not.toBe(
      contents.get('auth/keycloak/database-password'),
    );
    expect(values.get('auth/keycloak-postgresql/password')).toBe(
      values.get('auth/keycloak/database-password'),
    );
    expect(rotated.lock.secrets['auth/keycloak']?.revision).toBe(1);
    expect(rotated.lock.secrets['auth/dex-config']).toEqual(first.lock.secrets['auth/dex-config']);
  });

  it('rotates a shared value with the private key at hand, and changes only that', async () => {
    const { graph } = valueGraph(base.specs);
    const { sealed } = sealedIn({ ...base, files: settled.files, lock: first.lock });
    const known = knownValues(unsealAll(base.specs, sealed, [pair.privateKey]), graph);
    const secrets = new Map(known);
    for (const id of ['admin-email', 'admin-username', 'admin-password'])
      secrets.set(id, redact(`known-${id}`));
    const rotated = await generate({
      ...settled,
      rotate: ['oidc-client-secret'],
      known: secrets,
      now: LATER,
    });
    const values = unsealed(filesOf(rotated));
    expect(values.get('oauth2-proxy/oauth2-proxy/client-id')).toBe(
      contents.get('oauth2-proxy/oauth2-proxy/client-id'),
    );
    const secret = values.get('oauth2-proxy/oauth2-proxy/client-secret');
    expect(secret).not.toBe(contents.get('oauth2-proxy/oauth2-proxy/client-secret'));
    expect(parse(values.get('auth/dex-config/config.yaml') ?? '').staticClients[0]).toMatchObject({
      id: contents.get('oauth2-proxy/oauth2-proxy/client-id'),
      secret,
    });
    expect(rotated.restarts.map(({ name }) => name)).toEqual(['oauth2-proxy', 'dex', 'keycloak']);
    expect(rotated.lock.values['oidc-client-id']).toEqual(first.lock.values['oidc-client-id']);
    expect(rotated.lock.values['oidc-client-secret']?.made).toBe('2026-12-01T10:00:00Z');
  });

  it('follows changed labels without sealing anything', async () => {
    const specs = base.specs.map((spec) =>
      spec.name === 'keycloak' ? { ...spec, labels: { a: 'b' } } : spec,
    );
    const again = await generate({ ...settled, specs, certificate: pair.certificate });
    const text = filesOf(again).get('secrets/keycloak/keycloak.yaml') ?? '';
    expect(parse(text).spec.template.metadata.labels).toEqual({ a: 'b' });
    expect(parse(text).spec.encryptedData).toEqual(
      parse(settled.files.get('secrets/keycloak/keycloak.yaml') ?? '').spec.encryptedData,
    );
    expect(formatLock(again.lock)).toBe(formatLock(first.lock));
  });

  it('names the files of Secrets that are gone or kept elsewhere', async () => {
    const specs = base.specs
      .filter(({ component }) => component !== 'keycloak')
      .map((spec) => (spec.name === 'signing' ? { ...spec, backend: 'external-secrets' as const } : spec));
    const files = new Map([...settled.files, ['secrets/dex/mine.yaml', 'kind: ConfigMap']]);
    const { obsolete, lock } = await generate({
      ...settled,
      files,
      specs,
      backends: ['sealed-secrets', 'external-secrets'],
      known: new Map([['kubeflow/signing/key.pem', redact(contents.get('kubeflow/signing/key.pem') ?? '')]]),
    });
    expect(obsolete).toEqual([
      'secrets/keycloak/kubeflow-realm.yaml',
      'secrets/keycloak/keycloak.yaml',
      'secrets/keycloak/keycloak-postgresql.yaml',
      'secrets/kubeflow/signing.yaml',
    ]);
    expect(lock.secrets['auth/keycloak']).toBeUndefined();
  });

  it('seals the same values for a new certificate, where they are known', async () => {
    const other = makePair({ now: NOW });
    const { graph } = valueGraph(base.specs);
    const { sealed } = sealedIn({ ...base, files: settled.files, lock: first.lock });
    const known = new Map(knownValues(unsealAll(base.specs, sealed, [pair.privateKey]), graph));
    for (const id of ['admin-email', 'admin-username', 'admin-password', 'argocd-password'])
      known.set(id, redact('a known value'));
    const resealed = await generate({ ...settled, certificate: other.certificate, known, now: LATER });
    const { sealed: now } = sealedIn({ ...base, files: filesOf(resealed), lock: resealed.lock });
    const opened = unsealAll(base.specs, now, [other.privateKey]);
    expect(opened.size).toBe(contents.size);
    expect(Buffer.from(opened.get('auth/keycloak/password')?.reveal() ?? []).toString()).toBe(
      contents.get('auth/keycloak/password'),
    );
    expect(resealed.restarts).toEqual([]);
    expect(resealed.logins).toEqual([]);
  });
});

describe('generateCredentials makes nothing', () => {
  it.each<[string, Partial<GenerationInput>, string[]]>([
    ['without what must be given', { given: new Map() }, ['MISSING_VALUE']],
    [
      'with a misspelt given value',
      { given: new Map([...given, ['passwort', redact('x')]]) },
      ['UNKNOWN_GIVEN'],
    ],
    [
      'with a password that is too long',
      { given: new Map([...given, ['admin-password', redact('x'.repeat(73))]]) },
      ['BAD_PASSWORD'],
    ],
    ['over a damaged file', { files: new Map([['secrets/dex/dex-config.yaml', '']]) }, ['BAD_SEALED_SECRET']],
    ['over somebody else’s file', { files: filesOf(first) }, ['UNRECORDED_SEAL']],
    ['for an unknown rotation', { rotate: ['nothing'] }, ['UNKNOWN_NAME']],
    [
      'that would not fit',
      { given: new Map([...given, ['argocd/git/password', redact('x'.repeat(1_100_000))]]) },
      ['SECRET_TOO_LARGE'],
    ],
  ])('%s', async (_what, changes, expected) => {
    expect(await codes(changes)).toEqual({ made: false, codes: expected });
  });

  it('without a certificate', async () => {
    const { certificate: _none, ...input } = base;
    const { generation, diagnostics } = await generateCredentials(input);
    expect(generation).toBeUndefined();
    expect(diagnostics.map(({ code }) => code)).toEqual(['NO_CERTIFICATE']);
  });

  it('where the randomness or the sealer fails, and tells no value', async () => {
    const seen: string[] = [];
    const inner = inProcessSealer(pair.certificate);
    let left = 3;
    const sealer: typeof inner = async (spec, values) => {
      seen.push(...[...values.values()].map((value) => String(value.reveal())));
      if (left-- === 0) throw new Error('no space left on device');
      return await inner(spec, values);
    };
    const failure: unknown = await generateCredentials({ ...base, sealer }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(seen.length).toBeGreaterThan(5);
    expect(seen.filter((value) => inspect(failure, { showHidden: true }).includes(value))).toEqual([]);
    const random = () => {
      throw new Error('EAGAIN');
    };
    await expect(generateCredentials({ ...base, random })).rejects.toThrow(/source of randomness/);
  });
});

describe('generateCredentials with two backends', () => {
  const specs = base.specs.map((spec) =>
    spec.component === 'kubeflow' ? { ...spec, backend: 'external-secrets' as const } : spec,
  );

  it('leaves the other backend to another run', async () => {
    const { files, remote } = await generate({
      specs,
      given: new Map([...given].filter(([id]) => id.startsWith('argocd/'))),
    });
    expect(remote).toEqual([]);
    expect(files.map(({ path }) => path)).not.toContain('secrets/kubeflow/signing.yaml');
  });

  it('or gives what has to be pushed', async () => {
    const { files, remote, lock } = await generate({
      specs,
      backends: ['sealed-secrets', 'external-secrets'],
      random: seededRandom(),
    });
    expect(files).toHaveLength(7);
    expect(remote.map(({ spec }) => credentialId(spec))).toEqual([
      'kubeflow/mysql-secret',
      'kubeflow/katib-mysql-secrets',
      'kubeflow/signing',
    ]);
    expect(remote[0]?.values.get('password')?.reveal()).toBe(GIVEN['kubeflow/mysql-secret/password']);
    expect(lock.secrets['kubeflow/signing']?.backend).toBe('external-secrets');
  });
});

describe('scrub', () => {
  it('hides values in texts from outside, the longest first, and leaves short ones', () => {
    const values = ['abcd', 'abcdef', 'no'].map((value) => redact(value));
    expect(scrub('abcdef abcd no', values)).toBe('[redacted] [redacted] no');
  });
});
