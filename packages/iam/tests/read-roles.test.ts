import { describe, expect, it } from 'vitest';
import { formatOutcomes, type IamApi, type RoleOutcome, readRoles } from '../src/aws/index.ts';
import { planRoles, type RolePlan, type RolePlanInput } from '../src/index.ts';
import { fakeEks } from './fake-eks.ts';
import { fakeIam } from './fake-iam.ts';
import { input } from './fixtures.ts';

const wanted: RolePlanInput = {
  ...input,
  roles: input.roles.slice(0, 1),
  users: [{ key: 'u', policies: [] }],
};
const plan = planRoles(wanted);
const ours = Object.entries(plan.roles[0]?.tags ?? {}).map(([Key, Value]) => ({ Key, Value }));

/** What is read where AWS answers with these pages. */
async function read(pages: readonly object[], more: Partial<IamApi> = {}, of: RolePlan = plan) {
  const asked: object[] = [];
  const iam = fakeIam();
  const eks = fakeEks();
  Object.assign(iam, {
    getAccountAuthorizationDetails: async (question: object) => {
      asked.push(question);
      return await Promise.resolve({ $metadata: {}, ...pages[asked.length - 1] });
    },
    getRole: async () => await Promise.resolve({ Role: { Description: 'd', MaxSessionDuration: 7200 } }),
    getPolicy: async () => await Promise.resolve({ Policy: { Tags: ours } }),
    listAccessKeys: async () => await Promise.resolve({ AccessKeyMetadata: [{}] }),
    ...more,
  });
  const found = await readRoles({ iam, eks: async () => await Promise.resolve(eks) }, of);
  return { ...found, asked, eksCalls: eks.calls };
}

