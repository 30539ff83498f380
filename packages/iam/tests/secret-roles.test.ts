import { describe, expect, it } from 'vitest';
import { planRoles, policyDocument, secretRoles } from '../src/index.ts';
import { evaluate } from './evaluate.ts';
import { cluster, oidcIssuer } from './fixtures.ts';

describe('the roles that read secrets', () => {
  const wanted = {
    secretPrefix: 'example',
    namespaces: ['auth', 'istio-system'],
    operator: { namespace: 'external-secrets', serviceAccount: 'external-secrets' },
  } as const;
  const planned = (changed: object) =>
    planRoles({ ...cluster, oidcIssuer, roles: secretRoles({ ...wanted, ...changed }) });
  const read = (name: string) => ({
    action: 'secretsmanager:GetSecretValue',
    resource: `arn:aws:secretsmanager:eu-central-1:123456789012:secret:${name}-AbCdEf`,
  });

  it('option 1: one role of the operator for all', () => {
    const { roles, diagnostics } = planned({ access: 'cluster' });
    expect(diagnostics).toEqual([]);
    expect(roles.map(({ key }) => key)).toEqual(['external_secrets']);
    expect(evaluate(roles[0]?.policies[0]?.document ?? policyDocument([]), read('example/auth/x'))).toBe(
      'allow',
    );
  });

  it('option 2: a role and a ServiceAccount of its own for each namespace, none for the operator', () => {
    const { roles, diagnostics } = planned({});
    const document = roles[0]?.policies[0]?.document ?? policyDocument([]);
    expect(diagnostics).toEqual([]);
    expect(roles.map(({ key, path }) => [key, path])).toEqual([
      ['external_secrets.auth', '/kfdist/example/secrets/'],
      ['external_secrets.istio_system', '/kfdist/example/secrets/'],
    ]);
    expect(roles[1]?.subjects).toEqual([{ namespace: 'istio-system', serviceAccount: 'secret-reader' }]);
    expect(evaluate(document, read('example/auth/x'))).toBe('allow');
    expect(evaluate(document, read('example/istio-system/x'))).toBe('nothing');
  });

  it('refuses chaining while tenants can write stores', () => {
    expect(planned({ access: 'chained' }).diagnostics.map(({ code }) => code)).toEqual([
      'TRUST_FORGEABLE_CHAIN',
      'TRUST_FORGEABLE_CHAIN',
    ]);
  });

  it('chains from the operator, bound to the namespace and to stores of the platform', () => {
    const { roles, diagnostics } = planned({ access: 'chained', stores: 'platform' });
    const operator = roles[0]?.arn ?? '';
    const trust = roles[1]?.trust ?? policyDocument([]);
    const assume = (esoNamespace: string, esoStoreKind: string, arn = operator) => ({
      action: 'sts:AssumeRole',
      principal: { AWS: arn },
      context: {
        'aws:PrincipalArn': arn,
        'aws:RequestTag/esoNamespace': esoNamespace,
        'aws:RequestTag/esoStoreKind': esoStoreKind,
      },
    });
    const mayAssume = { action: 'sts:AssumeRole', resource: roles[1]?.arn ?? '' };
    expect(diagnostics).toEqual([]);
    expect(evaluate(roles[0]?.policies[0]?.document ?? policyDocument([]), mayAssume)).toBe('allow');
    expect(evaluate(trust, assume('auth', 'ClusterSecretStore'))).toBe('allow');
    expect(evaluate(trust, assume('istio-system', 'ClusterSecretStore'))).toBe('nothing');
    expect(evaluate(trust, assume('auth', 'SecretStore'))).toBe('nothing');
    expect(evaluate(trust, assume('auth', 'ClusterSecretStore', 'arn:aws:iam::123456789012:role/x'))).toBe(
      'nothing',
    );
  });

  it('reads parameters where they are asked for', () => {
    const { roles } = planned({ access: 'cluster', service: 'parameter-store' });
    expect(roles[0]?.policies[0]?.document.Statement[0]?.Action).toEqual([
      'ssm:GetParameter',
      'ssm:GetParameters',
    ]);
  });
});
