/** Nothing that is reached from outside is served to whoever is not logged in, but the login itself. */
import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { decide, type GatewayRequest, gatewayPolicies, objectsIn } from './gateway-access.ts';
import { distribution, plannedAsking } from './real-distribution.ts';

const optional = distribution.components.flatMap(({ name, enabled = true, provides }) =>
  enabled || provides !== undefined ? [] : [`components.${name}=true`],
);

const gateway = v.object({
  servers: v.array(
    v.object({
      port: v.object({ number: v.number() }),
      hosts: v.array(v.string()),
      tls: v.optional(v.object({ httpsRedirect: v.optional(v.boolean()) })),
    }),
  ),
});
const virtualService = v.object({
  gateways: v.optional(v.array(v.string())),
  hosts: v.array(v.string()),
  http: v.array(
    v.object({
      match: v.array(
        v.object({ uri: v.object({ prefix: v.optional(v.string()), exact: v.optional(v.string()) }) }),
      ),
      route: v.array(v.object({ destination: v.object({ host: v.string() }) })),
    }),
  ),
});

const variants = ['dex', 'keycloak', 'external-oidc'].flatMap((authentication) =>
  ['letsencrypt', 'acm'].map((certificates) => ({ authentication, certificates })),
);
const planOf = ({ authentication, certificates }: (typeof variants)[number]) =>
  plannedAsking(
    `components.authentication=${authentication}`,
    `components.certificates=${certificates}`,
    ...optional,
  );

const DASHBOARD = 'kubeflow.ml.example.com';
const AUTH = 'auth.ml.example.com';
/** What of each variant whoever is not logged in may reach. */
const LOGIN: Readonly<Record<string, (request: GatewayRequest) => boolean>> = {
  dex: ({ host, path }) => host === DASHBOARD && path.startsWith('/dex/'),
  keycloak: ({ host, path }) => host === AUTH && /^\/(realms\/kubeflow|resources)\//.test(path),
  'external-oidc': () => false,
};

const PATHS = [
  '/',
  '/dex/auth',
  '/oauth2/callback',
  '/oauth2',
  '/admin/',
  '/realms/master/protocol/openid-connect/auth',
  '/realms/kubeflow/protocol/openid-connect/auth',
  '/resources/x.js',
  '/realms/kubeflow/../../admin/',
  '/pipeline/',
  '/mlflow/',
  '/jupyter/',
  '/serving/team-a/model',
  '/api/workgroup/exists',
];

describe.each(variants)('with $authentication and $certificates', (variant) => {
  const plan = planOf(variant);
  const objects = objectsIn(plan);
  const policies = gatewayPolicies(plan);
  const servers = objects
    .filter(({ kind, metadata }) => kind === 'Gateway' && metadata.name !== 'cluster-local-gateway')
    .flatMap(({ spec }) => v.parse(gateway, spec).servers);
  const hosts = [...new Set(servers.flatMap((server) => server.hosts))].toSorted();
  const request = fc.record({
    host: fc.constantFrom(
      ...hosts.map((host) => host.replace('*', 'model-team-a')),
      AUTH.toUpperCase(),
      'x.example.com',
    ),
    path: fc.oneof(
      fc.constantFrom(...PATHS),
      fc.webPath().map((path) => `/${path}`),
    ),
    port: fc.constant(8443),
    authorization: fc.boolean(),
  });

  it('has hosts, all below the domain, and nothing but a redirect on port 80', () => {
    expect(plan.diagnostics).toEqual([]);
    expect(hosts).toEqual(expect.arrayContaining([DASHBOARD, '*.serving.ml.example.com']));
    expect(hosts.filter((host) => !host.endsWith('.ml.example.com'))).toEqual([]);
    for (const { port, tls } of servers) expect(tls?.httpsRedirect ?? false).toBe(port.number === 80);
  });

  it('lets whoever is not logged in reach the login and nothing else', () => {
    fc.assert(
      fc.property(request, (one) => {
        const host = one.host.toLowerCase();
        const isCallback = one.path.startsWith('/oauth2/') && hosts.includes(host) && host !== AUTH;
        const isLogin = LOGIN[variant.authentication]?.({ ...one, host }) ?? false;
        expect(decide(policies, one) === 'passed').toBe(isCallback || isLogin);
      }),
      { numRuns: 2000 },
    );
  });

  it('sends a browser without a token to the login, and lets whoever is logged in through', () => {
    for (const host of hosts.filter((each) => each !== AUTH)) {
      const one = { host: host.replace('*', 'model-team-a'), path: '/x', port: 8443 };
      expect(decide(policies, one)).toBe('login');
      expect(decide(policies, { ...one, authorization: true })).toBe('denied');
      expect(decide(policies, { ...one, authorization: true, principal: 'issuer/user' })).toBe('passed');
    }
  });

  it('serves whoever is not logged in by the login alone', () => {
    const open = objects
      .filter(({ kind }) => kind === 'VirtualService')
      .flatMap(({ spec }) => v.safeParse(virtualService, spec))
      .flatMap(({ success, output }) => (success ? [output] : []))
      .flatMap((service) => {
        const at = service.hosts.flatMap((host) => (host === '*' ? hosts : [host]));
        return service.http.flatMap(({ match, route }) =>
          match.flatMap(({ uri }) =>
            at
              .map((host) => ({ host, path: uri.exact ?? `${uri.prefix}x`, port: 8443 }))
              .filter((one) => decide(policies, one) === 'passed')
              .flatMap(() => route.map(({ destination }) => destination.host)),
          ),
        );
      });
    const own = { dex: [], keycloak: ['keycloak.auth.svc.cluster.local'], 'external-oidc': [] };
    expect([...new Set(open)]).toEqual(own[variant.authentication as keyof typeof own]);
  });
});
