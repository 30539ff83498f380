import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { LIMITS, planRoles, type RolePlanInput, type RoleRequest, type UserRequest } from '../src/index.ts';
import { input } from './fixtures.ts';

const [dns] = input.roles;
const role = (changed: Partial<RoleRequest>) => ({
  roles: [{ key: 'x', policies: [], subjects: dns?.subjects ?? [], ...changed }],
});
const scope = (changed: object) => ({ scope: { ...input.scope, ...changed } }) as Partial<RolePlanInput>;
const subject = (namespace: string, serviceAccount: string) =>
  role({ subjects: [{ namespace, serviceAccount }] });
const tags = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`t${index}`, 'x']));
const eks = (region: string, suffix: string) => ({
  region,
  oidcIssuer: `https://oidc.eks.${region}.${suffix}/id/X`,
});

/** What may be given, with values that just fit and values that just do not. */
const FACTS: Readonly<
  Record<string, readonly [(value: string) => Partial<RolePlanInput>, readonly string[], readonly string[]]>
> = {
  accountId: [
    (accountId) => ({ accountId }),
    ['000000000001'],
    ['12345678901', '1234567890123', '12345678901x'],
  ],
  clusterName: [
    (clusterName) => ({ clusterName }),
    ['e', 'A_1-b', 'x'.repeat(100)],
    ['', '-a', 'a b', 'x'.repeat(101)],
  ],
  namePrefix: [(namePrefix) => ({ namePrefix }), ['a', 'a.b_c-1'], ['', 'a/b', 'x'.repeat(129)]],
  path: [
    (path) => ({ path }),
    ['/', '/a/', '/a-b/c.d/', `/${'x'.repeat(446)}/`],
    ['', 'a/', '/a', '//', '/a b/', `/${'x'.repeat(447)}/`],
  ],
  permissionsBoundary: [
    (permissionsBoundary) => ({ permissionsBoundary }),
    ['arn:aws:iam::aws:policy/x', 'arn:aws:iam::123456789012:policy/a/b'],
    [
      'x',
      'arn:aws:s3:::policy/x',
      'arn:azure:iam::1:policy/x',
      'arn:aws:iam::123456789012:role/x',
      'arn:aws:iam::123456789012:policy/x y',
      'arn:aws:iam::210987654321:policy/x',
      'arn:aws-cn:iam::123456789012:policy/x',
    ],
  ],
  tags: [
    (tag) => ({ tags: { [tag.split('=')[0] ?? '']: tag.split('=')[1] ?? '' } }),
    ['team=a b', 'kösten/x=@+', `${'k'.repeat(LIMITS.tagKey)}=${'v'.repeat(LIMITS.tagValue)}`, 'k='],
    ['=a', 'AWS:x=a', 'kfdist:x=a', 'a=\u{7}', 'a\n=b', `${'k'.repeat(129)}=v`, `k=${'v'.repeat(257)}`],
  ],
  oidcIssuer: [
    (oidcIssuer) => ({ oidcIssuer }),
    [
      'https://oidc.eks.eu-central-1.amazonaws.com/id/ABC',
      'oidc.eks.eu-central-1.amazonaws.com/id/ABC/',
      'ci.example.com',
      'ci.example.com/a-b/c',
    ],
    [
      '',
      'https://a b',
      'https://x.y/?q',
      'oidc.eks.eu-central-1.amazonaws.com.cn/id/A',
      'oidc.eks.eu-west-1.amazonaws.com/id/A',
    ],
  ],
  'the key of a role': [(key) => role({ key }), ['a', 'A.b_c-1'], ['', 'a/b', 'x'.repeat(129)]],
  'the name of x': [(name) => role({ name }), ['a', 'x'.repeat(64), 'a+=,.@_-'], ['', 'a b', 'x'.repeat(65)]],
  'the path of x': [(path) => role({ path }), ['/', '/a/'], ['', '/a']],
  'the folder of a role': [(folder) => role({ folder }), ['a', 'x'.repeat(64)], ['', 'a/b', 'x'.repeat(65)]],
  maxSessionDuration: [
    (seconds) => role({ maxSessionDuration: Number(seconds) }),
    ['3600', '43200'],
    ['3599', '43201', '3600.5', 'NaN'],
  ],
  'the description of x': [
    (description) => role({ description }),
    ['', 'ü\n', 'x'.repeat(1000)],
    ['\u{2026}', '\u{7f}', 'x'.repeat(1001)],
  ],
  'a managed policy of x': [
    (arn) => role({ managedPolicyArns: [arn] }),
    ['arn:aws:iam::aws:policy/x'],
    ['x', 'arn:aws:iam::aws:role/x'],
  ],
  'a namespace of x': [
    (name) => subject(name, 'a'),
    ['a', 'a-1', 'x'.repeat(63)],
    ['', 'A', '-a', 'a-', 'a.b', 'x'.repeat(64)],
  ],
  'a ServiceAccount of x': [
    (name) => subject('a', name),
    ['a', 'a.b-c', Array(4).fill('x'.repeat(62)).join('.')],
    ['', 'a..b', 'A', '*', Array(4).fill('x'.repeat(63)).join('.')],
  ],
  'the namespace of x': [
    (namespace) => ({
      roles: [
        ...role({ key: 'operator' }).roles,
        {
          key: 'x',
          policies: [],
          subjects: [],
          chainedFrom: { role: 'operator', namespace, stores: 'platform' },
        },
      ],
    }),
    ['a-1'],
    ['', 'a.b', '*'],
  ],
  'hostedZoneIds (scope)': [
    (id) => scope({ hostedZoneIds: [id] }),
    ['Z1', `Z${'A'.repeat(31)}`],
    ['Z', 'z1', 'Z*', `Z${'A'.repeat(32)}`],
  ],
  'domains (scope)': [
    (name) => scope({ domains: [name] }),
    ['a.bc', 'a_b.example.com.'],
    ['a', '*.example.com', 'a..bc'],
  ],
  'bucket (scope)': [
    (bucket) => scope({ bucket }),
    ['abc', 'a.b-c', 'x'.repeat(63)],
    ['ab', 'A12', 'a..b', '1.2.3.4', 'xn--a', 'sthree-a', 'a*c', 'x'.repeat(64)],
  ],
  'prefix (scope)': [(prefix) => scope({ prefix }), ['', 'a/b c', "!'()"], ['a*', 'a?', `$\{x}`]],
  'profile (scope)': [(profile) => scope({ profile }), ['team-a'], ['', 'Team', 'a.b']],
  'secretPrefix (scope)': [(secretPrefix) => scope({ secretPrefix }), ['a', '/a/b'], ['', '*', 'a b']],
  'secretNames (scope)': [
    (name) => scope({ secretNames: [name] }),
    [
      'a/b',
      'arn:aws:secretsmanager:eu-central-1:123456789012:secret:a',
      'arn:aws:ssm:eu-central-1:123456789012:parameter/a',
    ],
    ['', 'a*', 'arn:aws:ssm:eu-central-1:123456789012:parameter/*'],
  ],
  'kmsKeyArns (scope)': [
    (arn) => scope({ kmsKeyArns: [arn] }),
    ['arn:aws:kms:eu-central-1:123456789012:key/1234-ab'],
    ['alias/x', 'arn:aws:kms:eu-central-1:123456789012:alias/x', 'arn:aws:kms:eu-central-1:1:key/x'],
  ],
  'vpcId (scope)': [(vpcId) => scope({ vpcId }), ['vpc-01234567'], ['vpc-', 'vpc-0123456', 'vpc-*']],
  'fileSystemIds (scope)': [
    (id) => scope({ fileSystemIds: [id] }),
    ['fs-01234567'],
    ['fs-0123456', 'fs-0123456g', 'fs-*'],
  ],
  'nodeRoleArn (scope)': [
    (nodeRoleArn) => scope({ nodeRoleArn }),
    ['arn:aws:iam::123456789012:role/a/b'],
    ['arn:aws:iam::123456789012:role/*', 'arn:aws:iam::1:role/a', 'a'],
  ],
  'interruptionQueue (scope)': [
    (name) => scope({ interruptionQueue: name }),
    ['a', 'a.fifo'],
    ['', 'a.b', 'a*', 'x'.repeat(81)],
  ],
};

