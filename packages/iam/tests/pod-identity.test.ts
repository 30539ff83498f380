import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRoles, connectAws, destroyRoles, planChanges } from '../src/aws/index.ts';
import { formatChanges, hasChanges, type Identity, planRoles, type RolePlanInput } from '../src/index.ts';
import { type FakeEks, fakeEks, type StoredAssociation } from './fake-eks.ts';
import { awsError, type FakeIam, fakeIam } from './fake-iam.ts';
import { input } from './fixtures.ts';
import { serveEks } from './serve-eks.ts';

const wanted: RolePlanInput = { ...input, identity: 'pod-identity' };
const yes = () => true;
const noWait = async () => {};

interface Account {
  readonly client: FakeIam;
  readonly eks: FakeEks;
}

const account = (): Account => ({ client: fakeIam(), eks: fakeEks() });
const apply = (to: Account, plan: RolePlanInput = wanted, options: object = {}) =>
  applyRoles(planRoles(plan), { ...to, confirm: yes, wait: noWait, ...options });
const changesOf = async (of: Account, plan: RolePlanInput = wanted, options: object = {}) =>
  (await planChanges(planRoles(plan), { ...of, ...options })).changes;
const states = ({ outcomes }: Awaited<ReturnType<typeof applyRoles>>) => outcomes.map(({ state }) => state);
const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);
const pairsOf = ({ eks }: Account) =>
  [...eks.associations.values()]
    .map(
      ({ namespace, serviceAccount, roleArn }) =>
        `${namespace}/${serviceAccount} ${roleArn.split('/').at(-1)}`,
    )
    .toSorted();
const oneOf = ({ eks }: Account, serviceAccount: string): StoredAssociation => {
  const found = [...eks.associations.values()].find((one) => one.serviceAccount === serviceAccount);
  if (found === undefined) throw new Error(`no association of ${serviceAccount}`);
  return found;
};
const foreign = (to: Account, tags: Record<string, string> = {}) => {
  const roleArn = 'arn:aws:iam::123456789012:role/theirs';
  return to.eks.createPodIdentityAssociation({
    clusterName: 'example',
    namespace: 'external-dns',
    serviceAccount: 'external-dns',
    roleArn,
    tags,
  });
};

const ALL = [
  'auth/oauth2-proxy example-oauth2_proxy',
  'external-dns/external-dns example-external_dns',
  'kubeflow/ml-pipeline example-pipelines',
  'kubeflow/ml-pipeline-ui example-pipelines',
];

describe('the life of associations', () => {
  it('is that of their roles', async () => {
    const there = account();
    expect(states(await apply(there))).toEqual(['done', 'done', 'done']);
    expect(pairsOf(there)).toEqual(ALL);
    expect(oneOf(there, 'ml-pipeline').tags).toMatchObject({
      'kfdist:cluster': 'example',
      'kfdist:region': 'eu-central-1',
      'kfdist:key': 'pipelines',
    });
    const before = structuredClone(there.eks.associations);
    expect(states(await apply(there))).toEqual(['unchanged', 'unchanged', 'unchanged']);
    expect(there.eks.associations).toEqual(before);
    await destroyRoles(planRoles(wanted).owner, { ...there, confirm: yes, wait: noWait });
    expect([there.eks.associations.size, there.client.identities.size]).toEqual([0, 0]);
  });

  it.each<[Identity, boolean]>([
    ['irsa', false],
    ['both', true],
  ])('has none with %s: %s', async (identity, isAsked) => {
    const there = account();
    await apply(there, { ...input, identity });
    expect(there.eks.associations.size > 0).toBe(isAsked);
    expect(there.eks.calls.length > 0).toBe(isAsked);
  });

  it('is not that of a role with an identity of its own', async () => {
    const there = account();
    const roles = input.roles.map((role, index) =>
      index === 0 ? { ...role, identity: 'irsa' as const } : role,
    );
    await apply(there, { ...wanted, roles });
    expect(pairsOf(there)).toEqual(ALL.filter((pair) => !pair.startsWith('external-dns/')));
  });

  it('ends when the roles go back to their own tokens, also where the run was stopped', async () => {
    const there = account();
    await apply(there);
    there.client.fault = (call) => {
      if (call === 'updateAssumeRolePolicy') throw awsError('ExpiredToken');
    };
    await apply(there, input);
    there.client.fault = () => {};
    expect(states(await apply(there, input))).toEqual(['done', 'done', 'done']);
    expect(there.eks.associations.size).toBe(0);
    there.eks.calls.length = 0;
    expect(hasChanges(await changesOf(there, input))).toBe(false);
    expect(there.eks.calls).toEqual([]);
  });

  it('follows the ServiceAccounts of its role, and goes with a role only when asked', async () => {
    const there = account();
    await apply(there);
    const [dns, pipelines] = input.roles;
    if (dns === undefined || pipelines === undefined) throw new Error('no roles');
    const less = { ...wanted, roles: [dns, { ...pipelines, subjects: pipelines.subjects.slice(1) }] };
    expect(states(await apply(there, less))).toEqual(['unchanged', 'done', 'left']);
    expect(pairsOf(there)).toEqual(ALL.filter((pair) => !pair.startsWith('kubeflow/ml-pipeline ')));
    await apply(there, less, { prune: true });
    expect(pairsOf(there)).not.toContain(ALL[0]);
  });

  it('moves an association to the role that has its ServiceAccount now', async () => {
    const there = account();
    await apply(there);
    const [dns, , proxy] = input.roles;
    if (dns === undefined || proxy === undefined) throw new Error('no roles');
    const { associationId } = oneOf(there, 'external-dns');
    const moved = { ...wanted, roles: [proxy, { ...dns, key: 'dns' }] };
    await apply(there, moved, { prune: true });
    expect(oneOf(there, 'external-dns')).toMatchObject({
      associationId,
      roleArn: 'arn:aws:iam::123456789012:role/kfdist/example/example-dns',
    });
    expect(hasChanges(await changesOf(there, moved))).toBe(false);
  });
});

