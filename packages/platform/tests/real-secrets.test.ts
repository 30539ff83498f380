/** The Secrets of the whole distribution. */
import { credentialId, valueGraph } from '@kfdist/credentials';
import { describe, expect, it } from 'vitest';
import { codes, example, options, planned } from './real-distribution.ts';

const withMore = (...settings: readonly string[]) => planned([...example, ...options(...settings)]);

describe('the Secrets of the distribution', () => {
  it('share the user of the database', () => {
    const { credentials } = withMore('components.model-registry=true');
    const given = [...valueGraph(credentials.specs).graph.values()].flatMap(({ id, recipe }) =>
      recipe.kind === 'given' && recipe.otherwise === undefined ? [id] : [],
    );
    expect(given).toEqual(['rds-username', 'rds-password']);
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
