/** The Secrets of the whole distribution. */
import { credentialId, valueGraph } from '@kfdist/credentials';
import { describe, expect, it } from 'vitest';
import { codes, example, options, planned } from './real-distribution.ts';

const withMore = (...settings: readonly string[]) => planned([...example, ...options(...settings)]);

describe('the Secrets of the distribution', () => {
  const givenWith = (...settings: readonly string[]) =>
    [...valueGraph(withMore(...settings).credentials.specs).graph.values()].flatMap(({ id, recipe }) =>
      recipe.kind === 'given' && recipe.otherwise === undefined ? [id] : [],
    );

  it('share the user of the database', () => {
    expect(givenWith('components.model-registry=true')).toEqual(['rds-username', 'rds-password']);
  });

  it.each([
    ['dex', []],
    ['keycloak', []],
    ['external-oidc', ['oidc-client-secret']],
  ])('make the client secret unless a provider of their own does: %s', (authentication, expected) => {
    const found = givenWith(
      `components.authentication=${authentication}`,
      'oidc.issuer=https://login.example.com',
    );
    expect(found.filter((id) => id.startsWith('oidc'))).toEqual(expected);
  });

  it('hold the key of an IAM user only where there is one', () => {
    const namesOf = (...settings: readonly string[]) =>
      withMore(...settings).credentials.specs.map(credentialId);
    expect(namesOf()).not.toContain('kubeflow/mlpipeline-minio-artifact');
    const plan = withMore('pipelines.static_keys=true');
    expect(codes(plan)).toEqual([]);
    expect(plan.credentials.specs.map(credentialId)).toContain('kubeflow/mlpipeline-minio-artifact');
    const users = [...valueGraph(plan.credentials.specs).graph.values()].flatMap(({ recipe }) =>
      recipe.kind === 'access-key' ? [recipe.user] : [],
    );
    expect(new Set(users)).toEqual(new Set(plan.roles.users.map(({ arn }) => arn.split('/').at(-1))));
  });
});