describe('drift of associations', () => {
  it.each<[string, (one: StoredAssociation, there: Account) => unknown]>([
    ['another role', (one) => Object.assign(one, { roleArn: 'arn:aws:iam::123456789012:role/admin' })],
    ['no session tags, which the trust asks for', (one) => Object.assign(one, { disableSessionTags: true })],
    ['a second role', (one) => Object.assign(one, { targetRoleArn: 'arn:aws:iam::210987654321:role/x' })],
    ['another key', ({ tags }) => Object.assign(tags, { 'kfdist:key': 'other' })],
    ['no association', ({ associationId }, { eks }) => eks.associations.delete(associationId)],
  ])('%s is shown and mended', async (_title, change) => {
    const there = account();
    await apply(there);
    change(oneOf(there, 'external-dns'), there);
    const changed = (await changesOf(there)).filter(({ action }) => action !== 'unchanged');
    expect(changed.map(({ name, action }) => `${action} ${name}`)).toEqual(['update example-external_dns']);
    expect(changed[0]?.differences[0]?.field).toMatch(/^association external-dns\/external-dns/);
    await apply(there);
    expect(hasChanges(await changesOf(there))).toBe(false);
    expect(pairsOf(there)).toEqual(ALL);
    expect(oneOf(there, 'external-dns').disableSessionTags).toBeUndefined();
  });

  it('finds what is left of a role that somebody deleted', async () => {
    const there = account();
    await apply(there);
    const less = { ...wanted, roles: input.roles.slice(1) };
    there.client.identities.delete('role example-external_dns');
    const [orphan] = (await changesOf(there, less)).filter(({ kind }) => kind === 'association');
    expect(orphan).toMatchObject({ action: 'delete', name: 'external-dns/external-dns' });
    expect(codesOf(await apply(there, less, { prune: true, inUse: ['external_dns'] }))).toEqual([
      'ROLE_IN_USE',
    ]);
    await apply(there, less, { prune: true });
    expect(pairsOf(there)).toEqual(ALL.filter((pair) => !pair.startsWith('external-dns/')));
  });

  it('is printed', async () => {
    const there = account();
    await apply(there);
    oneOf(there, 'oauth2-proxy').roleArn = 'arn:aws:iam::123456789012:role/admin';
    expect(formatChanges(await changesOf(there))).toMatchInlineSnapshot(`
      "~ role example-oauth2_proxy  (arn:aws:iam::123456789012:role/kfdist/example/example-oauth2_proxy)
          association auth/oauth2-proxy
            - arn:aws:iam::123456789012:role/admin
            + arn:aws:iam::123456789012:role/kfdist/example/example-oauth2_proxy
      1 to update, 2 unchanged"
    `);
  });
});

describe('an association of others', () => {
  it.each([
    ['without tags', {}],
    ['of that name in another region', { 'kfdist:cluster': 'example', 'kfdist:region': 'us-east-1' }],
  ])('%s is not touched', async (_title, tags) => {
    const there = account();
    await foreign(there, tags);
    const before = structuredClone(there.eks.associations);
    const result = await apply(there);
    expect(codesOf(result)).toEqual(['ROLE_NOT_OWNED']);
    expect(there.eks.associations).toEqual(before);
    expect(there.client.identities.size).toBe(0);
  });

  it('is taken over when named, and destroyed by nobody else', async () => {
    const there = account();
    await foreign(there);
    expect(codesOf(await apply(there, wanted, { adopt: ['external-dns/external-dns'] }))).toEqual([]);
    expect(pairsOf(there)).toEqual(ALL);
    expect(hasChanges(await changesOf(there))).toBe(false);
    there.eks.associations.delete(oneOf(there, 'ml-pipeline').associationId);
    await there.eks.createPodIdentityAssociation({
      clusterName: 'example',
      namespace: 'kubeflow',
      serviceAccount: 'ml-pipeline',
      roleArn: oneOf(there, 'ml-pipeline-ui').roleArn,
    });
    await destroyRoles(planRoles(wanted).owner, { ...there, confirm: yes, wait: noWait });
    expect(pairsOf(there)).toEqual(['kubeflow/ml-pipeline example-pipelines']);
  });

  it('is found out even when it appears between plan and apply', async () => {
    const there = account();
    const confirm = async () => {
      await foreign(there);
      return true;
    };
    const result = await apply(there, wanted, { confirm });
    expect(states(result)).toEqual(['partial', 'done', 'done']);
    expect(result.outcomes[0]?.failure?.message).toContain('does not belong to this cluster');
    expect(oneOf(there, 'external-dns').roleArn).toBe('arn:aws:iam::123456789012:role/theirs');
  });
});

