import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyRoles, destroyRoles, formatOutcomes, planChanges } from '../src/aws/index.ts';
import {
  countChanges,
  formatChanges,
  hasChanges,
  planRoles,
  policyDocument,
  type RolePlanInput,
  type Statement,
} from '../src/index.ts';
import { awsError, type FakeIam, fakeIam, type StoredIdentity } from './fake-iam.ts';
import { input } from './fixtures.ts';

const whole: RolePlanInput = {
  ...input,
  permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
  users: [{ key: 'pipelines_s3', policies: ['pipelines-s3'] }],
};
const yes = () => true;
const noWait = async () => {};
const apply = (iam: FakeIam, wanted: RolePlanInput, options: object = {}) =>
  applyRoles(planRoles(wanted), { client: iam, confirm: yes, wait: noWait, ...options });
const states = ({ outcomes }: Awaited<ReturnType<typeof applyRoles>>) => outcomes.map(({ state }) => state);
const codesOf = ({ diagnostics }: { readonly diagnostics: readonly { readonly code: string }[] }) =>
  diagnostics.map(({ code }) => code);
const roleIn = (iam: FakeIam, name: string): StoredIdentity => {
  const found = iam.identities.get(`role ${name}`);
  if (found === undefined) throw new Error(`no role ${name}`);
  return found;
};
const foreign = (name: string, tags: Record<string, string> = {}): StoredIdentity => ({
  kind: 'role',
  name,
  path: '/',
  tags,
  inline: {},
  attached: [],
  profiles: [],
  keys: 0,
  trust: '{"Version":"2012-10-17","Statement":[]}',
});
const snapshot = (iam: FakeIam) => structuredClone({ identities: iam.identities, policies: iam.policies });

describe('the life of roles', () => {
  it('makes them, and a second time changes nothing', async () => {
    const iam = fakeIam();
    expect(states(await apply(iam, whole))).toEqual(['done', 'done', 'done', 'done']);
    const before = snapshot(iam);
    expect(states(await apply(iam, whole))).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
    expect(snapshot(iam)).toEqual(before);
    expect(roleIn(iam, 'example-external_dns')).toMatchObject({
      path: '/kfdist/example/',
      boundary: 'arn:aws:iam::123456789012:policy/limits',
      tags: { 'kfdist:cluster': 'example', 'kfdist:region': 'eu-central-1', 'kfdist:key': 'external_dns' },
    });
    expect(iam.calls.filter((call) => /AccessKey/.test(call) && call !== 'listAccessKeys')).toEqual([]);
  });

  it('changes nothing without a yes', async () => {
    const iam = fakeIam();
    const result = await apply(iam, whole, { confirm: () => false });
    expect(result.isConfirmed).toBe(false);
    expect(iam.identities.size).toBe(0);
    expect(formatOutcomes(result)).toBe('Nothing was changed.');
  });

  it('shows and repairs every kind of drift', async () => {
    const iam = fakeIam();
    await apply(iam, whole);
    const before = snapshot(iam);
    const role = roleIn(iam, 'example-external_dns');
    role.trust = role.trust?.replace(/"[^"]*:sub":"[^"]*"/, '"x:y":"z"') ?? '';
    role.inline.kfdist = '{"Version":"2012-10-17","Statement":[]}';
    role.inline.extra = '{"Version":"2012-10-17","Statement":[]}';
    role.attached = ['arn:aws:iam::aws:policy/AdministratorAccess'];
    role.boundary = 'arn:aws:iam::aws:policy/Other';
    role.description = 'changed';
    role.session = 7200;
    role.tags['kfdist:key'] = 'other';
    const { changes } = await planChanges(planRoles(whole), { client: iam });
    const [change] = changes.filter(({ action }) => action === 'update');
    expect(change?.differences.map(({ field }) => field)).toEqual([
      'tag kfdist:key',
      'permissions boundary',
      'policy extra',
      'managed policy',
      'trust',
      'policy kfdist',
      'description',
      'maximum session',
    ]);
    expect(countChanges(changes)).toBe('1 to update, 3 unchanged');
    await apply(iam, whole);
    expect(snapshot(iam)).toEqual(before);
  });

  it('leaves tags of others alone', async () => {
    const iam = fakeIam();
    await apply(iam, whole);
    roleIn(iam, 'example-pipelines').tags.costs = '42';
    expect(hasChanges((await planChanges(planRoles(whole), { client: iam })).changes)).toBe(false);
  });

  it('keeps roles that the plan no longer has until asked to delete them', async () => {
    const iam = fakeIam();
    await apply(iam, whole);
    const less = { ...whole, roles: whole.roles.slice(1) };
    expect(states(await apply(iam, less))).toEqual(['unchanged', 'unchanged', 'unchanged', 'left']);
    expect(iam.identities.has('role example-external_dns')).toBe(true);
    expect(states(await apply(iam, less, { prune: true }))).toContain('done');
    expect(iam.identities.has('role example-external_dns')).toBe(false);
  });

  it('destroys everything of its own, instance profiles and all, and nothing else', async () => {
    const iam = fakeIam();
    iam.identities.set('role other', foreign('other'));
    await apply(iam, whole);
    roleIn(iam, 'example-pipelines').profiles = ['nodes'];
    const { owner } = planRoles(whole);
    const result = await destroyRoles(owner, { client: iam, confirm: yes, wait: noWait });
    expect(states(result)).toEqual(['done', 'done', 'done', 'done']);
    expect([...iam.identities.keys()]).toEqual(['role other']);
    expect((await destroyRoles(owner, { client: iam, confirm: yes })).outcomes).toEqual([]);
  });

  it('destroys no role in use, and no user with keys', async () => {
    const iam = fakeIam();
    await apply(iam, whole);
    const { owner } = planRoles(whole);
    const inUse = await destroyRoles(owner, { client: iam, confirm: yes, inUse: ['pipelines'] });
    expect(codesOf(inUse)).toEqual(['ROLE_IN_USE']);
    const [user] = [...iam.identities.values()].filter(({ kind }) => kind === 'user');
    if (user !== undefined) user.keys = 1;
    expect(codesOf(await destroyRoles(owner, { client: iam, confirm: yes }))).toEqual(['USER_HAS_KEYS']);
    expect(iam.identities.size).toBe(4);
  });
});

