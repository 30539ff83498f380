import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { emulatorEnvironment } from '../../../tests/python-tools.ts';
import { parameterStore, type RemoteStore, secretsManager } from '../src/aws/index.ts';
import { redact } from '../src/index.ts';

/** Answers of AWS by call, and what it was asked. */
function playedAws(answers: Readonly<Record<string, object>> = {}) {
  const asked: unknown[] = [];
  const call = (name: string) => async (input: object) => {
    asked.push([name, input]);
    const answer = answers[name] ?? {};
    if (answer instanceof Error) throw answer;
    return await Promise.resolve({ $metadata: {}, ...answer });
  };
  return { asked, call };
}

type Played = ReturnType<typeof playedAws>;
const STORES = {
  SecretsManager: ({ call }: Played, more = {}) =>
    secretsManager({
      client: async () =>
        await Promise.resolve({
          getSecretValue: call('get'),
          createSecret: call('create'),
          putSecretValue: call('put'),
        }),
      ...more,
    }),
  ParameterStore: ({ call }: Played, more = {}) =>
    parameterStore({
      client: async () => await Promise.resolve({ getParameter: call('get'), putParameter: call('put') }),
      ...more,
    }),
} satisfies Record<string, (played: Played, more?: { kmsKeyId?: string }) => RemoteStore>;

const refusal = (name: string, message = 'no') => Object.assign(new Error(message), { name });

describe.each([
  ['SecretsManager', 65_536, { SecretId: 'a/b' }, { SecretString: 'text' }, 'ResourceNotFoundException'],
  [
    'ParameterStore',
    8192,
    { Name: 'a/b', WithDecryption: true },
    { Parameter: { Value: 'text' } },
    'ParameterNotFound',
  ],
] as const)('%s', (service, limit, question, answer, absent) => {
  const storeWith = STORES[service];

  it('says what it is, reads the text under a name, and asks for its client once', async () => {
    const aws = playedAws({ get: answer });
    const store = storeWith(aws);
    expect([store.service, store.limit]).toEqual([service, limit]);
    expect((await store.read('a/b'))?.reveal()).toBe('text');
    expect(aws.asked).toEqual([['get', question]]);
    let clients = 0;
    const counted = secretsManager({
      client: async () => {
        clients++;
        return await Promise.resolve({
          getSecretValue: aws.call('get'),
          createSecret: aws.call('c'),
          putSecretValue: aws.call('p'),
        });
      },
    });
    await Promise.all([counted.read('a'), counted.read('b')]);
    await counted.write('a', redact('x'), true);
    expect(clients).toBe(1);
  });

  it.each([
    ['says so', refusal(absent)],
    ['has no text there', {}],
  ])('finds nothing where AWS %s', async (_what, get) => {
    expect(await storeWith(playedAws({ get })).read('a/b')).toBeUndefined();
  });

  it('says why no address of AWS could be reached, also where the error for all of them has no text', async () => {
    const get = new AggregateError([new Error('connect ECONNREFUSED 10.0.0.1:443')]);
    const reading = storeWith(playedAws({ get })).read('a/b');
    await expect(reading).rejects.toThrow(/refused reading a\/b .*: connect ECONNREFUSED 10\.0\.0\.1:443$/);
  });

  it.each([
    ['another refusal', refusal('AccessDeniedException', 'not you')],
    ['what is no error', Object.assign(Object.create(null), {})],
  ])('does not take %s for nothing', async (what, get) => {
    const call = () => async () => await Promise.reject(get);
    const reading = storeWith({ asked: [], call }).read('a/b');
    await expect(reading).rejects.toThrow(
      what === 'another refusal'
        ? /refused reading a\/b from .*: AccessDeniedException: not you$/
        : /: unknown$/,
    );
  });
});