describe('a bad day of EKS', () => {
  it.each([
    ['throttling', 'ThrottlingException', ''],
    ['an inner error', 'ServerException', ''],
    [
      'a role that EKS does not see yet',
      'InvalidParameterException',
      'Role provided in the request does not exist.',
    ],
  ])('%s passes', async (_title, name, message) => {
    const there = account();
    const seen = new Map<string, number>();
    there.eks.fault = (call) => {
      const count = (seen.get(call) ?? 0) + 1;
      seen.set(call, count);
      if (!/^list|^describe/.test(call) && count % 3 !== 0) throw awsError(name, message);
    };
    expect(states(await apply(there))).toEqual(['done', 'done', 'done']);
    expect(pairsOf(there)).toEqual(ALL);
  });

  it('does not wait for what will not pass', async () => {
    const there = account();
    there.eks.fault = (call) => {
      if (call.startsWith('create')) throw awsError('InvalidParameterException', 'Namespace is not valid');
    };
    const result = await apply(there, wanted, { wait: () => Promise.reject(new Error('waited')) });
    expect(states(result)).toEqual(['partial', 'partial', 'partial']);
  });

  it('goes on when the answer to a creation was lost', async () => {
    const there = account();
    let lost = 0;
    there.eks.lose = (call) => {
      if (call.startsWith('create') && lost++ < 2) throw awsError('TimeoutError');
    };
    expect(states(await apply(there))).toEqual(['done', 'done', 'done']);
    expect(pairsOf(there)).toEqual(ALL);
  });

  it('destroys the roles of a cluster that is gone', async () => {
    const there = account();
    await apply(there);
    there.eks.associations.clear();
    there.eks.clusterName = 'another';
    await destroyRoles(planRoles(wanted).owner, { ...there, confirm: yes, wait: noWait });
    expect(there.client.identities.size).toBe(0);
  });

  it('completes whatever call it was killed at, in making and in destroying', async () => {
    const killed = (at: number) => (call: string, number: number) => {
      if (number >= at) throw awsError('ExpiredToken', `killed in ${call}`);
    };
    const alive = { fault: () => {}, lose: () => {} };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 12 }), fc.boolean(), async (at, isAfter) => {
        const there = account();
        Object.assign(there.eks, { [isAfter ? 'lose' : 'fault']: killed(at) });
        await apply(there).catch(() => {});
        Object.assign(there.eks, alive);
        for (const { tags } of there.eks.associations.values())
          expect(tags['kfdist:cluster']).toBe('example');
        expect(states(await apply(there))).not.toContain('failed');
        expect(pairsOf(there)).toEqual(ALL);
        Object.assign(there.eks, { [isAfter ? 'lose' : 'fault']: killed(there.eks.calls.length + at) });
        const destroy = () => destroyRoles(planRoles(wanted).owner, { ...there, confirm: yes, wait: noWait });
        await destroy().catch(() => {});
        Object.assign(there.eks, alive);
        await destroy();
        expect([there.eks.associations.size, there.client.identities.size]).toEqual([0, 0]);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the client of the SDK', () => {
  it('says the same to EKS as the interface does', async () => {
    const there = account();
    const server = await serveEks(there.eks);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const config = { endpoint: server.endpoint, credentials, maxAttempts: 1 };
    const { eks } = await connectAws('eu-central-1', { client: there.client, config });
    const reached = { client: there.client, eks: await eks() };
    const wire = (plan: RolePlanInput) =>
      applyRoles(planRoles(plan), { ...reached, confirm: yes, wait: noWait });
    expect(states(await wire(wanted))).toEqual(['done', 'done', 'done']);
    oneOf(there, 'oauth2-proxy').roleArn = 'arn:aws:iam::123456789012:role/admin';
    delete oneOf(there, 'ml-pipeline').tags['kfdist:key'];
    expect(states(await wire(wanted))).toEqual(['unchanged', 'done', 'done']);
    expect(pairsOf(there)).toEqual(ALL);
    expect(new Set(there.eks.calls)).toEqual(
      new Set([
        'listPodIdentityAssociations',
        'createPodIdentityAssociation',
        'describePodIdentityAssociation',
        'tagResource',
        'updatePodIdentityAssociation',
      ]),
    );
    await destroyRoles(planRoles(wanted).owner, { ...reached, confirm: yes, wait: noWait });
    server.stop();
    expect(there.eks.associations.size).toBe(0);
  });
});
