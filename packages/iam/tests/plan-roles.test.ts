import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isSound,
  LIMITS,
  planRoles,
  policyDocument,
  policySize,
  type RolePlanInput,
  type RoleRequest,
  roleName,
  type Statement,
} from '../src/index.ts';
import { evaluate } from './evaluate.ts';
import { input, oidcIssuer } from './fixtures.ts';

const issuer = oidcIssuer.slice('https://'.length);
const provider = `arn:aws:iam::123456789012:oidc-provider/${issuer}`;
const codes = (changed: Partial<RolePlanInput>) =>
  planRoles({ ...input, ...changed }).diagnostics.map(({ code }) => code);
const role = (changed: Partial<RoleRequest>): RoleRequest => ({
  key: 'external_dns',
  policies: ['external-dns'],
  subjects: [{ namespace: 'external-dns', serviceAccount: 'external-dns' }],
  ...changed,
});

describe('a plan', () => {
  it('names, places and tags its roles', () => {
    const { roles, diagnostics } = planRoles({ ...input, tags: { team: 'platform' } });
    expect(diagnostics).toEqual([]);
    expect(roles.map(({ arn }) => arn)).toEqual([
      'arn:aws:iam::123456789012:role/kfdist/example/example-external_dns',
      'arn:aws:iam::123456789012:role/kfdist/example/example-pipelines',
      'arn:aws:iam::123456789012:role/kfdist/example/example-oauth2_proxy',
    ]);
    expect(roles[0]?.tags).toEqual({
      team: 'platform',
      'kfdist:cluster': 'example',
      'kfdist:region': 'eu-central-1',
      'kfdist:key': 'external_dns',
    });
    expect(roles[2]?.policies).toEqual([]);
  });

  it('is the same for the same input', () => {
    expect(planRoles(input)).toEqual(planRoles(structuredClone(input)));
  });

  it('takes path, folder, boundary and prefix', () => {
    const plan = planRoles({
      ...input,
      path: '/platform/',
      namePrefix: 'example-eu',
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
      roles: [role({ folder: 'dns' })],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.roles[0]).toMatchObject({
      arn: 'arn:aws:iam::123456789012:role/platform/dns/example-eu-external_dns',
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
    });
  });

  it('takes the whole name and path of a role, also for what chains from it', () => {
    const chained = { role: 'external_dns', namespace: 'auth', stores: 'platform' } as const;
    const plan = planRoles({
      ...input,
      roles: [
        role({ name: 'dns-of-example', path: '/elsewhere/' }),
        { key: 'auth', policies: [], subjects: [], chainedFrom: chained },
      ],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.roles[0]?.arn).toBe('arn:aws:iam::123456789012:role/elsewhere/dns-of-example');
    expect(plan.roles[1]?.trust.Statement).toMatchObject([
      { Condition: { ArnEquals: { 'aws:PrincipalArn': plan.roles[0]?.arn } } },
    ]);
  });

  it('narrows each policy of a role by itself', () => {
    const policies = ['pipelines', 'mlflow'].map((bucket) => ({ name: 'mlflow-s3', scope: { bucket } }));
    const plan = planRoles({ ...input, roles: [role({ policies })] });
    expect(plan.diagnostics).toEqual([]);
    const [policy] = plan.roles[0]?.policies ?? [];
    const decide = (bucket: string) =>
      policy && evaluate(policy.document, { action: 's3:GetObject', resource: `arn:aws:s3:::${bucket}/x` });
    expect(['pipelines', 'mlflow', 'other'].map(decide)).toEqual(['allow', 'allow', 'nothing']);
  });

  it('makes users with a policy and nothing else', () => {
    const plan = planRoles({
      ...input,
      roles: [],
      users: [{ key: 'pipelines_s3', policies: ['pipelines-s3'] }],
    });
    expect(plan.diagnostics).toEqual([]);
    expect(plan.users[0]).toMatchObject({
      arn: 'arn:aws:iam::123456789012:user/kfdist/example/example-pipelines_s3',
      policies: [{ name: 'kfdist', attach: 'inline' }],
    });
  });
});

describe('what is wrong with the input', () => {
  it.each<[string, Partial<RolePlanInput>, readonly string[]]>([
    ['a name that is too long', { roles: [role({ name: 'x'.repeat(65) })] }, ['BAD_INPUT']],
    [
      'a wildcard in what one policy is narrowed to',
      { roles: [role({ policies: [{ name: 'mlflow-s3', scope: { bucket: '*' } }] })] },
      ['BAD_INPUT'],
    ],
    ['a path without its slash', { roles: [role({ path: '/elsewhere' })] }, ['BAD_INPUT']],
    [
      'a wildcard in the name of a secret',
      { roles: [role({ policies: ['external-secrets'], scope: { secretNames: ['other/*'] } })] },
      ['BAD_INPUT'],
    ],
    ['an account of 11 digits', { accountId: '12345678901' }, ['BAD_INPUT']],
    ['a region that is none', { region: 'europe' }, ['BAD_INPUT', 'BAD_INPUT']],
    ['a region of another partition', { region: 'cn-north-1' }, ['REGION_OUTSIDE_PARTITION', 'BAD_INPUT']],
    [
      'a new region',
      { region: 'eu-central-9', oidcIssuer: 'https://oidc.eks.eu-central-9.amazonaws.com/id/X' },
      ['UNKNOWN_REGION'],
    ],
    ['a partition that is none', { partition: 'azure' as 'aws' }, ['BAD_INPUT']],
    ['a cluster name with a slash', { clusterName: 'a/b' }, ['BAD_INPUT']],
    [
      'an issuer of another region',
      { oidcIssuer: oidcIssuer.replace('eu-central-1', 'us-east-1') },
      ['BAD_INPUT'],
    ],
    ['a path without slashes', { path: 'kfdist' }, ['BAD_INPUT']],
    [
      'a boundary that is no policy',
      { permissionsBoundary: 'arn:aws:iam::123456789012:role/x' },
      ['BAD_INPUT'],
    ],
    ['a tag of ours', { tags: { 'kfdist:cluster': 'other' } }, ['BAD_INPUT']],
    ['a tag of AWS', { tags: { 'aws:x': 'y' } }, ['BAD_INPUT']],
    ['a wildcard in a prefix', { scope: { ...input.scope, prefix: 'a*' } }, ['BAD_INPUT']],
    [
      'a variable in a prefix',
      { scope: { ...input.scope, secretPrefix: `$\{aws:username}` } },
      ['BAD_INPUT'],
    ],
    ['a wildcard as zone', { scope: { ...input.scope, hostedZoneIds: ['*'] } }, ['BAD_INPUT']],
    ['a bucket with capitals', { scope: { ...input.scope, bucket: 'Bucket' } }, ['BAD_INPUT']],
    ['a scope that there is not', { scope: { ...input.scope, zones: ['x'] } as never }, ['BAD_INPUT']],
    ['a policy that there is not', { roles: [role({ policies: ['external-dn'] })] }, ['UNKNOWN_POLICY']],
    ['a name of every object', { roles: [role({ policies: ['constructor'] })] }, ['UNKNOWN_POLICY']],
    ['a scope that is missing', { scope: {}, roles: [role({})] }, ['MISSING_SCOPE']],
    ['no ServiceAccount', { roles: [role({ subjects: [] })] }, ['ROLE_WITHOUT_SUBJECT']],
    [
      'a wildcard as ServiceAccount',
      { roles: [role({ subjects: [{ namespace: '*', serviceAccount: 'x' }] })] },
      ['BAD_INPUT'],
    ],
    ['a session of a minute', { roles: [role({ maxSessionDuration: 60 })] }, ['BAD_INPUT']],
    ['the same key twice', { roles: [role({}), role({})] }, ['DUPLICATE_ROLE_KEY']],
    [
      'names that differ only in case',
      {
        roles: [role({}), role({ key: 'External_DNS', subjects: [{ namespace: 'a', serviceAccount: 'b' }] })],
      },
      ['ROLE_NAME_TAKEN'],
    ],
    [
      'a ServiceAccount of two roles',
      { roles: [role({}), role({ key: 'other' })] },
      ['SUBJECT_OF_TWO_ROLES'],
    ],
    [
      'a document with an action that there is not',
      {
        roles: [
          role({
            policies: [
              policyDocument([{ Effect: 'Allow', Action: 's3:GetObjekt', Resource: 'arn:aws:s3:::b/*' }]),
            ],
          }),
        ],
      },
      ['UNKNOWN_ACTION'],
    ],
    [
      'a document that is none',
      { roles: [role({ policies: [{ Statement: 5 } as never] })] },
      ['POLICY_BAD_SHAPE'],
    ],
  ])('%s', (_title, changed, expected) => {
    expect(codes(changed)).toEqual(expected);
  });
});

it('needs an issuer for IRSA, and none for Pod Identity', () => {
  const { oidcIssuer: _left, ...rest } = input;
  expect(planRoles(rest).diagnostics.map(({ code }) => code)).toEqual(['BAD_INPUT']);
  expect(planRoles({ ...rest, identity: 'pod-identity' }).diagnostics).toEqual([]);
});

describe('names', () => {
  it('are cut and stay apart', () => {
    const long = 'x'.repeat(100);
    expect(roleName(long, 'external_dns')).toHaveLength(LIMITS.roleName);
    expect(roleName(long, 'external_dns')).not.toBe(roleName(long, 'cert_manager'));
    expect(roleName('example', 'a/b')).not.toBe(roleName('example', 'a-b'));
  });

  it('are legal and within the limit for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.string({ unit: 'binary', maxLength: 200 }),
        (one, other) => {
          expect(roleName(one, other)).toMatch(/^[\w+=,.@-]{1,64}$/);
        },
      ),
    );
  });

  it('differ for different keys', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ unit: 'binary', maxLength: 90 }), { minLength: 2, maxLength: 20 }),
        (keys) => {
          expect(new Set(keys.map((key) => roleName('c'.repeat(50), key))).size).toBe(keys.length);
        },
      ),
    );
  });
});

