import { describe, expect, it } from 'vitest';
import { runStep } from '../src/aws/run-step.ts';
import type { IdentityKind, Step } from '../src/change.ts';
import { planRoles, policyDocument } from '../src/index.ts';
import { awsError, type FakeIam, fakeIam, type StoredIdentity } from './fake-iam.ts';
import { input } from './fixtures.ts';

const { owner, roles, users } = planRoles({
  ...input,
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
  users: [{ key: 'pipelines_s3', policies: [] }],
});
const [role] = roles;
const [user] = users;
if (role === undefined || user === undefined) throw new Error('no role');
const OF = { role, user };
const document = policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }]);
const tags = { 'kfdist:cluster': 'example', 'kfdist:region': 'eu-central-1' };
const policy = {
  name: 'long',
  path: owner.path,
  arn: `arn:aws:iam::123456789012:policy${owner.path}long`,
  document,
  tags,
};
const run = async (iam: FakeIam, step: Step) =>
  await runStep({ iam, eks: async () => await Promise.reject(new Error('EKS was asked')) }, owner, step);

/** The account after these steps, each of them made twice: the answer to the first may have been lost. */
async function after(steps: readonly Step[], before: Partial<StoredIdentity> = {}) {
  const iam = fakeIam();
  for (const kind of ['role', 'user'] as const) {
    const { name, path } = OF[kind];
    const empty = { kind, name, path, tags: {}, inline: {}, attached: [], profiles: [], keys: 0 };
    iam.identities.set(`${kind} ${name}`, structuredClone({ ...empty, ...before }));
  }
  for (const step of steps) {
    await run(iam, step);
    await run(iam, step);
  }
  return iam;
}

describe.each<IdentityKind>(['role', 'user'])('a step about a %s', (kind) => {
  const target = { kind, name: OF[kind].name };
  const other = kind === 'role' ? 'user' : 'role';
  it.each<[Step, Partial<StoredIdentity>, Partial<StoredIdentity>]>([
    [{ call: 'tag', ...target, tags: { a: 'b' } }, { tags: { c: 'd' } }, { tags: { a: 'b', c: 'd' } }],
    [{ call: 'put-boundary', ...target, arn: 'x' }, {}, { boundary: 'x' }],
    [
      { call: 'put-policy', ...target, policy: 'p', document },
      {},
      { inline: { p: JSON.stringify(document) } },
    ],
    [
      { call: 'delete-policy', ...target, policy: 'p' },
      { inline: { p: '{}', q: '{}' } },
      { inline: { q: '{}' } },
    ],
    [{ call: 'attach-policy', ...target, arn: 'x' }, {}, { attached: ['x'] }],
    [{ call: 'detach-policy', ...target, arn: 'x' }, { attached: ['x', 'y'] }, { attached: ['y'] }],
  ])('can be made twice, and touches nothing else: %j', async (step, before, expected) => {
    const { identities } = await after([step], before);
    expect(identities.get(`${kind} ${target.name}`)).toMatchObject(expected);
    const { identities: untouched } = await after([], before);
    expect(identities.get(`${other} ${OF[other].name}`)).toEqual(untouched.get(`${other} ${OF[other].name}`));
  });

  it('takes a boundary away, and the whole', async () => {
    const { identities } = await after([{ call: 'delete-boundary', ...target }], { boundary: 'x' });
    expect(identities.get(`${kind} ${target.name}`)).not.toHaveProperty('boundary');
    const gone = await after([{ call: 'delete-identity', ...target }]);
    expect([...gone.identities.keys()]).toEqual([`${other} ${OF[other].name}`]);
  });

  it('goes on only where it is gone, not where AWS refuses', async () => {
    const steps: readonly Step[] = [
      { call: 'delete-boundary', ...target },
      { call: 'delete-policy', ...target, policy: 'p' },
      { call: 'detach-policy', ...target, arn: 'x' },
      { call: 'delete-identity', ...target },
    ];
    for (const step of steps) {
      const iam = fakeIam();
      await run(iam, step);
      iam.fault = () => {
        throw awsError('AccessDenied');
      };
      await expect(run(iam, step)).rejects.toThrow('AccessDenied');
    }
  });
});

