import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type AccessKeyClient, withNewAccessKeys } from '../src/aws/index.ts';
import { parseCredentials, type Values, valueGraph } from '../src/index.ts';

type Status = 'Active' | 'Inactive';
type Keys = Record<string, Record<string, Status>>;

/** IAM with these keys of users, which may refuse some calls; `calls` is what it was told to change. */
function playedIam(keys: Keys, refused: readonly string[] = []) {
  const calls: string[] = [];
  let made = 0;
  const change = async (call: string, act: () => void) => {
    if (refused.includes(call)) throw await Promise.resolve(new Error(`AccessDenied: ${call}`));
    calls.push(call);
    act();
  };
  const client: AccessKeyClient = {
    listAccessKeys: async ({ UserName }) => {
      const own = Object.entries(keys[UserName] ?? {});
      const metadata = own.map(([AccessKeyId, Status]) => ({ AccessKeyId, Status }));
      return await Promise.resolve({ AccessKeyMetadata: own.length === 0 ? undefined : metadata });
    },
    createAccessKey: async ({ UserName }) => {
      const id = `${UserName}-new${++made}`;
      await change(`create ${UserName}`, () => {
        keys[UserName] = { ...keys[UserName], [id]: 'Active' };
      });
      return { AccessKey: { AccessKeyId: id, SecretAccessKey: `secret of ${id}` } };
    },
    updateAccessKey: async ({ UserName, AccessKeyId, Status }) => {
      await change(`update ${AccessKeyId} ${Status}`, () => {
        keys[UserName] = { ...keys[UserName], [AccessKeyId]: Status };
      });
    },
    deleteAccessKey: async ({ UserName, AccessKeyId }) => {
      await change(`delete ${AccessKeyId}`, () => {
        delete keys[UserName]?.[AccessKeyId];
      });
    },
  };
  return { client, calls, keys };
}

const { credentials } = parseCredentials(
  [
    { name: 'a', keys: { id: { accessKeyId: 'ada' }, key: { secretAccessKey: 'ada' } } },
    { name: 'b', keys: { id: { accessKeyId: 'bob' }, key: { secretAccessKey: 'bob' }, salt: { hex: 16 } } },
  ],
  { component: 'c', namespace: 'n' },
);
const { graph } = valueGraph(credentials);
const everything = new Set(graph.keys());
const reveal = async (given: Values) =>
  await Promise.resolve(Object.fromEntries([...given].map(([id, value]) => [id, value.reveal()])));

describe('withNewAccessKeys', () => {
  it.each<[string, Keys, string[]]>([
    ['without a key', {}, ['create ada']],
    ['with an active key', { ada: { old: 'Active' } }, ['create ada', 'update old Inactive']],
    ['with a key that is off', { ada: { off: 'Inactive' } }, ['create ada']],
    [
      'with one of each, of which the one that is off makes room',
      { ada: { off: 'Inactive', old: 'Active' } },
      ['delete off', 'create ada', 'update old Inactive'],
    ],
    [
      'with two that are off',
      { ada: { off: 'Inactive', gone: 'Inactive' } },
      ['delete off', 'delete gone', 'create ada'],
    ],
  ])('makes one for a user %s', async (_what, keys, calls) => {
    const iam = playedIam(keys);
    const make = new Set(['n/a/id', 'n/a/key']);
    expect(await withNewAccessKeys({ graph, make, client: iam.client }, reveal)).toEqual({
      'n/a/id': 'ada-new1',
      'n/a/key': 'secret of ada-new1',
    });
    expect(iam.calls).toEqual(calls);
  });

  it('switches the old keys off only when everything is written', async () => {
    const { client, calls } = playedIam({ ada: { old: 'Active' }, bob: { older: 'Active' } });
    const given = await withNewAccessKeys({ graph, make: everything, client }, async (values) => {
      expect(calls).toEqual(['create ada', 'create bob']);
      return await reveal(values);
    });
    expect(Object.keys(given)).toEqual(['n/a/id', 'n/a/key', 'n/b/id', 'n/b/key']);
    expect(calls.slice(2)).toEqual(['update old Inactive', 'update older Inactive']);
  });

  it('asks for nothing where no access key is to be made', async () => {
    const { client, calls } = playedIam({ ada: { old: 'Active' } });
    expect(await withNewAccessKeys({ graph, make: new Set(['n/b/salt']), client }, reveal)).toEqual({});
    expect(calls).toEqual([]);
  });

  it.each<[string, Keys, string[], RegExp]>([
    [
      'two keys are in use',
      { ada: { one: 'Active', two: 'Active' } },
      [],
      /^The IAM user ada has two active/,
    ],
    ['AWS refuses the first', {}, ['create ada'], /^AccessDenied: create ada/],
    ['AWS refuses the second', {}, ['create bob'], /^AccessDenied: create bob/],
    ['writing fails', { bob: { old: 'Active' } }, [], /^disk full/],
  ])('leaves every key as it was where %s', async (_what, keys, refused, message) => {
    const iam = playedIam(keys, refused);
    const before = structuredClone(keys);
    const failing = async () => await Promise.reject(new Error('disk full'));
    const failure: unknown = await withNewAccessKeys({ graph, make: everything, ...iam }, failing).catch(
      (error: unknown) => error,
    );
    expect(failure instanceof Error && failure.message).toMatch(message);
    expect(inspect(failure)).not.toContain('secret of');
    const left = Object.entries(iam.keys).filter(([, own]) => Object.keys(own).length > 0);
    expect(Object.fromEntries(left)).toEqual(before);
  });

  const halves = ['n/a/id', 'n/a/key'];
  it.each<[string, string[], string[], string[]]>([
    ['deletes a new key of which nothing is written', [], [], ['delete ada-new1']],
    ['goes on to a new key that is written', halves, [], ['update old Inactive']],
    ['keeps both keys where one half is written', ['n/a/key'], [], []],
    ['keeps both keys where AWS keeps the old one on', halves, ['update old Inactive'], []],
  ])('%s before a failure', async (_what, written, refused, calls) => {
    const iam = playedIam({ ada: { old: 'Active' } }, refused);
    const isWritten = (id: string) => written.includes(id);
    const make = new Set(['n/a/id', 'n/a/key']);
    const failing = async () => await Promise.reject(new Error('disk full'));
    const run = withNewAccessKeys({ graph, make, isWritten, ...iam }, failing);
    await expect(run).rejects.toThrow(/^disk full/);
    expect(iam.calls).toEqual(['create ada', ...calls]);
  });

  it('names the keys that AWS would not take back, and takes back the others', async () => {
    const iam = playedIam({}, ['delete ada-new1']);
    const failing = async () => await Promise.reject(new Error('disk full'));
    const run = withNewAccessKeys({ graph, make: everything, ...iam }, failing);
    await expect(run).rejects.toThrow(/ada-new1 of ada.*disk full/);
    expect(iam.keys).toEqual({ ada: { 'ada-new1': 'Active' }, bob: {} });
  });

  it.each([
    [undefined],
    [{ AccessKeyId: undefined, SecretAccessKey: 's' }],
    [{ AccessKeyId: 'i', SecretAccessKey: undefined }],
  ])('does not go on where AWS answers with %j', async (AccessKey) => {
    const { client } = playedIam({});
    const createAccessKey = async () => await Promise.resolve({ AccessKey });
    const run = withNewAccessKeys(
      { graph, make: everything, client: { ...client, createAccessKey } },
      reveal,
    );
    await expect(run).rejects.toThrow(/^AWS made no access key for the IAM user ada/);
  });
});