describe('what is not ours', () => {
  it.each<[string, StoredIdentity, readonly string[]]>([
    ['a role without tags', foreign('example-external_dns'), ['ROLE_NOT_OWNED']],
    ['a name in other letters', foreign('Example-External_DNS'), ['ROLE_NOT_OWNED']],
    [
      'a role of a cluster of that name in another region',
      foreign('example-external_dns', { 'kfdist:cluster': 'example', 'kfdist:region': 'us-east-1' }),
      ['ROLE_NOT_OWNED'],
    ],
    [
      'our own at another path',
      foreign('example-external_dns', { 'kfdist:cluster': 'example', 'kfdist:region': 'eu-central-1' }),
      ['ROLE_ELSEWHERE'],
    ],
  ])('%s is not touched', async (_title, stored, expected) => {
    const iam = fakeIam();
    iam.identities.set(`role ${stored.name.toLowerCase()}`, stored);
    const before = snapshot(iam);
    const result = await apply(iam, whole, { prune: true });
    expect(codesOf(result)).toEqual(expected);
    expect(snapshot(iam)).toEqual(before);
  });

  it('is taken over when named, and destroyed by nobody else', async () => {
    const iam = fakeIam();
    const stored = { ...foreign('example-external_dns'), path: '/kfdist/example/' };
    iam.identities.set('role example-external_dns', stored);
    expect(codesOf(await apply(iam, whole, { adopt: ['example-external_dns'] }))).toEqual([]);
    expect(hasChanges((await planChanges(planRoles(whole), { client: iam })).changes)).toBe(false);
    const other = planRoles({ ...whole, clusterName: 'example-2' }).owner;
    expect((await destroyRoles(other, { client: iam, confirm: yes })).outcomes).toEqual([]);
  });

  it('is found out even when it appears between plan and apply', async () => {
    const iam = fakeIam();
    const confirm = () => {
      iam.identities.set('role example-external_dns', foreign('example-external_dns'));
      return true;
    };
    const result = await apply(iam, whole, { confirm });
    expect(states(result)).toEqual(['failed', 'done', 'done', 'done']);
    expect(result.outcomes[0]?.failure?.message).toContain('does not belong to this cluster');
    expect(roleIn(iam, 'example-external_dns')).toEqual(foreign('example-external_dns'));
  });

  it('has nothing applied from a plan with errors', async () => {
    const iam = fakeIam();
    const result = await apply(iam, { ...whole, accountId: '1' });
    expect(codesOf(result)).toContain('BAD_INPUT');
    expect(iam.calls).toEqual([]);
  });
});