describe('reading an account', () => {
  it('goes on to the last page, and only then', async () => {
    const { asked, roles } = await read([
      { IsTruncated: true, Marker: 'm1' },
      { IsTruncated: true, Marker: 'm2', RoleDetailList: [{ RoleName: 'example-external_dns' }] },
      { IsTruncated: false, Marker: 'm3', RoleDetailList: [{ RoleName: 'a', Tags: ours }] },
    ]);
    const first = { Filter: ['Role', 'User', 'LocalManagedPolicy'], MaxItems: 1000 };
    expect(asked).toEqual([first, { ...first, Marker: 'm1' }, { ...first, Marker: 'm2' }]);
    expect(roles.map(({ name }) => name)).toEqual(['example-external_dns', 'a']);
    expect((await read([{ IsTruncated: true }])).asked).toHaveLength(1);
  });

  it('takes what is empty for nothing', async () => {
    expect(await read([{}])).toMatchObject({ roles: [], users: [], policies: [], associations: [] });
    const bare = {
      RoleDetailList: [{ RoleName: 'EXAMPLE-external_dns' }],
      UserDetailList: [{ UserName: 'example-u' }],
    };
    const { roles, users } = await read([bare], {
      getRole: async () => await Promise.resolve({ $metadata: {}, Role: undefined }),
    });
    const empty = { path: '/', arn: '', tags: {}, inlinePolicies: {}, managedPolicyArns: [] };
    expect(roles).toStrictEqual([
      { ...empty, name: 'EXAMPLE-external_dns', trust: undefined, instanceProfiles: [], description: '' },
    ]);
    expect(users).toStrictEqual([{ ...empty, name: 'example-u', hasAccessKeys: false }]);
  });

  it('leaves out what is listed still and gone already', async () => {
    const gone = async () =>
      await Promise.reject(Object.assign(new Error('gone'), { name: 'NoSuchEntityException' }));
    const listed = {
      RoleDetailList: [{ RoleName: 'r', Tags: ours }],
      UserDetailList: [{ UserName: 'u', Tags: ours }],
      Policies: [{ PolicyName: 'p', Arn: 'arn:p', Path: plan.owner.path }],
    };
    const found = await read([listed], { getRole: gone, listAccessKeys: gone, getPolicy: gone });
    expect(found).toMatchObject({ roles: [], users: [], policies: [] });
    const refused = async () => await Promise.reject(new Error('AccessDenied'));
    await expect(read([listed], { getRole: refused })).rejects.toThrow('AccessDenied');
  });

  it('takes what there is', async () => {
    const common = {
      Path: '/kfdist/example/',
      Arn: 'arn:x',
      Tags: ours,
      AttachedManagedPolicies: [{ PolicyArn: 'arn:p' }, {}],
      PermissionsBoundary: { PermissionsBoundaryArn: 'arn:limit' },
    };
    const documents = [{ PolicyName: 'kfdist', PolicyDocument: '%7B%7D' }];
    const { roles, users } = await read([
      {
        RoleDetailList: [
          {
            ...common,
            RoleName: 'r',
            RolePolicyList: documents,
            AssumeRolePolicyDocument: '%7B%7D',
            InstanceProfileList: [{ InstanceProfileName: 'nodes' }, {}],
          },
          { ...common, RoleName: 'theirs', Tags: [] },
        ],
        UserDetailList: [{ ...common, UserName: 'u', UserPolicyList: documents }],
      },
    ]);
    const expected = {
      path: '/kfdist/example/',
      arn: 'arn:x',
      tags: plan.roles[0]?.tags,
      inlinePolicies: { kfdist: '%7B%7D' },
      managedPolicyArns: ['arn:p'],
      permissionsBoundary: 'arn:limit',
    };
    expect(roles).toStrictEqual([
      {
        ...expected,
        name: 'r',
        trust: '%7B%7D',
        instanceProfiles: ['nodes'],
        description: 'd',
        maxSessionDuration: 7200,
      },
    ]);
    expect(users).toStrictEqual([{ ...expected, name: 'u', hasAccessKeys: true }]);
  });

  it('asks for keys only of users that are ours', async () => {
    const more = { listAccessKeys: async () => await Promise.reject(new Error('asked')) };
    const { users } = await read([{ UserDetailList: [{ UserName: 'example-u' }, { UserName: 'x' }] }], more);
    expect(users.map(({ name, hasAccessKeys }) => [name, hasAccessKeys])).toEqual([['example-u', false]]);
    const none = {
      listAccessKeys: async () => await Promise.resolve({ $metadata: {}, AccessKeyMetadata: undefined }),
    };
    const mine = await read([{ UserDetailList: [{ UserName: 'x', Tags: ours }] }], none);
    expect(mine.users.map(({ hasAccessKeys }) => hasAccessKeys)).toEqual([false]);
  });

  it('reads the policies of its path, oldest versions first', async () => {
    const version = (VersionId: string, IsDefaultVersion: boolean) => ({
      VersionId,
      IsDefaultVersion,
      Document: VersionId,
    });
    const { policies } = await read([
      {
        Policies: [
          {
            PolicyName: 'p',
            Arn: 'arn:p',
            Path: '/kfdist/example/secrets/',
            PolicyVersionList: [version('v10', false), version('v11', true), version('v9', false), {}],
          },
          { PolicyName: 'q', Arn: 'arn:q', Path: '/kfdist/example-2/' },
          { PolicyName: 'r', Arn: 'arn:r' },
        ],
      },
    ]);
    expect(policies).toEqual([
      { name: 'p', arn: 'arn:p', tags: plan.roles[0]?.tags, document: 'v11', otherVersions: ['v9', 'v10'] },
    ]);
    const [bare] = (
      await read([{ Policies: [{ Path: '/kfdist/example/' }] }], {
        getPolicy: async () => await Promise.resolve({ $metadata: {}, Policy: undefined }),
      })
    ).policies;
    expect(bare).toEqual({ name: '', arn: '', tags: {}, document: undefined, otherVersions: [] });
  });

  it.each([
    ['a role is to have an association', planRoles({ ...wanted, identity: 'both' }), '{}', true],
    ['a role of ours had one', plan, encodeURIComponent('{"Service":"pods.eks.amazonaws.com"}'), true],
    ['no role has one', plan, encodeURIComponent('{"Service":"ec2.amazonaws.com"}'), false],
  ] as const)('asks EKS where %s', async (_what, of, trust, isAsked) => {
    const role = { RoleName: 'x', Tags: ours, AssumeRolePolicyDocument: trust };
    expect((await read([{ RoleDetailList: [role] }], {}, of)).eksCalls.length > 0).toBe(isAsked);
  });
});

describe('what became of it, as people read it', () => {
  const change = { kind: 'role', name: 'r', arn: 'a', action: 'update', differences: [], steps: [] } as const;
  const step = { call: 'delete-identity', kind: 'role', name: 'r' } as const;
  const failure = { step, code: 'AccessDenied', message: 'no', isFinal: false };
  const told = (...outcomes: readonly RoleOutcome[]) =>
    formatOutcomes({ outcomes, diagnostics: [], isConfirmed: true });
  const outcome = (state: RoleOutcome['state']): RoleOutcome => ({ change, state, done: [] });

  it.each<[RoleOutcome[], string]>([
    [[], '0 changed, 0 unchanged.'],
    [
      [outcome('done'), outcome('unchanged'), outcome('unchanged')],
      'done: update role r\n1 changed, 2 unchanged.',
    ],
    [[outcome('left')], 'left: role r, which the plan does not have\n0 changed, 0 unchanged.'],
    [
      [{ ...outcome('failed'), change: { ...change, steps: [step] }, failure }, outcome('skipped')],
      [
        'failed: update role r, 0 of 1 steps; delete-identity: AccessDenied: no',
        'skipped: update role r',
        '0 changed, 0 unchanged, 2 not finished. Nothing was undone; run again to complete.',
      ].join('\n'),
    ],
  ])('%#', (outcomes, text) => {
    expect(told(...outcomes)).toBe(text);
  });
});