describe('a step about a role', () => {
  it('sets its trust, its description, its session', async () => {
    const { identities } = await after([
      { call: 'update-trust', name: role.name, document },
      { call: 'update-role', name: role.name, description: 'new', maxSessionDuration: 7200 },
    ]);
    expect(identities.get(`role ${role.name}`)).toMatchObject({
      trust: JSON.stringify(document),
      description: 'new',
      session: 7200,
    });
  });

  it('takes it out of an instance profile, once', async () => {
    const step: Step = { call: 'leave-instance-profile', name: role.name, profile: 'nodes' };
    const { identities } = await after([step], { profiles: ['nodes', 'more'] });
    expect(identities.get(`role ${role.name}`)?.profiles).toEqual(['more']);
    const iam = fakeIam();
    await run(iam, step);
  });
});

describe('making', () => {
  const creations: Readonly<Record<string, Step>> = {
    role: { call: 'create-role', role },
    user: { call: 'create-user', user },
    policy: { call: 'create-managed-policy', policy },
  };

  it('gives everything at once, and goes on where it is there', async () => {
    const iam = fakeIam();
    for (const step of [...Object.values(creations), ...Object.values(creations)]) await run(iam, step);
    const boundary = 'arn:aws:iam::123456789012:policy/limits';
    expect(iam.identities.get(`role ${role.name}`)).toMatchObject({
      path: '/kfdist/example/',
      tags: role.tags,
      boundary,
      trust: JSON.stringify(role.trust),
      description: 'example: external_dns',
      session: 3600,
    });
    expect(iam.identities.get(`user ${user.name}`)).toMatchObject({
      path: '/kfdist/example/',
      tags: user.tags,
      boundary,
    });
    expect(iam.policies.get(policy.arn)).toMatchObject({
      path: policy.path,
      tags,
      versions: [{ document: JSON.stringify(document) }],
    });
  });

  it.each<[string, (iam: FakeIam) => unknown]>([
    ['role', ({ identities }) => Object.assign(identities.get(`role ${role.name}`) ?? {}, { tags: {} })],
    ['role', ({ identities }) => Object.assign(identities.get(`role ${role.name}`) ?? {}, { path: '/' })],
    ['user', ({ identities }) => Object.assign(identities.get(`user ${user.name}`) ?? {}, { tags: {} })],
    ['user', ({ identities }) => Object.assign(identities.get(`user ${user.name}`) ?? {}, { path: '/' })],
    ['policy', ({ policies }) => Object.assign(policies.get(policy.arn) ?? {}, { tags: {} })],
  ])('does not go on with a %s of somebody else', async (what, change) => {
    const iam = fakeIam();
    const step = creations[what];
    if (step === undefined) throw new Error(what);
    await run(iam, step);
    change(iam);
    const before = structuredClone([iam.identities, iam.policies]);
    await expect(run(iam, step)).rejects.toMatchObject({ name: 'NotOwnedError' });
    expect([iam.identities, iam.policies]).toEqual(before);
  });

  it('reports what AWS refuses', async () => {
    for (const step of Object.values(creations)) {
      const iam = fakeIam();
      iam.fault = () => {
        throw awsError('LimitExceeded');
      };
      await expect(run(iam, step)).rejects.toThrow('LimitExceeded');
      expect(iam.calls).toHaveLength(1);
    }
  });
});

describe('a managed policy', () => {
  it('gets a new version in the place of old ones, and goes with all of them', async () => {
    const iam = fakeIam();
    await run(iam, { call: 'create-managed-policy', policy });
    const next = { ...policy, document: policyDocument([]) };
    for (let round = 0; round < 3; round++)
      await run(iam, { call: 'update-managed-policy', policy: next, surplus: [] });
    await run(iam, { call: 'update-managed-policy', policy: next, surplus: ['v1', 'v2', 'v9'] });
    expect(iam.policies.get(policy.arn)?.versions).toEqual(
      ['v5', 'v4', 'v3'].map((id) => ({ id, document: JSON.stringify(next.document) })),
    );
    const step: Step = { call: 'delete-managed-policy', arn: policy.arn, versions: ['v3', 'v4'] };
    await run(iam, step);
    expect(iam.policies.size).toBe(0);
    await run(iam, step);
  });
});