describe('trust', () => {
  const asks = (sub: string, aud = 'sts.amazonaws.com') => ({
    action: 'sts:AssumeRoleWithWebIdentity',
    principal: { Federated: provider },
    context: { [`${issuer}:sub`]: sub, [`${issuer}:aud`]: aud },
  });

  it('lets the named ServiceAccounts in, by IRSA, and nobody else', () => {
    const trust = planRoles(input).roles[1]?.trust ?? policyDocument([]);
    expect(evaluate(trust, asks('system:serviceaccount:kubeflow:ml-pipeline'))).toBe('allow');
    expect(evaluate(trust, asks('system:serviceaccount:kubeflow:ml-pipeline-ui'))).toBe('allow');
    expect(evaluate(trust, asks('system:serviceaccount:kubeflow:other'))).toBe('nothing');
    expect(evaluate(trust, asks('system:serviceaccount:team-a:ml-pipeline'))).toBe('nothing');
    expect(evaluate(trust, asks('system:serviceaccount:kubeflow:ml-pipeline', 'kubernetes'))).toBe('nothing');
    const stranger = {
      ...asks('system:serviceaccount:kubeflow:ml-pipeline'),
      principal: { Federated: `${provider}X` },
    };
    expect(evaluate(trust, stranger)).toBe('nothing');
  });

  it('lets pairs of namespace and ServiceAccount in, by Pod Identity, and not their mixtures', () => {
    const subjects = [
      { namespace: 'a', serviceAccount: 'x' },
      { namespace: 'a', serviceAccount: 'y' },
      { namespace: 'b', serviceAccount: 'z' },
    ];
    const plan = planRoles({ ...input, identity: 'pod-identity', roles: [role({ subjects })] });
    const trust = plan.roles[0]?.trust ?? policyDocument([]);
    const session = (namespace: string, serviceAccount: string, name = 'example') => ({
      action: 'sts:TagSession',
      principal: { Service: 'pods.eks.amazonaws.com' },
      context: {
        'aws:SourceAccount': '123456789012',
        'aws:RequestTag/eks-cluster-arn': `arn:aws:eks:eu-central-1:123456789012:cluster/${name}`,
        'aws:RequestTag/kubernetes-namespace': namespace,
        'aws:RequestTag/kubernetes-service-account': serviceAccount,
      },
    });
    expect(plan.diagnostics).toEqual([]);
    expect(evaluate(trust, session('a', 'x'))).toBe('allow');
    expect(evaluate(trust, session('b', 'z'))).toBe('allow');
    expect(evaluate(trust, session('b', 'x'))).toBe('nothing');
    expect(evaluate(trust, session('a', 'x', 'example-2'))).toBe('nothing');
  });

  it.each([
    ['aws', 'eu-central-1', 'amazonaws.com'],
    ['aws-cn', 'cn-north-1', 'amazonaws.com.cn'],
    ['aws-us-gov', 'us-gov-west-1', 'amazonaws.com'],
    ['aws-eusc', 'eusc-de-east-1', 'amazonaws.eu'],
  ] as const)('has the same audience in %s', (partition, region, suffix) => {
    const { roles, diagnostics } = planRoles({
      ...input,
      partition,
      region,
      oidcIssuer: `https://oidc.eks.${region}.${suffix}/id/ABC`,
    });
    expect(diagnostics).toEqual([]);
    expect(roles[0]?.trust.Statement[0]).toMatchObject({
      Principal: {
        Federated: `arn:${partition}:iam::123456789012:oidc-provider/oidc.eks.${region}.${suffix}/id/ABC`,
      },
      Condition: { StringEquals: { [`oidc.eks.${region}.${suffix}/id/ABC:aud`]: 'sts.amazonaws.com' } },
    });
  });

  it('warns before it is too long for a new account, and ends where no quota reaches', () => {
    const subjects = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        namespace: `profile-${index}`,
        serviceAccount: 'default-editor',
      }));
    expect(codes({ roles: [role({ subjects: subjects(60) })] })).toEqual(['TRUST_OVER_QUOTA']);
    expect(codes({ roles: [role({ subjects: subjects(200) })] })).toEqual(['TRUST_TOO_LONG']);
  });
});

