import { inspect } from 'node:util';
import { IAM } from '@aws-sdk/client-iam';
import { SecretsManager } from '@aws-sdk/client-secrets-manager';
import { SSM } from '@aws-sdk/client-ssm';
import { compare } from 'bcryptjs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  generateAndPush,
  parameterStore,
  pushCredentials,
  type RemoteStore,
  readRemoteSecrets,
  secretsManager,
  withNewAccessKeys,
} from '../src/aws/index.ts';
import {
  type CredentialSpec,
  EMPTY_LOCK,
  knownValues,
  parseCredentials,
  redact,
  type Values,
  valueGraph,
} from '../src/index.ts';
import { type GenerationInput, generateCredentials } from '../src/seal/index.ts';
import { findMoto, type Moto, startMoto } from './moto.ts';
import { GIVEN, specsOf } from './platform.ts';

const program = findMoto();
const given: Values = new Map(Object.entries(GIVEN).map(([id, value]) => [id, redact(value)]));

async function generated(specs: readonly CredentialSpec[], known: Values = new Map(), rotate: string[] = []) {
  const { graph } = valueGraph(specs);
  const { generation, diagnostics } = await generateCredentials({
    specs,
    lock: EMPTY_LOCK,
    defaultBackend: 'external-secrets',
    backends: ['external-secrets'],
    files: new Map(),
    pathOf: ({ name }) => name,
    given: new Map([...given].filter(([id]) => graph.has(id))),
    known,
    rotate,
    now: new Date(),
  });
  if (generation === undefined) throw new Error(JSON.stringify(diagnostics));
  return generation;
}

/** A store in memory that remembers what it was asked. */
function memoryStore(contents: Record<string, string> = {}, limit = 65_536) {
  const writes: string[] = [];
  const store: RemoteStore = {
    service: 'SecretsManager',
    limit,
    read: async (name) =>
      await Promise.resolve(contents[name] === undefined ? undefined : redact(contents[name])),
    write: async (name, text, exists) => {
      writes.push(`${exists ? 'update' : 'create'} ${name}`);
      contents[name] = text.reveal();
      await Promise.resolve();
    },
  };
  return { store, contents, writes };
}

const [mysql] = specsOf(['kubeflow']);
if (mysql === undefined) throw new Error('no spec');
const write = (values: Record<string, string>, spec: CredentialSpec = mysql) => [
  { spec, values: new Map(Object.entries(values).map(([key, value]) => [key, redact(value)])) },
];