const long: readonly Statement[] = Array.from({ length: 40 }, (_, index) => ({
  Effect: 'Allow',
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::bucket-${index}/${'x'.repeat(400)}/*`,
}));
const large = (statements: readonly Statement[]): RolePlanInput => ({
  ...input,
  roles: [
    {
      key: 'large',
      policies: [policyDocument(statements)],
      subjects: [{ namespace: 'a', serviceAccount: 'b' }],
    },
  ],
});

describe('managed policies', () => {
  it('are made, kept within five versions, and removed with their role', async () => {
    const iam = fakeIam();
    await apply(iam, large(long));
    expect(roleIn(iam, 'example-large').attached).toHaveLength(4);
    for (let round = 0; round < 8; round++) {
      const change = {
        ...long[0],
        Effect: 'Allow' as const,
        Action: `s3:Get${round % 2 === 0 ? 'ObjectTagging' : 'Object'}`,
      };
      expect(states(await apply(iam, large([change, ...long.slice(1)])))).not.toContain('failed');
    }
    expect(hasChanges((await planChanges(planRoles(large(long)), { client: iam })).changes)).toBe(false);
    await apply(iam, large(long.slice(0, 5)), { prune: true });
    expect(roleIn(iam, 'example-large')).toMatchObject({ attached: [] });
    expect(iam.policies.size).toBe(0);
  });
});

describe('a bad day', () => {
  const faults = {
    throttling: () => awsError('Throttling'),
    'an inner error': () => awsError('ServiceFailureException'),
    'somebody else changing the role': () => awsError('ConcurrentModificationException'),
    'a new principal that is not yet seen': () =>
      awsError('MalformedPolicyDocumentException', 'Invalid principal in policy: "AWS":"x"'),
    'a timeout': () => awsError('TimeoutError'),
  };

  it.each(Object.entries(faults))('survives %s at any write', async (_title, error) => {
    const iam = fakeIam();
    const seen = new Map<string, number>();
    iam.fault = (call) => {
      const count = (seen.get(call) ?? 0) + 1;
      seen.set(call, count);
      if (!/^get|^list/.test(call) && count % 3 !== 0) throw error();
    };
    expect(states(await apply(iam, whole))).toEqual(['done', 'done', 'done', 'done']);
    iam.fault = () => {};
    expect(hasChanges((await planChanges(planRoles(whole), { client: iam })).changes)).toBe(false);
  });

  it('goes on when the answer to a creation was lost', async () => {
    const iam = fakeIam();
    let lost = 0;
    iam.lose = (call) => {
      if (call.startsWith('create') && lost++ < 2) throw awsError('TimeoutError');
    };
    expect(states(await apply(iam, whole))).toEqual(['done', 'done', 'done', 'done']);
    expect(hasChanges((await planChanges(planRoles(whole), { client: iam })).changes)).toBe(false);
  });

  it('does not wait for what will not pass', async () => {
    const iam = fakeIam();
    iam.fault = (call) => {
      if (call === 'createRole')
        throw awsError('MalformedPolicyDocumentException', 'Syntax error at position (1,2)');
    };
    const result = await apply(iam, input, { wait: () => Promise.reject(new Error('waited')) });
    expect(states(result)).toEqual(['failed', 'failed', 'failed']);
    expect(result.outcomes[0]?.failure?.code).toBe('MalformedPolicyDocument');
  });

  it('says what is done and what is not when access is denied halfway', async () => {
    const iam = fakeIam();
    iam.fault = (call) => {
      if (call === 'putRolePolicy')
        throw awsError('AccessDenied', 'not authorized to perform: iam:PutRolePolicy');
    };
    const result = await apply(iam, input);
    expect(states(result)).toEqual(['partial', 'partial', 'done']);
    expect(formatOutcomes(result)).toMatchInlineSnapshot(`
      "partial: create role example-external_dns, 1 of 2 steps; put-policy: AccessDenied: not authorized to perform: iam:PutRolePolicy
      partial: create role example-pipelines, 1 of 2 steps; put-policy: AccessDenied: not authorized to perform: iam:PutRolePolicy
      done: create role example-oauth2_proxy
      1 changed, 0 unchanged, 2 not finished. Nothing was undone; run again to complete."
    `);
    iam.fault = () => {};
    expect(states(await apply(iam, input))).toEqual(['done', 'done', 'unchanged']);
  });

  it('stops when the credentials are no good', async () => {
    const iam = fakeIam();
    iam.fault = (_call, number) => {
      if (number > 3) throw awsError('ExpiredToken');
    };
    expect(states(await apply(iam, input))).toEqual(['done', 'failed', 'skipped']);
  });

  it('completes whatever call it was killed at, in making and in destroying', async () => {
    const full = fakeIam();
    await apply(full, whole);
    const killed = (at: number) => (call: string, number: number) => {
      if (number >= at) throw awsError('ExpiredToken', `killed in ${call}`);
    };
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 30 }), fc.boolean(), async (at, isAfter) => {
        const iam = fakeIam();
        Object.assign(iam, { [isAfter ? 'lose' : 'fault']: killed(at) });
        await apply(iam, whole).catch(() => {});
        Object.assign(iam, { fault: () => {}, lose: () => {} });
        for (const { tags } of iam.identities.values()) expect(tags['kfdist:cluster']).toBe('example');
        expect(states(await apply(iam, whole))).not.toContain('failed');
        expect(snapshot(iam)).toEqual(snapshot(full));
        Object.assign(iam, { [isAfter ? 'lose' : 'fault']: killed(iam.calls.length + at) });
        await destroyRoles(planRoles(whole).owner, { client: iam, confirm: yes, wait: noWait }).catch(
          () => {},
        );
        Object.assign(iam, { fault: () => {}, lose: () => {} });
        await destroyRoles(planRoles(whole).owner, { client: iam, confirm: yes, wait: noWait });
        expect(iam.identities.size).toBe(0);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the number of calls', () => {
  it('is one for each page and one for each own role', async () => {
    const iam = fakeIam();
    await apply(iam, input);
    for (let index = 0; index < 1200; index++)
      iam.identities.set(`role other-${index}`, foreign(`other-${index}`));
    iam.calls.length = 0;
    await planChanges(planRoles(input), { client: iam });
    expect(iam.calls.filter((call) => call === 'getAccountAuthorizationDetails')).toHaveLength(13);
    expect(iam.calls.filter((call) => call !== 'getAccountAuthorizationDetails')).toEqual([
      'getRole',
      'getRole',
      'getRole',
    ]);
  });
});

it('prints a plan that can be read', async () => {
  const iam = fakeIam();
  await apply(iam, input);
  const changed = {
    ...input,
    scope: { ...input.scope, domains: ['ml.example.org'] },
    roles: input.roles.slice(0, 2),
  };
  const { changes } = await planChanges(planRoles(changed), { client: iam });
  expect(formatChanges(changes)).toMatchInlineSnapshot(`
    "~ role example-external_dns  (arn:aws:iam::123456789012:role/kfdist/example/example-external_dns)
        policy kfdist
                      "route53:ChangeResourceRecordSetsNormalizedRecordNames": [
          -             "ml.example.com",
          -             "*.ml.example.com",
          -             "a-ml.example.com",
          -             "aaaa-ml.example.com",
          -             "cname-ml.example.com"
          +             "ml.example.org",
          +             "*.ml.example.org",
          +             "a-ml.example.org",
          +             "aaaa-ml.example.org",
          +             "cname-ml.example.org"
                      ]
    - role example-oauth2_proxy  (arn:aws:iam::123456789012:role/kfdist/example/example-oauth2_proxy)
    1 to update, 1 to delete, 1 unchanged"
  `);
});