const problems = (changed: Partial<RolePlanInput>) =>
  planRoles({ ...input, ...role({}), ...changed }).diagnostics;

describe.each(Object.entries(FACTS))('%s', (name, [inputOf, good, bad]) => {
  it.each(good)('may be %j', (value) => {
    expect(problems(inputOf(value))).toEqual([]);
  });

  it.each(bad)('may not be %j', (value) => {
    const found = problems(inputOf(value)).filter(({ code }) => code === 'BAD_INPUT');
    expect(found.map(({ args }) => args?.name)).toContain(name);
    for (const { args } of found) expect(args?.expected).toMatch(/./);
  });
});

describe('the rest of the input', () => {
  it.each<[string, Partial<RolePlanInput>, object]>([
    [
      'another partition',
      { region: 'cn-north-1', oidcIssuer: 'ci.example.com' },
      { region: 'cn-north-1', partition: 'aws', actual: 'aws-cn' },
    ],
    ['a new region', eks('eu-central-9', 'amazonaws.com'), { region: 'eu-central-9' }],
    [
      'no region',
      { region: 'europe', oidcIssuer: 'ci.example.com' },
      { name: 'region', value: 'europe', expected: expect.stringMatching(/./) },
    ],
    [
      'no partition',
      { partition: 'azure' as 'aws' },
      { name: 'partition', value: 'azure', expected: expect.stringMatching(/./) },
    ],
    [
      'no account, and so no boundary of it',
      { accountId: '1', permissionsBoundary: 'arn:aws:iam::123456789012:policy/x' },
      { name: 'accountId', value: '1', expected: expect.stringMatching(/./) },
    ],
    [
      'too many tags',
      { tags: tags(LIMITS.tags - 2) },
      { name: 'tags', value: '48', expected: 'at most 47 tags' },
    ],
  ])('with %s is told so', (_what, changed, args) => {
    expect(problems(changed).map((one) => one.args)).toEqual([args]);
  });

  it('takes as many tags as IAM leaves', () => {
    expect(problems({ tags: tags(LIMITS.tags - 3) })).toEqual([]);
  });

  it('is checked for users too, and for what a policy is narrowed to', () => {
    const user: UserRequest = {
      key: 'u',
      policies: [{ name: 'mlflow-s3', scope: { bucket: 'B' } }],
      name: ' ',
    };
    const found = planRoles({ ...input, users: [user] }).diagnostics;
    expect(found.map(({ args }) => args?.name)).toEqual(['the name of u', 'bucket (scope of u)']);
    const own = role({ scope: { bucket: '*' } });
    expect(problems(own).map(({ args }) => args?.name)).toEqual(['bucket (scope of x)']);
  });

  it.each([
    ['irsa', undefined, true],
    ['pod-identity', undefined, false],
    ['pod-identity', 'both', true],
    ['irsa', 'pod-identity', false],
  ] as const)('needs an issuer with %s and a role with %s: %s', (identity, own, isNeeded) => {
    const { oidcIssuer: _none, ...rest } = input;
    const { diagnostics } = planRoles({
      ...rest,
      identity,
      roles: role(own === undefined ? {} : { identity: own }).roles,
    });
    expect(diagnostics.map(({ args }) => args?.name)).toEqual(isNeeded ? ['oidcIssuer'] : []);
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('needs an issuer for one role of several, and none for a role that others change into', () => {
    const { oidcIssuer: _none, ...rest } = input;
    const pods = { ...role({ key: 'operator', identity: 'pod-identity' }).roles[0] } as RoleRequest;
    const chain = { role: 'operator', namespace: 'a', stores: 'platform' } as const;
    const chained: RoleRequest = { key: 'y', policies: [], subjects: [], chainedFrom: chain };
    const names = (...roles: readonly RoleRequest[]) =>
      planRoles({ ...rest, roles }).diagnostics.map(({ args }) => args?.name);
    expect(names(pods, chained)).toEqual([]);
    const irsa: RoleRequest = { key: 'z', policies: [], subjects: [{ namespace: 'z', serviceAccount: 'z' }] };
    expect(names(pods, irsa)).toEqual(['oidcIssuer']);
  });

  it('says which role nobody may assume, and what is no scope', () => {
    const found = [...problems(role({ subjects: [] })), ...problems(scope({ zones: ['x'] }))];
    expect(found.map(({ code, args }) => [code, args?.key ?? args?.value])).toEqual([
      ['ROLE_WITHOUT_SUBJECT', 'x'],
      ['BAD_INPUT', 'zones'],
    ]);
    expect(gapsIn(found)).toEqual([]);
  });
});
