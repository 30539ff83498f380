/** Gateway, oauth2-proxy and provider agree on who says who a user is, whatever is chosen. */
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { objectsIn } from './gateway-access.ts';
import { plannedAsking, textAt } from './real-distribution.ts';

interface Realm {
  readonly clients: readonly { readonly clientId: string; readonly redirectUris: readonly string[] }[];
  readonly users: readonly {
    readonly email: string;
    readonly credentials: readonly { readonly value: string }[];
  }[];
  readonly clientScopes: readonly { readonly name: string }[];
  readonly defaultDefaultClientScopes: readonly string[];
  readonly defaultOptionalClientScopes: readonly string[];
}

const issuers = {
  dex: 'http://dex.auth.svc.cluster.local:5556/dex',
  keycloak: 'https://auth.ml.example.com/realms/kubeflow',
  'external-oidc': 'https://login.example.com',
};

describe.each(Object.entries(issuers))('with %s', (authentication, issuer) => {
  const plan = plannedAsking(`components.authentication=${authentication}`);
  const config = textAt(plan, 'components/oauth2-proxy/oauth2_proxy.cfg');

  it('oauth2-proxy and the gateway know the same issuer', () => {
    expect(plan.diagnostics).toEqual([]);
    expect(/^oidc_issuer_url = "(.*)"$/m.exec(config)?.[1]).toBe(issuer);
    const rules = objectsIn(plan).filter(({ kind }) => kind === 'RequestAuthentication');
    expect(rules).toMatchObject([{ spec: { jwtRules: [{ issuer, forwardOriginalToken: true }] } }]);
  });

  it('takes tokens of ServiceAccounts only on demand, and only those made for it', () => {
    const rules = objectsIn(
      plannedAsking(`components.authentication=${authentication}`, 'oidc.cluster_tokens=true'),
    ).filter(({ metadata }) => metadata.name === 'cluster-tokens');
    expect(rules).toMatchObject([
      {
        spec: {
          jwtRules: [
            {
              issuer: 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE',
              audiences: ['https://kubeflow.ml.example.com'],
            },
          ],
        },
      },
    ]);
  });
});

describe('the realm of Keycloak', () => {
  const plan = plannedAsking('components.authentication=keycloak');
  const [config] = objectsIn(plan).filter(({ metadata }) => metadata.name === 'keycloak-realm');
  const text: string = (config as unknown as { data: Record<string, string> }).data['kubeflow.json'] ?? '';
  const [secret] = plan.credentials.specs.filter(({ name }) => name === 'keycloak-first-start');
  const awkward = 'p"w\\ {{x}} é $1';
  const realm = JSON.parse(text.replaceAll(/\$\{REALM_\w+\}/g, () => JSON.stringify(awkward))) as Realm;

  it('takes from its Secret what is secret, as JSON', () => {
    const names = [...text.matchAll(/\$\{(REALM_\w+)\}/g)].map(([, name]) => name);
    const recipes = secret?.keys.filter(
      ({ recipe }) => recipe.kind === 'template' && recipe.format === 'json',
    );
    expect(names.toSorted()).toEqual(recipes?.map(({ key }) => key).toSorted());
    expect(realm.users).toMatchObject([{ email: 'platform@example.com', credentials: [{ value: awkward }] }]);
  });

  it('knows every host that oauth2-proxy comes from, and every scope that it asks for', () => {
    const hosts = [...new Set(['kubeflow.ml.example.com', ...plan.components.flatMap((one) => one.hosts)])];
    const [client] = realm.clients.filter(({ clientId }) => clientId === 'kubeflow');
    expect(client?.redirectUris.toSorted()).toEqual(
      hosts.map((host) => `https://${host}/oauth2/callback`).toSorted(),
    );
    const asked = /^scope = "openid (.*)"$/m
      .exec(textAt(plan, 'components/oauth2-proxy/oauth2_proxy.cfg'))?.[1]
      ?.split(' ');
    expect(realm.defaultDefaultClientScopes).toEqual(expect.arrayContaining(asked ?? ['none']));
    expect(realm.clientScopes.map(({ name }) => name).toSorted()).toEqual(
      [...realm.defaultDefaultClientScopes, ...realm.defaultOptionalClientScopes].toSorted(),
    );
  });

  it('lies in a namespace that only the gateway, istiod and oauth2-proxy reach', () => {
    const policies = objectsIn(plan).filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.namespace === 'auth',
    );
    expect(policies.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'allow-istio-and-oauth2-proxy',
      'default-allow-same-namespace-auth',
    ]);
  });
});

it.each(['true', 'false'])('the dashboard offers a profile at the first login: %s', (flow) => {
  const { configMapGenerator } = parse(
    textAt(plannedAsking(`enable_registration_flow=${flow}`), 'components/dashboard/kustomization.yaml'),
  );
  expect(configMapGenerator).toMatchObject([{ literals: [`REGISTRATION_FLOW=${flow}`] }]);
});
