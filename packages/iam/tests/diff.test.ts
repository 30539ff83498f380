import { describe, expect, it } from 'vitest';
import type { Observed, ObservedPolicy, ObservedRole, ObservedUser } from '../src/change.ts';
import { type DiffOptions, diffRoles, planRoles, policyDocument, type RolePlanInput } from '../src/index.ts';
import { input } from './fixtures.ts';

const wanted: RolePlanInput = {
  ...input,
  roles: input.roles.slice(0, 1),
  users: [{ key: 'u', policies: ['pipelines-s3'] }],
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
};
const plan = planRoles(wanted);
const [role] = plan.roles;
const [user] = plan.users;
if (role === undefined || user === undefined) throw new Error('no role');

const found = ({ name, path, arn, tags }: typeof user) => ({
  name,
  path,
  arn,
  tags,
  managedPolicyArns: [],
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
});
const inline = (spec: typeof user) =>
  Object.fromEntries(
    spec.policies.map(({ name, document }) => [name, encodeURIComponent(JSON.stringify(document))]),
  );
const foundRole: ObservedRole = {
  ...found(role),
  inlinePolicies: inline(role),
  trust: encodeURIComponent(JSON.stringify(role.trust)),
  instanceProfiles: [],
  description: role.description,
  maxSessionDuration: 3600,
};
const foundUser: ObservedUser = { ...found(user), inlinePolicies: inline(user), hasAccessKeys: false };
const nothing: Observed = { roles: [], users: [], policies: [], associations: [] };
const settled: Observed = { ...nothing, roles: [foundRole], users: [foundUser] };
const diff = (observed: Partial<Observed>, options: DiffOptions = {}, of = plan) => {
  const { changes, diagnostics } = diffRoles(of, { ...settled, ...observed }, options);
  return {
    changes,
    calls: changes.flatMap(({ steps }) => steps.map(({ call }) => call)),
    actions: changes.map(({ action, kind, name }) => `${action} ${kind} ${name}`),
    said: diagnostics.map(({ code, args }) => [code, args]),
  };
};

describe('the steps of a change', () => {
  const drift = {
    tags: { ...role.tags, 'kfdist:key': 'other' },
    permissionsBoundary: 'arn:aws:iam::aws:policy/Other',
    inlinePolicies: { extra: '{}' },
    managedPolicyArns: ['arn:aws:iam::aws:policy/AdministratorAccess'],
  };

  it('limit and take away first, and give last', () => {
    const changed = { ...drift, trust: '{}', description: 'other', maxSessionDuration: 7200 };
    const { calls } = diff({ roles: [{ ...foundRole, ...changed }] });
    expect(calls).toEqual([
      'tag',
      'put-boundary',
      'delete-policy',
      'detach-policy',
      'update-trust',
      'put-policy',
      'update-role',
    ]);
  });

  it('are the same for a user, without a trust', () => {
    const { calls, changes } = diff({ users: [{ ...foundUser, ...drift, tags: user.tags }] });
    expect(calls).toEqual(['put-boundary', 'delete-policy', 'detach-policy', 'put-policy']);
    expect(changes[1]?.steps).toContainEqual({
      call: 'delete-policy',
      kind: 'user',
      name: user.name,
      policy: 'extra',
    });
    expect(changes[1]?.differences).toEqual([
      {
        field: 'permissions boundary',
        before: 'arn:aws:iam::aws:policy/Other',
        after: 'arn:aws:iam::123456789012:policy/limits',
      },
      { field: 'policy extra', before: {} },
      { field: 'managed policy', before: 'arn:aws:iam::aws:policy/AdministratorAccess' },
      { field: 'policy kfdist', before: undefined, after: user.policies[0]?.document },
    ]);
  });

  it('take a limit away when everything else is as it should be', () => {
    const { permissionsBoundary: _none, ...unlimited } = wanted;
    const { calls } = diff({ roles: [{ ...foundRole, trust: '{}' }] }, {}, planRoles(unlimited));
    expect(calls).toEqual(['update-trust', 'delete-boundary', 'delete-boundary']);
  });

  it('are none for what nobody told: a description or a session that was not read', () => {
    const { description: _d, maxSessionDuration: _m, ...unread } = foundRole;
    expect(diff({ roles: [unread] }).actions).toEqual([
      'unchanged role example-external_dns',
      'unchanged user example-u',
    ]);
  });

  it('attach policies of others last, once each', () => {
    const arns = ['arn:aws:iam::aws:policy/a', 'arn:aws:iam::aws:policy/b', 'arn:aws:iam::aws:policy/b'];
    const [request] = wanted.roles;
    if (request === undefined) throw new Error('no request');
    const more = planRoles({ ...wanted, roles: [{ ...request, managedPolicyArns: arns }] });
    const { changes } = diff({ roles: [{ ...foundRole, managedPolicyArns: arns.slice(0, 1) }] }, {}, more);
    expect(changes[0]?.differences).toEqual([{ field: 'managed policy', after: arns[1] }]);
    expect(changes[0]?.steps).toEqual([
      { call: 'attach-policy', kind: 'role', name: role.name, arn: arns[1] },
    ]);
  });

  it('update description and session in one', () => {
    const { changes, calls } = diff({
      roles: [{ ...foundRole, description: 'x', maxSessionDuration: 7200 }],
    });
    expect(calls).toEqual(['update-role']);
    expect(changes[0]?.differences).toEqual([
      { field: 'description', before: 'x', after: 'example: external_dns' },
      { field: 'maximum session', before: 7200, after: 3600 },
    ]);
  });

  it('make a role with its tags and limits, then give it its policies', () => {
    const { changes, actions } = diff({ roles: [], users: [] });
    expect(actions).toEqual(['create role example-external_dns', 'create user example-u']);
    expect(changes.map(({ steps }) => steps.map(({ call }) => call))).toEqual([
      ['create-role', 'put-policy'],
      ['create-user', 'put-policy'],
    ]);
    expect(changes.map(({ differences }) => differences.map(({ field }) => field))).toEqual([
      ['trust', 'policy kfdist'],
      ['policy kfdist'],
    ]);
  });
});

