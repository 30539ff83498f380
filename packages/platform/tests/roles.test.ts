import { LIMITS, type Statement, subjectOf } from '@kfdist/iam';
import { describe, expect, it } from 'vitest';
import { type PlatformPlan, planPlatform } from '../src/index.ts';
import { fixtureDistribution, fixtureEntries, fixturePlan } from './fixture.ts';
import { annotated, codes, example, options, planned, textAt, without } from './real-distribution.ts';

/** What the trust of a role really lets in: each `sub` of its document, or each session of Pod Identity. */
function trusted({ roles }: PlatformPlan): Readonly<Record<string, readonly string[]>> {
  const subjectsOf = ({ Condition = {} }: Statement) => {
    const asked = Object.entries(Condition.StringEquals ?? {});
    const of = (end: string) =>
      asked.flatMap(([name, value]) => (name.endsWith(end) ? [value].flat().map(String) : []));
    const [namespace = ''] = of('/kubernetes-namespace');
    const accounts = of('/kubernetes-service-account');
    return [...of(':sub'), ...accounts.map((serviceAccount) => subjectOf({ namespace, serviceAccount }))];
  };
  return Object.fromEntries(
    roles.roles.map(({ key, trust }) => [key, [...new Set(trust.Statement.flatMap(subjectsOf))]]),
  );
}

/** What the components declare. */
function declared({ components, settings }: PlatformPlan): Readonly<Record<string, readonly string[]>> {
  const profiles = [...settings.values.values()].flatMap(({ key, text }) =>
    /^profiles\.\d+\.name$/.test(key) ? [text] : [],
  );
  const all = components.flatMap(({ serviceAccounts, namespace }) =>
    serviceAccounts.flatMap(({ role, name, namespace: own = namespace?.name ?? '', each }) =>
      each === undefined
        ? [{ role, subject: subjectOf({ namespace: own, serviceAccount: name }) }]
        : profiles.map((profile) => ({
            role: `${role}.${profile}`,
            subject: subjectOf({ namespace: profile, serviceAccount: name }),
          })),
    ),
  );
  const subjectsOf = (key: string) => all.filter(({ role }) => role === key).map(({ subject }) => subject);
  return Object.fromEntries(all.map(({ role }) => [role, subjectsOf(role)]));
}

const web = (rest: string) =>
  `name: web\nsummary: s\ncategory: kubeflow\nnamespace: { name: web }\nsource: { manifests: {} }\nneeds: [namespaces, login, dns]\n${rest}\n`;

const VARIANTS: readonly (readonly string[])[] = [
  [],
  ['external_secrets.backend_type=systemManager'],
  ['components.secrets=sealed-secrets'],
  ['components.secrets=both'],
  ['components.certificates=self-signed'],
  ['components.certificates=imported'],
  ['components.autoscaler=none'],
  ['components.argocd-private-repository=true'],
  ['iam.identity=pod-identity'],
  ['iam.identity=both'],
  ['cluster_name=another', 'iam.role_path=/platform/', 'iam.role_prefix=x-'],
  ['aws_region=cn-north-1', 'aws_partition=aws-cn'],
];

describe.each(VARIANTS)('the distribution with %s %s %s', (...given) => {
  const plan = planned([...example, ...options(...given.filter((text) => text !== undefined))]);

  it('has sound roles, all of them planned', () => {
    expect(plan.roles.diagnostics).toEqual([]);
    expect(codes(plan)).toEqual([]);
    expect([plan.roles.elsewhere, plan.roles.waiting]).toEqual([[], []]);
    expect(plan.roles.roles.length).toBeGreaterThan(2);
  });

  it('trusts exactly the ServiceAccounts that its components declare', () => {
    expect(trusted(plan)).toEqual(declared(plan));
  });

  it('says in its manifests the ARNs that it plans, and no others', () => {
    expect(annotated(plan)).toEqual(plan.roles.roles.map(({ arn }) => arn).toSorted());
  });

  it('writes trust and policy of each role, and a line about it', () => {
    const paths = plan.files.map(({ path }) => path).filter((path) => path.startsWith('iam/'));
    const wanted = plan.roles.roles.flatMap(({ key }) => [`iam/${key}.policy.json`, `iam/${key}.trust.json`]);
    expect(paths.toSorted()).toEqual(['iam/README.md', ...wanted].toSorted());
    for (const { key, arn, trust } of plan.roles.roles) {
      expect(JSON.parse(textAt(plan, `iam/${key}.trust.json`))).toEqual(trust);
      expect(textAt(plan, 'iam/README.md')).toContain(`\`${arn}\``);
    }
  });
});