describe('pushCredentials', () => {
  it('keeps what lies beside the values, sorts, and writes nothing that is equal', async () => {
    const { store, contents, writes } = memoryStore({
      'example/kubeflow/mysql-secret': '{"other":1,"username":"a"}',
    });
    const push = async (password: string) =>
      await pushCredentials(write({ username: 'b', password }), { store, prefix: 'example' });
    for (const [password, change] of [
      ['c', 'update'],
      ['c', 'unchanged'],
      ['d', 'update'],
    ] as const) {
      const { pushed } = await push(password);
      expect(pushed).toEqual([{ name: 'example/kubeflow/mysql-secret', change }]);
    }
    expect(contents).toEqual({
      'example/kubeflow/mysql-secret': '{"other":1,"password":"d","username":"b"}',
    });
    expect(writes).toEqual(Array(2).fill('update example/kubeflow/mysql-secret'));
  });

  it('puts keys with a place of their own there', async () => {
    const { store, contents } = memoryStore();
    const { credentials } = parseCredentials(
      [
        {
          name: 's',
          keys: {
            a: { hex: 16, remote: { key: 'whole' } },
            b: { hex: 16, remote: { key: 'shared', property: 'x' } },
            c: { hex: 16, remote: { key: 'shared', property: 'y' } },
          },
        },
      ],
      { component: 'c', namespace: 'n' },
    );
    const [spec] = credentials;
    await pushCredentials(write({ a: '1', b: '2', c: '3' }, spec), { store, prefix: 'example' });
    expect(contents).toEqual({ whole: '1', shared: '{"x":"2","y":"3"}' });
    const read = await readRemoteSecrets(credentials, { store, prefix: 'example' });
    expect([...read].map(([id, value]) => [id, value.reveal()])).toEqual([
      ['n/s/a', '1'],
      ['n/s/b', '2'],
      ['n/s/c', '3'],
    ]);
  });

  it('says which values AWS has, also where it refuses a later one', async () => {
    const { store } = memoryStore({ 'p/kubeflow/mysql-secret': '{"username":"a"}' });
    const refusing: RemoteStore = {
      ...store,
      write: async (name, text, exists) => {
        if (name === 'last') throw new Error('AccessDenied');
        await store.write(name, text, exists);
      },
    };
    const [key] = mysql.keys;
    if (key === undefined) throw new Error('no key');
    const elsewhere = {
      ...mysql,
      keys: ['first', 'last'].map((name) => ({ ...key, key: name, remote: { key: name } })),
    };
    const written: string[] = [];
    const pushing = pushCredentials(
      [...write({ username: 'a' }), ...write({ first: '1', last: '2' }, elsewhere)],
      { store: refusing, prefix: 'p', onWritten: (id) => void written.push(id) },
    );
    await expect(pushing).rejects.toThrow('AccessDenied');
    expect(written).toEqual(['kubeflow/mysql-secret/username', 'kubeflow/mysql-secret/first']);
  });

  it('writes nothing at all where one secret is too large or is somebody else’s text', async () => {
    const small = memoryStore({}, 30);
    const both = [
      ...write({ username: 'a' }),
      ...write(
        { id: 'x'.repeat(40) },
        { ...mysql, name: 'other', keys: [{ key: 'id', recipe: { kind: 'given', prompt: 'x' } }] },
      ),
    ];
    const { pushed, diagnostics } = await pushCredentials(both, { store: small.store, prefix: 'p' });
    expect(diagnostics.map(({ code }) => code)).toEqual(['SECRET_TOO_LARGE']);
    expect([...pushed, ...small.writes]).toEqual([]);
    const text = memoryStore({ 'p/kubeflow/mysql-secret': 'hunter2hunter2' });
    const failure: unknown = await pushCredentials(write({ username: 'a' }), {
      store: text.store,
      prefix: 'p',
    }).catch((error: unknown) => error);
    expect(String(failure)).toMatch(/is not a JSON object/);
    expect(inspect(failure)).not.toContain('hunter2');
  });
});

describe('the size of a remote secret', () => {
  it.each([
    ['SecretsManager', 65_536, 'Secrets Manager'],
    ['ParameterStore', 8192, 'Parameter Store'],
  ] as const)('of %s is at most %i bytes', async (service, limit, place) => {
    const { store, writes } = memoryStore({}, limit);
    const push = async (value: string) =>
      await pushCredentials(write({ username: value }), { store: { ...store, service }, prefix: 'p' });
    const around = '{"username":""}'.length;
    expect((await push('ü'.padEnd(limit - around - 1, 'x'))).diagnostics).toEqual([]);
    expect(writes).toHaveLength(1);
    const { diagnostics } = await push('x'.repeat(limit - around + 1));
    expect(diagnostics.map(({ args }) => ({ ...args, secret: '' }))).toEqual([
      { secret: '', size: String(limit + 1), limit: String(limit), place },
    ]);
  });
});

