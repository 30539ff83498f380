import { remotePlacesOf } from '@kfdist/credentials';
import { LIMITS } from '@kfdist/iam';
import { describe, expect, it } from 'vitest';
import { isMap, parseAllDocuments } from 'yaml';
import { textOf } from '../src/index.ts';
import { annotated, codes, example, options, planned, textAt } from './real-distribution.ts';

describe('each namespace with a role of its own for its secrets', () => {
  const plan = planned([...example, ...options('external_secrets.access=namespace')]);
  const objects = parseAllDocuments(textAt(plan, 'components/secret-stores/secret-stores.yaml')).flatMap(
    (document) => (isMap(document.contents) ? [document.toJS()] : []),
  );
  const readers = plan.roles.roles.filter(({ key }) => key.startsWith('external_secrets.'));

  it('leaves the operator without any', () => {
    expect(codes(plan)).toEqual([]);
    expect(plan.roles.roles.map(({ key }) => key)).not.toContain('external_secrets');
    expect(textAt(plan, 'applications/external-secrets.yaml')).not.toContain('role-arn');
  });

  it('makes a ServiceAccount in every namespace that has Secrets, annotated with the role that trusts it', () => {
    const accounts = objects.filter(({ kind }) => kind === 'ServiceAccount');
    const namespaces = new Set(plan.credentials.specs.map(({ namespace }) => namespace));
    expect(accounts.map(({ metadata }) => metadata.namespace)).toEqual([...namespaces].toSorted());
    expect(readers).toHaveLength(accounts.length);
    for (const { metadata } of accounts) {
      const arn = metadata.annotations['eks.amazonaws.com/role-arn'];
      const subjects = [{ namespace: metadata.namespace, serviceAccount: metadata.name }];
      expect(readers.find((role) => role.arn === arn)?.subjects).toEqual(subjects);
    }
    expect(annotated(plan)).toEqual(plan.roles.roles.map(({ arn }) => arn).toSorted());
  });

  it('reads every Secret from the store of its namespace, by that ServiceAccount', () => {
    const stores = objects.filter(({ kind }) => kind === 'SecretStore');
    const wanted = plan.files
      .filter(({ path }) => path.startsWith('secrets/'))
      .flatMap((file) => parseAllDocuments(textOf(file) ?? '').map((document) => document.toJS()));
    expect(wanted.length).toBeGreaterThan(2);
    for (const { metadata, spec } of wanted) {
      const store = stores.find((one) => one.metadata.namespace === metadata.namespace);
      expect(spec.secretStoreRef).toEqual({ kind: 'SecretStore', name: store?.metadata.name });
      expect(store?.spec.provider.aws.auth.jwt.serviceAccountRef).toEqual({ name: 'secret-reader' });
    }
    expect(objects.map(({ kind }) => kind)).not.toContain('ClusterSecretStore');
  });

  it('lets a role read what the ExternalSecrets of its namespace name, and nothing of another', () => {
    const begin = 'arn:aws:secretsmanager:eu-central-1:123456789012:secret:';
    const namedIn = (namespace: string) =>
      plan.credentials.specs
        .filter((spec) => spec.namespace === namespace)
        .flatMap((spec) => remotePlacesOf(spec, plan.credentials.naming))
        .map(({ remoteRef }) => remoteRef.key);
    for (const { policies, subjects } of readers) {
      const [{ namespace } = { namespace: '' }] = subjects;
      const below = `example/${namespace}/`;
      const others = namedIn(namespace).filter((name) => !name.startsWith(below));
      expect(
        policies.map(({ document }) => document.Statement.map(({ Resource }) => [Resource].flat())),
      ).toEqual([
        [[`${begin}${below}*`, ...[...new Set(others)].toSorted().map((name) => `${begin}${name}-??????`)]],
      ]);
    }
  });
});