describe('the setting of a role', () => {
  it('keeps a role of the user where it lies outside the path of the cluster, and says so', () => {
    const arn = 'arn:aws:iam::123456789012:role/mine/dns';
    const plan = planned([...example, ...options(`role_arn.external_dns=${arn}`)]);
    expect(codes(plan)).toEqual([]);
    expect(plan.roles.elsewhere).toEqual(['external_dns']);
    expect(plan.roles.roles.map(({ key }) => key)).not.toContain('external_dns');
    expect(annotated(plan)).toContain(arn);
    expect(textAt(plan, 'iam/README.md')).toContain(`\`${arn}\` | by you: it lies outside`);
  });

  it.each([
    'arn:aws:iam::210987654321:role/kfdist/example/x',
    'arn:aws-cn:iam::123456789012:role/kfdist/example/x',
    'arn:aws:iam::123456789012:role/kfdist/example-2/x',
  ])('keeps %s, which is not of this cluster', (arn) => {
    expect(planned([...example, ...options(`role_arn.external_dns=${arn}`)]).roles.elsewhere).toEqual([
      'external_dns',
    ]);
  });

  it('plans a role under the name that the user chose', () => {
    const arn = 'arn:aws:iam::123456789012:role/kfdist/example/net/records';
    const plan = planned([...example, ...options(`role_arn.external_dns=${arn}`)]);
    expect(plan.roles.roles.find(({ key }) => key === 'external_dns')).toMatchObject({
      arn,
      name: 'records',
      path: '/kfdist/example/net/',
    });
  });

  it('cuts a name that is too long, in manifests and plan alike', () => {
    const name = 'a-cluster-whose-name-is-as-long-as-eks-lets-it-be'.padEnd(100, 'x');
    const plan = planned([
      ...example,
      ...options(`cluster_name=${name}`, 's3.bucket.pipelines=artifacts', 's3.bucket.loki=logs'),
    ]);
    const names = plan.roles.roles.map((role) => role.name);
    expect(plan.roles.diagnostics).toEqual([]);
    expect(names.filter((text) => text.length === LIMITS.roleName).length).toBeGreaterThan(3);
    expect(new Set(names).size).toBe(names.length);
    expect(annotated(plan)).toEqual(plan.roles.roles.map(({ arn }) => arn).toSorted());
  });

  it('has a definition also where nobody declares it', () => {
    const { roles, codes: found } = fixturePlan([], {
      'web/component.yaml': web('serviceAccounts: [{ name: web, role: web.read_only }]'),
    });
    expect(found).toEqual([]);
    expect(roles.roles.find(({ key }) => key === 'web.read_only')).toMatchObject({
      arn: 'arn:aws:iam::123456789012:role/kfdist/example/example-web-read-only',
      policies: [],
    });
  });
});