describe('policies that are too long for a role', () => {
  const statements = (count: number): readonly Statement[] =>
    Array.from({ length: count }, (_, index) => ({
      Sid: `S${index}`,
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::bucket-${index}/${'x'.repeat(400)}/*`,
    }));
  const planOf = (count: number) =>
    planRoles({ ...input, roles: [role({ policies: [policyDocument(statements(count))] })] });

  it('become managed policies of whole statements', () => {
    const { roles, diagnostics } = planOf(40);
    const policies = roles[0]?.policies ?? [];
    expect(diagnostics).toEqual([]);
    expect(policies.map(({ attach }) => attach)).toEqual(['managed', 'managed', 'managed', 'managed']);
    expect(policies.flatMap(({ document }) => document.Statement)).toEqual(statements(40));
    for (const { document, arn } of policies) {
      expect(policySize(document)).toBeLessThanOrEqual(LIMITS.managedPolicySize);
      expect(arn).toMatch(/^arn:aws:iam::123456789012:policy\/kfdist\/example\/example-external_dns-\d$/);
    }
  });

  it('are too long in the end', () => {
    expect(planOf(200).diagnostics.map(({ code }) => code)).toContain('POLICY_TOO_LONG');
  });
});

describe('any input', () => {
  it('never throws', () => {
    const text = fc.string({ unit: 'binary', maxLength: 20 });
    const request = fc.record({
      key: text,
      policies: fc.array(fc.oneof(text, fc.jsonValue())),
      subjects: fc.array(fc.record({ namespace: text, serviceAccount: text })),
    });
    const any = fc.record({
      partition: text,
      region: text,
      accountId: text,
      clusterName: text,
      oidcIssuer: text,
      roles: fc.array(request, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(any, (anything) => {
        const plan = planRoles(anything as unknown as RolePlanInput);
        expect(plan.roles).toHaveLength(anything.roles.length);
      }),
    );
  });

  it('plans 40 roles for 200 clusters in under two seconds of processor time', () => {
    const roles = Array.from({ length: 40 }, (_, index) =>
      role({ key: `role_${index}`, subjects: [{ namespace: `ns-${index}`, serviceAccount: 'x' }] }),
    );
    const start = process.cpuUsage();
    for (let index = 0; index < 200; index++) {
      expect(isSound(planRoles({ ...input, clusterName: `cluster-${index}`, roles }))).toBe(true);
    }
    const { user, system } = process.cpuUsage(start);
    expect((user + system) / 1e6).toBeLessThan(2);
  });
});