describe('the operator changing into a role for each namespace', () => {
  const plan = planned([...example, ...options('external_secrets.access=chained')]);
  const stores = parseAllDocuments(textAt(plan, 'components/secret-stores/secret-stores.yaml')).flatMap(
    (document) => (isMap(document.contents) ? [document.toJS()] : []),
  );
  const readers = plan.roles.roles.filter(({ key }) => key.startsWith('external_secrets.'));
  const operator = plan.roles.roles.find(({ key }) => key === 'external_secrets');

  it('reads no secret by itself, and changes into no other role', () => {
    expect(codes(plan)).toEqual([]);
    expect(operator?.policies.map(({ document }) => document.Statement)).toMatchObject([
      [
        {
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Resource: 'arn:aws:iam::123456789012:role/kfdist/example/secrets/*',
        },
      ],
    ]);
  });

  it('changes into a role that the settings place elsewhere, too', () => {
    const arn = 'arn:aws:iam::123456789012:role/mine_auth';
    const given = options('external_secrets.access=chained', `role_arn.external_secrets.auth=${arn}`);
    const { roles } = planned([...example, ...given]);
    const [policy] = roles.roles.find(({ key }) => key === 'external_secrets')?.policies ?? [];
    expect(policy?.document.Statement[0]?.Resource).toEqual([
      'arn:aws:iam::123456789012:role/kfdist/example/secrets/*',
      arn,
    ]);
    expect(roles.elsewhere).toEqual(['external_secrets.auth']);
  });

  it('heeds only stores of the platform, each bound to its namespace and its role', () => {
    const values = textAt(plan, 'applications/external-secrets.yaml');
    expect(values).toContain('processSecretStore: false');
    expect(values).toContain('role-arn');
    const namespaces = [...new Set(plan.credentials.specs.map(({ namespace }) => namespace))].toSorted();
    expect(stores.map(({ kind, metadata, spec }) => [kind, metadata.name, spec.conditions])).toEqual(
      namespaces.map((name) => ['ClusterSecretStore', `aws-${name}`, [{ namespaces: [name] }]]),
    );
    expect(stores.map(({ spec }) => spec.provider.aws.sessionTagsPolicy)).toEqual(
      namespaces.map(() => 'Simple'),
    );
    expect(new Set(stores.map(({ spec }) => spec.provider.aws.role))).toEqual(
      new Set(readers.map(({ arn }) => arn)),
    );
  });

  it('is trusted by a role only on behalf of its namespace, by a store of the platform', () => {
    for (const { trust, subjects, key } of readers) {
      const namespace = stores.find(({ spec }) =>
        spec.provider.aws.role.endsWith(`secrets-${key.split('.')[1]?.replaceAll('_', '-')}`),
      )?.spec.conditions[0].namespaces[0];
      expect(subjects).toEqual([]);
      expect(trust.Statement).toMatchObject([
        {
          Condition: {
            ArnEquals: { 'aws:PrincipalArn': operator?.arn },
            StringEquals: {
              'aws:RequestTag/esoNamespace': namespace,
              'aws:RequestTag/esoStoreKind': 'ClusterSecretStore',
            },
          },
        },
      ]);
    }
    expect(readers.length).toBeGreaterThan(2);
  });

  it('reads every Secret by the store of its namespace', () => {
    const wanted = plan.files
      .filter(({ path }) => path.startsWith('secrets/'))
      .flatMap((file) => parseAllDocuments(textOf(file) ?? '').map((document) => document.toJS()));
    expect(wanted.length).toBeGreaterThan(2);
    for (const { metadata, spec } of wanted)
      expect(spec.secretStoreRef).toEqual({ kind: 'ClusterSecretStore', name: `aws-${metadata.namespace}` });
  });
});

describe('the role of each profile', () => {
  const two = ['profiles.0.name=team-a', 'profiles.1.name=team-b', 'profiles.1.owner=b@example.com'];
  const plan = planned([...example, ...options(...two)]);
  const roleOf = (profile: string) => plan.roles.roles.find(({ key }) => key === `profiles.${profile}`);

  it('is that of its default-editor, and lets it into its own folder alone', () => {
    expect(codes(plan)).toEqual([]);
    expect(roleOf('team-b')).toMatchObject({
      arn: 'arn:aws:iam::123456789012:role/kfdist/example/profiles/example-team-b',
      subjects: [{ namespace: 'team-b', serviceAccount: 'default-editor' }],
    });
    const text = JSON.stringify(roleOf('team-b')?.policies);
    expect(text).toContain('arn:aws:s3:::123456789012-example-pipelines/private-artifacts/team-b/*');
    expect(text).not.toContain('team-a');
  });

  it('follows the folder of the settings', () => {
    const moved = planned([...example, ...options('s3.key_prefix.pipelines=x/y')]);
    const text = JSON.stringify(moved.roles.roles.find(({ key }) => key === 'profiles.team-a')?.policies);
    expect(text).toContain('arn:aws:s3:::123456789012-example-pipelines/x/y/team-a/*');
  });

  it('is the one that the item names, and has a name that IAM takes', () => {
    const long = 'p'.padEnd(63, 'x');
    const own = 'arn:aws:iam::123456789012:role/mine';
    const given = [`profiles.0.role_arn=${own}`, `profiles.1.name=${long}`, 'profiles.1.owner=b@example.com'];
    const { roles, files } = planned([...example, ...options(...given)]);
    expect(roles.elsewhere).toEqual(['profiles.team-a']);
    const role = roles.roles.find(({ key }) => key === `profiles.${long}`);
    expect(role?.name).toHaveLength(LIMITS.roleName);
    expect(annotated({ files })).toEqual([...roles.roles.map(({ arn }) => arn), own].toSorted());
  });
});