describe('what is written', () => {
  const key = { kmsKeyId: 'alias/mine' };
  const parameter = {
    Name: 'n',
    Value: 'text',
    Overwrite: true,
    Type: 'SecureString',
    Tier: 'Intelligent-Tiering',
  };
  it.each<[keyof typeof STORES, { kmsKeyId?: string }, boolean, string, object]>([
    ['SecretsManager', {}, false, 'create', { Name: 'n', SecretString: 'text' }],
    ['SecretsManager', key, false, 'create', { Name: 'n', SecretString: 'text', KmsKeyId: 'alias/mine' }],
    ['SecretsManager', key, true, 'put', { SecretId: 'n', SecretString: 'text' }],
    ['ParameterStore', {}, false, 'put', parameter],
    ['ParameterStore', key, true, 'put', { ...parameter, KeyId: 'alias/mine' }],
  ])('to %s with %j, existing: %s', async (service, more, exists, call, input) => {
    const aws = playedAws();
    await STORES[service](aws, more).write('n', redact('text'), exists);
    expect(aws.asked).toStrictEqual([[call, input]]);
  });

  it.each([
    ['hunter2hunter2', 'hunter2hunter2'],
    ['{"password":"hunter2 \\"x\\""}', 'hunter2 "x"'],
    ['{"password":"hunter2 \\"x\\""}', 'hunter2 \\"x\\"'],
    ['["hunter2"]', 'hunter2'],
    ['{"inside":[{"password":"hunter2"}, 1]}', 'hunter2'],
    ['"hunter2"', 'hunter2'],
    ['null hunter2', 'null hunter2'],
  ])('as %s is not in what AWS says against it: %s', async (text, told) => {
    for (const storeWith of Object.values(STORES)) {
      const put = refusal('ValidationException', `the value ${told} is too long`);
      const writing = storeWith(playedAws({ put })).write('n', redact(text), true);
      const failure: unknown = await writing.catch((error: unknown) => error);
      expect(String(failure)).toMatch(
        /refused writing n to .*: ValidationException: the value \[redacted\] is too long$/,
      );
      expect(inspect(failure, { showHidden: true, depth: 9 })).not.toContain('hunter2');
    }
  });

  it.each(['null', 'true', '{"a":null}'])('as %s is refused like any other', async (text) => {
    const put = refusal('ValidationException', 'too long');
    const writing = STORES.SecretsManager(playedAws({ put })).write('n', redact(text), true);
    await expect(writing).rejects.toThrow(/: ValidationException: too long$/);
  });

  it('goes into a secret that somebody made without a value', async () => {
    const aws = playedAws({
      get: refusal('ResourceNotFoundException', 'no value for staging label: AWSCURRENT'),
      create: refusal('ResourceExistsException', 'the secret n already exists'),
    });
    await STORES.SecretsManager(aws).write('n', redact('text'), false);
    expect(aws.asked.at(-1)).toEqual(['put', { SecretId: 'n', SecretString: 'text' }]);
  });

  it.each([
    ['that another run wrote in between', { SecretString: 'theirs' }],
    ['that is no text', { SecretBinary: new Uint8Array([1]) }],
  ])('never goes over a value %s', async (_what, get) => {
    const aws = playedAws({
      get,
      create: refusal('ResourceExistsException', 'the secret n already exists'),
    });
    const writing = STORES.SecretsManager(aws).write('n', redact('text'), false);
    await expect(writing).rejects.toThrow(/refused writing n .*: ResourceExistsException: /);
    expect(aws.asked.map((call) => (call as readonly unknown[])[0])).not.toContain('put');
  });
});

describe('a client of its own', () => {
  afterEach(() => void vi.unstubAllEnvs());

  it('waits where AWS asks for patience', async () => {
    let refusals = 0;
    const server = createServer((_request, response) => {
      const isRefused = refusals++ < 3;
      response.statusCode = isRefused ? 400 : 200;
      response.end(isRefused ? '{"__type":"ThrottlingException"}' : '{"Parameter":{"Value":"text"}}');
    }).listen(0, '127.0.0.1');
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    for (const [name, value] of Object.entries(emulatorEnvironment(endpoint))) vi.stubEnv(name, value);
    expect((await parameterStore({ region: 'eu-central-1' }).read('a/b'))?.reveal()).toBe('text');
  }, 30_000);
});