describe('generateAndPush', () => {
  const push = async (store: RemoteStore, changes: Partial<GenerationInput> = {}) => {
    const input: GenerationInput = {
      specs: specsOf(['kubeflow']),
      lock: EMPTY_LOCK,
      defaultBackend: 'external-secrets',
      backends: ['external-secrets'],
      files: new Map(),
      pathOf: ({ name }) => name,
      now: new Date('2026-11-01T10:00:00Z'),
      ...changes,
    };
    return await generateAndPush(input, { store, prefix: 'example' });
  };
  const rds = JSON.stringify({ username: 'made-in', password: 'the-console' });

  it('takes what an administrator put there, makes the rest, and is quiet the second time', async () => {
    const { store, contents, writes } = memoryStore({ 'example/kubeflow/mysql-secret': rds });
    const { generation, pushed } = await push(store);
    expect(pushed.map(({ change }) => change)).toEqual(['unchanged', 'create', 'create']);
    expect(contents['example/kubeflow/mysql-secret']).toBe(rds);
    expect(JSON.parse(contents['example/kubeflow/katib-mysql-secrets'] ?? '')).toEqual({
      DB_PASSWORD: 'the-console',
      DB_USER: 'made-in',
    });
    const again = await push(store, { lock: generation?.lock ?? EMPTY_LOCK });
    expect(again.pushed).toEqual([]);
    expect(again.generation?.lock).toEqual(generation?.lock);
    const lost = await push(store);
    expect(lost.pushed.map(({ change }) => change)).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(writes).toHaveLength(2);
  });

  it('hands over a password again that opens what AWS has, when a run was lost after its push', async () => {
    const { store, contents } = memoryStore();
    const { credentials: specs } = parseCredentials(
      [
        {
          name: 'admin',
          values: { 'admin-password': { password: 16, show: 'the admin' } },
          keys: { hash: { bcrypt: 'admin-password' } },
        },
      ],
      { component: 'argocd', namespace: 'argocd' },
    );
    for (const run of ['lost', 'again']) {
      const { generation } = await push(store, { specs });
      const [login] = generation?.logins ?? [];
      const { hash = '' } = JSON.parse(contents['example/argocd/admin'] ?? '{}') as { hash?: string };
      expect([run, await compare(login?.value.reveal() ?? '', hash)]).toEqual([run, true]);
    }
  });

  it('looks only at the remote secrets that the ExternalSecrets read', async () => {
    const sealed = specsOf(['argocd']).map((spec) => ({ ...spec, backend: 'sealed-secrets' as const }));
    const { store } = memoryStore({ 'example/kubeflow/mysql-secret': rds });
    const asked: string[] = [];
    const read: RemoteStore['read'] = async (name) => {
      asked.push(name);
      return await store.read(name);
    };
    await push({ ...store, read }, { specs: [...specsOf(['kubeflow']), ...sealed] });
    expect([...new Set(asked)]).toEqual([
      'example/kubeflow/mysql-secret',
      'example/kubeflow/katib-mysql-secrets',
      'example/kubeflow/signing',
    ]);
  });

  it('knows nothing from a text that is no JSON object', async () => {
    const { store } = memoryStore({ 'example/kubeflow/mysql-secret': 'hunter2' });
    expect((await readRemoteSecrets([mysql], { store, prefix: 'example' })).size).toBe(0);
  });

  it('pushes nothing where something is missing or too large', async () => {
    const empty = memoryStore();
    const missing = await push(empty.store);
    expect({ ...missing, diagnostics: missing.diagnostics.map(({ code }) => code) }).toEqual({
      pushed: [],
      diagnostics: ['MISSING_VALUE', 'MISSING_VALUE'],
    });
    const small = memoryStore({ 'example/kubeflow/mysql-secret': rds }, 48);
    const large = await push(small.store);
    expect([large.generation, large.diagnostics.map(({ code }) => code)]).toEqual([
      undefined,
      ['SECRET_TOO_LARGE', 'SECRET_TOO_LARGE'],
    ]);
    expect([...empty.writes, ...small.writes]).toEqual([]);
  });
});