describe('what is not wanted', () => {
  const ours = { ...foundRole, name: 'old', arn: 'arn:old', tags: { ...role.tags, 'kfdist:key': 'old' } };

  it('goes in the order that IAM wants', () => {
    const held = {
      ...ours,
      instanceProfiles: ['nodes'],
      inlinePolicies: { a: '{}', b: '{}' },
      managedPolicyArns: ['arn:x'],
    };
    const { changes } = diff({ roles: [foundRole, held] });
    const target = { kind: 'role', name: 'old' };
    expect(changes.at(-1)).toEqual({
      ...target,
      arn: 'arn:old',
      action: 'delete',
      differences: [],
      steps: [
        { call: 'leave-instance-profile', name: 'old', profile: 'nodes' },
        { call: 'delete-policy', ...target, policy: 'a' },
        { call: 'delete-policy', ...target, policy: 'b' },
        { call: 'detach-policy', ...target, arn: 'arn:x' },
        { call: 'delete-identity', ...target },
      ],
    });
  });

  it.each([
    ['has no tags', { tags: {} }],
    ['is of another cluster', { tags: { ...ours.tags, 'kfdist:cluster': 'other' } }],
    ['is of another region', { tags: { ...ours.tags, 'kfdist:region': 'us-east-1' } }],
    ['is wanted, in other letters', { name: role.name.toUpperCase() }],
  ])('stays where it %s', (_what, changed) => {
    const { actions } = diff({ roles: [foundRole, { ...ours, ...changed }] });
    expect(actions.filter((action) => action.startsWith('delete'))).toEqual([]);
  });

  it('stays where it is in use, or has keys', () => {
    const theirs = { ...foundUser, name: 'old', tags: ours.tags };
    const inUse = diff({ roles: [foundRole, ours], users: [foundUser, theirs] }, { inUse: ['old'] });
    expect(inUse.actions.slice(2)).toEqual(['refused role old', 'refused user old']);
    expect(inUse.said).toEqual([
      ['ROLE_IN_USE', { kind: 'The role', name: 'old' }],
      ['ROLE_IN_USE', { kind: 'The user', name: 'old' }],
    ]);
    const keyed = diff({ users: [foundUser, { ...theirs, hasAccessKeys: true }] }, { inUse: ['new'] });
    expect([keyed.actions.at(-1), keyed.calls, keyed.said]).toEqual([
      'refused user old',
      [],
      [['USER_HAS_KEYS', { name: 'old' }]],
    ]);
  });
});