describe('the IAM users for static keys', () => {
  it('are nobody by default', () => {
    expect(planned(example).roles.users).toEqual([]);
  });

  it('are those that the settings switch on, each limited to its bucket', () => {
    const plan = planned([...example, ...options('pipelines.static_keys=true', 'kserve.static_keys=true')]);
    expect(codes(plan)).toEqual([]);
    expect(plan.roles.users.map(({ arn }) => arn).toSorted()).toEqual([
      'arn:aws:iam::123456789012:user/kfdist/example/example-kserve-s3',
      'arn:aws:iam::123456789012:user/kfdist/example/example-pipelines-s3',
    ]);
    const bucketsOf = (wanted: string) =>
      plan.roles.users
        .filter(({ key }) => key === wanted)
        .flatMap(({ policies }) => JSON.stringify(policies).match(/arn:aws:s3:::[^"]+/g) ?? []);
    const models = 'arn:aws:s3:::123456789012-example-models';
    expect(bucketsOf('kserve_s3')).toEqual([models, `${models}/*`]);
    const artifacts = 'arn:aws:s3:::123456789012-example-pipelines';
    expect([...new Set(bucketsOf('pipelines_s3'))].toSorted()).toEqual([
      artifacts,
      `${artifacts}/pipelines/*`,
      `${artifacts}/private-artifacts/*`,
    ]);
    expect(textAt(plan, 'iam/README.md')).toContain('user/kfdist/example/example-pipelines-s3');
    expect(textAt(plan, 'iam/pipelines_s3.policy.json')).toContain(artifacts);
  });

  it('go with the components that are not selected', () => {
    const plan = planned([...example, ...options('kserve.static_keys=true', 'components.serving=none')]);
    expect(plan.roles.users).toEqual([]);
  });

  it('wait for what narrows them', () => {
    const { roles, diagnostics } = fixturePlan([], {
      'web/component.yaml': web('users: [{ key: web, name: web, policy: mlflow-s3, enabled: "true" }]'),
    });
    expect(diagnostics).toMatchObject([
      { code: 'ROLES_WAIT', args: { setting: 's3.bucket.mlflow', roles: 'web' } },
    ]);
    expect([roles.users, roles.waiting.map(({ key }) => key)]).toEqual([[], ['web']]);
  });
});

describe('with Pod Identity', () => {
  it('roles need no OIDC provider', () => {
    const plan = planned([...without('oidc_provider_id'), ...options('iam.identity=pod-identity')]);
    expect(codes(plan)).toEqual([]);
    expect(plan.roles.roles.map(({ associations }) => associations)).toEqual(
      plan.roles.roles.map(({ subjects }) => subjects),
    );
  });

  it('the roles that read the secrets of a namespace are those of their tokens, and wait for the provider', () => {
    const entries = options('iam.identity=pod-identity', 'external_secrets.access=namespace');
    const { roles } = planned([...example, ...entries]).roles;
    const readers = roles.filter(({ key }) => key.startsWith('external_secrets.'));
    expect(readers.length).toBeGreaterThan(2);
    for (const { associations, trust } of readers)
      expect([associations, JSON.stringify(trust).includes('pods.eks')]).toEqual([[], false]);
    const { waiting } = planned([...without('oidc_provider_id'), ...entries]).roles;
    expect(waiting.map(({ key }) => key)).toEqual(readers.map(({ key }) => key));
  });
});

describe('what roles wait for', () => {
  it('does not keep manifests from being written', () => {
    const plan = planned(without('oidc_provider_id'));
    expect(plan.diagnostics).toMatchObject([
      { code: 'ROLES_WAIT', severity: 'warning', args: { setting: 'oidc_provider_id' } },
    ]);
    expect(plan.roles.roles).toEqual([]);
    expect(plan.roles.waiting.map(({ settings }) => settings)).toEqual(
      plan.roles.uses.map(() => ['oidc_provider_id']),
    );
    expect(textAt(plan, 'iam/README.md')).toContain('not yet: it waits for `oidc_provider_id`');
  });

  it('is said once where manifests miss it too', () => {
    const plan = planned(without('aws_account_id', 'route53.hosted_zone_id'));
    expect([...new Set(codes(plan))]).toEqual(['MISSING_SETTING']);
  });

  it('is asked only for the roles that need it', () => {
    const { roles, diagnostics } = fixturePlan([], {
      'web/component.yaml': web('serviceAccounts: [{ name: web, role: web, policy: kserve-s3 }]'),
    });
    expect(diagnostics).toMatchObject([
      { code: 'ROLES_WAIT', args: { setting: 's3.bucket.kserve', roles: 'web' } },
    ]);
    expect(roles.roles.map(({ key }) => key)).toEqual(['dns']);
  });
});

describe('what roles are made from', () => {
  it('is the boundary, the tags and the folder that the settings name', () => {
    const { roles, codes: found } = fixturePlan(
      [
        'iam.permissions_boundary=arn:aws:iam::123456789012:policy/limits',
        'iam.tags.team=platform',
        's3.bucket.pipelines=artifacts',
        's3.key_prefix.pipelines=ml/runs/artifacts',
        's3.path.pipelines=ml/runs',
      ],
      {
        'web/component.yaml': web(
          'serviceAccounts: [{ name: web, role: web, policy: pipelines-s3 }, { name: ui, namespace: other, role: web, policy: pipelines-s3-read }]',
        ),
      },
    );
    const [, role] = roles.roles;
    // The small distribution declares none of them
    expect(found.filter((code) => code !== 'UNUSED_SETTING')).toEqual([]);
    expect(role).toMatchObject({
      key: 'web',
      permissionsBoundary: 'arn:aws:iam::123456789012:policy/limits',
      tags: { team: 'platform' },
      subjects: [
        { namespace: 'web', serviceAccount: 'web' },
        { namespace: 'other', serviceAccount: 'ui' },
      ],
    });
    const text = JSON.stringify(role?.policies);
    expect(text).toContain('arn:aws:s3:::artifacts/ml/runs/*');
    expect(text).not.toContain('ml/runs/artifacts');
  });

  it.each([
    ['beside one another', ['artifacts', 'uploads'], ['artifacts/*', 'uploads/*']],
    ['inside one another', ['ml/artifacts', 'ml'], ['ml/*']],
    ['of the same name', ['ml', 'ml'], ['ml/*']],
    ['that begin the same', ['ml', 'ml-2'], ['ml/*', 'ml-2/*']],
  ])('is every folder of the bucket that is written to, also %s', (_, [artifacts, uploads], expected) => {
    const { roles } = fixturePlan(
      ['s3.bucket.pipelines=b', `s3.key_prefix.pipelines=${artifacts}`, `s3.path.pipelines=${uploads}`],
      { 'web/component.yaml': web('serviceAccounts: [{ name: web, role: web, policy: pipelines-s3 }]') },
    );
    const [policy] = roles.roles[1]?.policies ?? [];
    const objects = policy?.document.Statement.find(({ Sid }) => Sid === 'UseObjects')?.Resource ?? [];
    expect([objects].flat()).toEqual(expected.map((path) => `arn:aws:s3:::b/${path}`));
  });

  it('includes secrets that the settings place outside the prefix, and no others', () => {
    const secrets = `secrets:
  - { name: web, keys: { token: { hex: 32, remote: { key: legacy/token } }, other: { hex: 32 } } }`;
    const { roles, codes: found } = fixturePlan([], {
      'web/component.yaml': web(
        `serviceAccounts: [{ name: web, role: web, policy: external-secrets }]\n${secrets}`,
      ),
    });
    const begin = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';
    expect(found).toEqual([]);
    expect(roles.roles[1]?.policies[0]?.document.Statement).toMatchObject([
      { Resource: [`${begin}example/*`, `${begin}legacy/token-??????`] },
    ]);
  });

  const shipping = (statement: string) =>
    fixturePlan([], {
      'web/component.yaml': web('serviceAccounts: [{ name: web, role: web }]'),
      'web/policy.json': `{ "Version": "2012-10-17", "Statement": [${statement}] }\n`,
    });

  it('is the policy that a component ships, with its settings filled in', () => {
    const {
      roles,
      codes: found,
      text,
    } = shipping(
      '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::<<__domain__>>/*" }',
    );
    expect(found).toEqual([]);
    expect(roles.roles[1]?.policies[0]?.document.Statement).toMatchObject([
      { Resource: 'arn:aws:s3:::ml.example.com/*' },
    ]);
    expect(text('components/web/policy.json')).toBe('');
  });

  it.each([
    ['UNKNOWN_ACTION', '{ "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "arn:aws:s3:::x/*" }'],
    ['POLICY_NOT_JSON', '{'],
    [
      'UNKNOWN_PLACEHOLDER',
      '{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::<<__nope__>>/*" }',
    ],
  ])('is checked where a component ships it: %s', (code, statement) => {
    const place = { path: expect.stringContaining('web/policy.json') as string };
    expect(shipping(statement).diagnostics).toMatchObject([{ code, span: place }]);
  });

  it('is said to be of an old version once, and where', () => {
    const { diagnostics } = fixturePlan([], {
      'web/component.yaml': web('serviceAccounts: [{ name: web, role: web }]'),
      'web/policy.json':
        '{ "Statement": [{ "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::<<__domain__>>/*" }] }',
    });
    expect(diagnostics).toMatchObject([
      {
        code: 'POLICY_OLD_VERSION',
        args: { version: '2008-10-17', key: 'web' },
        span: { path: expect.stringContaining('web/policy.json') as string },
      },
    ]);
  });

  it.each<[string, readonly string[], object]>([
    [
      'a region of another partition',
      ['aws_partition=aws', 'aws_region=cn-north-1'],
      { code: 'REGION_OUTSIDE_PARTITION' },
    ],
    ['a path without its slash', ['iam.role_path=/platform'], { code: 'BAD_VALUE' }],
    [
      'a tag that IAM does not take',
      ['iam.tags.Team=a"b'],
      { code: 'BAD_INPUT', hint: 'Correct iam.tags.Team.' },
    ],
    ['a boundary that is no policy', ['iam.permissions_boundary=arn:aws:s3:::x'], { code: 'BAD_INPUT' }],
    [
      'a boundary of another account',
      ['iam.permissions_boundary=arn:aws:iam::210987654321:policy/limits'],
      { code: 'BAD_INPUT', hint: 'Correct iam.permissions_boundary.' },
    ],
  ])('is checked, with places: %s', (_, given, expected) => {
    const plan = planned([...example, ...options(...given)]);
    expect(plan.diagnostics.filter(({ span }) => span !== undefined)).toMatchObject([expected]);
  });

  it('is not reported again where a setting is wrong already', () => {
    const { codes: found } = fixturePlan(['aws_account_id=12']);
    expect(found).not.toContain('BAD_INPUT');
    expect(found).toContain('BAD_VALUE');
  });

  it('does not depend on the order of settings', () => {
    const entries = fixtureEntries();
    expect(fixturePlan().roles.roles).toEqual(
      planPlatform({ entries: entries.toReversed(), distribution: fixtureDistribution() }).roles.roles,
    );
  });
});
