import { parseSettingsFile } from '@kfdist/config';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definitionsOf, migrateSettings, starterFile, textOf } from '../src/index.ts';
import { distribution, example, planned } from './real-distribution.ts';

const OLD = `<<__cluster_name__>>=my-cluster
<<__role_arn.cluster_autoscaler__>>=arn:aws:iam::890123456789:role/my-cluster_kube-system_cluster-autoscaler
<<__role_arn.loadbalancer_controller__>>=arn:aws:iam::890123456789:role/my-cluster_kube-system_load-balancer
<<__role_arn.kube2iam_pipelines__>>=arn:aws:iam::890123456789:role/my-cluster_kubeflow_kube2iam
<<__external_secret_name.oauth2_proxy.oidc_client_id__>>=my-cluster/auth/client_id
<<__rds.port__>>="3306"
<<__enable_registration_flow__>>="true"
<<__my.password__>>=s3cret-s3cret
<<__my.colour__>>=blue
`;
const migrate = (text: string) =>
  migrateSettings(parseSettingsFile({ path: 'setup.conf', text }).entries, distribution);

describe('migrateSettings', () => {
  it('says what becomes of each key', () => {
    const { keys, values } = migrate(OLD);
    expect(keys.map(({ key, fate }) => `${fate} ${key}`)).toEqual([
      'kept cluster_name',
      'kept role_arn.cluster_autoscaler',
      'renamed role_arn.loadbalancer_controller',
      'dropped role_arn.kube2iam_pipelines',
      'default external_secret_name.oauth2_proxy.oidc_client_id',
      'default rds.port',
      'kept enable_registration_flow',
      'secret my.password',
      'own my.colour',
      'found aws_account_id',
    ]);
    expect(Object.fromEntries(values)).toEqual({
      cluster_name: 'my-cluster',
      aws_account_id: '890123456789',
      'role_arn.cluster_autoscaler':
        'arn:aws:iam::890123456789:role/my-cluster_kube-system_cluster-autoscaler',
      'role_arn.aws_load_balancer_controller':
        'arn:aws:iam::890123456789:role/my-cluster_kube-system_load-balancer',
      enable_registration_flow: 'true',
      'my.colour': 'blue',
    });
  });

  it('never repeats a secret', () => {
    expect(JSON.stringify([...migrate(OLD).values, migrate(OLD).keys])).not.toContain('s3cret');
  });

  it('gives the same platform with fewer words, whatever the old file said', () => {
    const files = (text: string, path: string) =>
      planned([...example, ...parseSettingsFile({ path, text }).entries]).files.map((file) => [
        file.path,
        textOf(file),
      ]);
    const sayable = definitionsOf(distribution).filter(
      ({ key, example: value }) =>
        value !== undefined && !key.includes('*') && !key.startsWith('components.'),
    );
    fc.assert(
      fc.property(
        fc.subarray(sayable, { minLength: 1 }),
        fc.constantFrom('', '-x'),
        (definitions, suffix) => {
          const old = definitions
            .map(
              ({ key, kind, example: value = '' }) =>
                `<<__${key}__>>=${value}${kind === 'string' ? suffix : ''}\n`,
            )
            .join('');
          const { values } = migrate(old);
          expect(values.size).toBeLessThanOrEqual(definitions.length + 1);
          const now = starterFile({ values, distribution, schema: 's' });
          expect(files(now, 'kfdist.yaml')).toEqual(files(old, 'setup.conf'));
        },
      ),
      { numRuns: 12 },
    );
  }, 60_000);
});