describe('what is not ours', () => {
  const foreign = { ...foundRole, tags: {}, arn: 'arn:theirs' };

  it('is refused with a reason and without a step', () => {
    const { changes, said } = diff({ roles: [foreign] });
    expect(changes[0]).toEqual({
      kind: 'role',
      name: role.name,
      arn: 'arn:theirs',
      action: 'refused',
      differences: [],
      steps: [],
    });
    expect(said).toEqual([['ROLE_NOT_OWNED', { kind: 'The role', name: role.name }]]);
    const elsewhere = diff({ users: [{ ...foundUser, path: '/' }] });
    expect([elsewhere.actions[1], elsewhere.said]).toEqual([
      `refused user ${user.name}`,
      [['ROLE_ELSEWHERE', { kind: 'The user', name: user.name, actual: '/', path: user.path }]],
    ]);
  });

  it('is taken over only by its own name', () => {
    expect(diff({ roles: [foreign] }, { adopt: ['other'] }).actions[0]).toMatch(/^refused/);
    const adopted = diff({ roles: [foreign] }, { adopt: [role.name] });
    expect([adopted.actions[0], adopted.calls, adopted.said]).toEqual([
      `update role ${role.name}`,
      ['tag', 'tag', 'tag'],
      [],
    ]);
  });
});

describe('managed policies', () => {
  const statements = Array.from({ length: 30 }, (_, index) => ({
    Effect: 'Allow' as const,
    Action: 's3:GetObject',
    Resource: `arn:aws:s3:::bucket-${index}/${'x'.repeat(400)}/*`,
  }));
  const long = planRoles({
    ...input,
    roles: [{ key: 'l', policies: [policyDocument(statements)], subjects: input.roles[0]?.subjects ?? [] }],
  });
  const specs = long.roles[0]?.policies ?? [];
  const observed = (index: number, changed: Partial<ObservedPolicy> = {}): ObservedPolicy => {
    const spec = specs[index];
    if (spec === undefined) throw new Error('no policy');
    const { name, arn = '', document } = spec;
    return { name, arn, document: JSON.stringify(document), tags: role.tags, otherVersions: [], ...changed };
  };
  const policies = specs.map((_spec, index) => observed(index));
  const diffLong = (changed: readonly ObservedPolicy[], options: DiffOptions = {}) =>
    diff({ roles: [], users: [], policies: changed }, options, long);

  it('come before their role, and go after it', () => {
    expect(specs.length).toBeGreaterThan(2);
    const old = observed(0, { name: 'old', arn: 'arn:old', otherVersions: ['v1', 'v2'] });
    const { changes } = diffLong([...policies.slice(1), old]);
    expect(changes.map(({ action, kind }) => `${action} ${kind}`)).toEqual([
      'create policy',
      ...policies.slice(1).map(() => 'unchanged policy'),
      'create role',
      'delete policy',
    ]);
    expect(changes[0]?.differences).toEqual([{ field: 'document', after: specs[0]?.document }]);
    expect(changes.at(-1)).toMatchObject({
      name: 'old',
      steps: [{ call: 'delete-managed-policy', arn: 'arn:old', versions: ['v1', 'v2'] }],
    });
  });

  it.each([
    [[], []],
    [['v1', 'v2', 'v3'], []],
    [['v1', 'v2', 'v3', 'v4'], ['v1']],
  ])('keep room for one more version beside %j', (otherVersions, surplus) => {
    const changed = observed(0, { document: '{"Statement":[]}', otherVersions });
    const { changes } = diffLong([changed, ...policies.slice(1)]);
    expect(changes[0]).toMatchObject({
      action: 'update',
      differences: [{ field: 'document', before: { Statement: [] }, after: specs[0]?.document }],
      steps: [{ call: 'update-managed-policy', surplus }],
    });
  });

  it('of others are neither changed nor deleted', () => {
    const theirs = observed(0, { tags: {}, document: '{}' });
    const { actions, said, calls } = diffLong([
      theirs,
      ...policies.slice(1),
      observed(0, { arn: 'x', tags: {} }),
    ]);
    expect(actions[0]).toBe(`refused policy ${theirs.name}`);
    expect(actions).toHaveLength(specs.length + 1);
    expect(calls).not.toContain('update-managed-policy');
    expect(said).toEqual([['ROLE_NOT_OWNED', { kind: 'The policy', name: theirs.name }]]);
  });
});