describe.skipIf(program === undefined)('in moto', () => {
  let moto: Moto;
  beforeAll(async () => {
    moto = await startMoto(program ?? '');
  }, 90_000);
  afterAll(() => {
    moto.stop();
  });
  const config = () => ({
    endpoint: moto.endpoint,
    region: 'eu-central-1',
    credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
  });
  const stores: Record<string, () => RemoteStore> = {
    'Secrets Manager': () =>
      secretsManager({ client: async () => await Promise.resolve(new SecretsManager(config())) }),
    'Parameter Store': () => parameterStore({ client: async () => await Promise.resolve(new SSM(config())) }),
  };

  it.each(Object.keys(stores))(
    '%s holds what was generated, is read back, and is left alone the second time',
    async (name) => {
      const store = stores[name]?.() ?? memoryStore().store;
      const specs = specsOf(['kubeflow', 'oauth2-proxy']);
      const options = { store, prefix: name.replace(' ', '-') };
      const { remote } = await generated(specs);
      const { pushed, diagnostics } = await pushCredentials(remote, options);
      expect(diagnostics).toEqual([]);
      expect(pushed.map(({ change }) => change)).toEqual(['create', 'create', 'create', 'create']);
      const contents = await readRemoteSecrets(specs, options);
      expect(contents.get('kubeflow/katib-mysql-secrets/DB_PASSWORD')?.reveal()).toBe(
        GIVEN['kubeflow/mysql-secret/password'],
      );
      const known = knownValues(contents, valueGraph(specs).graph);
      const again = await pushCredentials((await generated(specs, known)).remote, options);
      expect(again.pushed.map(({ change }) => change)).toEqual(Array(4).fill('unchanged'));
      const rotated = await generated(specs, known, ['oauth2-proxy/cookie-secret']);
      const third = await pushCredentials(rotated.remote, options);
      expect(third.pushed.map(({ change }) => change)).toEqual([
        'unchanged',
        'unchanged',
        'unchanged',
        'update',
      ]);
      const last = await readRemoteSecrets(specs, options);
      const changed = [...last]
        .filter(([id, value]) => contents.get(id)?.reveal() !== value.reveal())
        .map(([id]) => id);
      expect(changed).toEqual(['oauth2-proxy/oauth2-proxy/cookie-secret']);
    },
  );

  const s3 = parseCredentials(
    [
      {
        name: 's3',
        keys: { accesskey: { accessKeyId: 'pipelines' }, secretkey: { secretAccessKey: 'pipelines' } },
      },
    ],
    { component: 'pipelines', namespace: 'kubeflow' },
  ).credentials;
  const { graph } = valueGraph(s3);
  const make = new Set(graph.keys());

  it('access keys are made, passed on, and the old ones switched off', async () => {
    const client = new IAM(config());
    await client.createUser({ UserName: 'pipelines' });
    const keys = async () => {
      const { AccessKeyMetadata = [] } = await client.listAccessKeys({ UserName: 'pipelines' });
      return new Map(AccessKeyMetadata.map(({ AccessKeyId, Status }) => [AccessKeyId, Status]));
    };
    const rotate = async () =>
      await withNewAccessKeys({ graph, make, client }, async (values) => {
        expect(values.get('kubeflow/s3/secretkey')?.reveal()).toMatch(/^.{40}$/);
        return await Promise.resolve(values.get('kubeflow/s3/accesskey')?.reveal());
      });
    const first = await rotate();
    expect([...(await keys())]).toEqual([[first, 'Active']]);
    const second = await rotate();
    expect(await keys()).toEqual(
      new Map([
        [first, 'Inactive'],
        [second, 'Active'],
      ]),
    );
    const third = await rotate();
    expect(await keys()).toEqual(
      new Map([
        [second, 'Inactive'],
        [third, 'Active'],
      ]),
    );

    const failing = withNewAccessKeys(
      { graph, make, client },
      async () => await Promise.reject(new Error('disk full')),
    );
    await expect(failing).rejects.toThrow('disk full');
    expect(await keys()).toEqual(new Map([[third, 'Active']]));

    await client.createAccessKey({ UserName: 'pipelines' });
    await expect(rotate()).rejects.toThrow(/two active access keys/);
    expect((await keys()).size).toBe(2);
  });
});
