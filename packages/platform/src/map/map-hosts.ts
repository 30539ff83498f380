import * as v from 'valibot';
import type { PlannedComponent } from '../applications.ts';
import { having, labels, metadata, nameOf, texts } from './map-objects.ts';
import type { MapObjects } from './map-of.ts';
import { gatewayRoutes } from './map-routes.ts';
import type { MapHost, MapPolicy } from './platform-map.ts';

const gatewaySchema = v.object({
  kind: v.literal('Gateway'),
  metadata,
  spec: v.object({
    servers: v.array(
      v.object({
        port: v.object({ number: v.number(), protocol: v.string() }),
        hosts: texts,
        tls: v.optional(
          v.object({
            httpsRedirect: v.optional(v.boolean()),
            credentialName: v.optional(v.string()),
            minProtocolVersion: v.optional(v.string()),
          }),
        ),
      }),
    ),
  }),
});
const certificateSchema = v.object({
  kind: v.literal('Certificate'),
  metadata,
  spec: v.object({
    dnsNames: texts,
    secretName: v.string(),
    issuerRef: v.object({ kind: v.optional(v.string(), 'Issuer'), name: v.string() }),
  }),
});
const policySchema = v.object({
  kind: v.literal('AuthorizationPolicy'),
  metadata,
  spec: v.object({
    action: v.optional(v.string(), 'ALLOW'),
    provider: v.optional(v.object({ name: v.string() })),
    selector: v.optional(v.object({ matchLabels: labels })),
    rules: v.optional(
      v.array(
        v.object({
          to: v.optional(
            v.array(v.object({ operation: v.object({ hosts: texts, paths: texts, notPaths: texts }) })),
            [],
          ),
          when: v.optional(v.array(v.object({ key: v.string(), values: texts })), []),
        }),
      ),
      [],
    ),
  }),
});

type Objects = readonly MapObjects[];

const unique = (list: readonly string[]) => [...new Set(list)].toSorted();

/** The policies of the mesh. */
export function mapPolicies(objects: Objects): readonly MapPolicy[] {
  return having(policySchema, objects)
    .map(({ component, object: { metadata: meta, spec } }) => {
      const operations = spec.rules.flatMap(({ to }) => to.map(({ operation }) => operation));
      const users = spec.rules.flatMap(({ when }) => when.filter(({ key }) => key === USER));
      return {
        name: nameOf(meta),
        component,
        action: spec.action,
        selects: Object.entries(spec.selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`),
        ...(spec.provider === undefined ? {} : { provider: spec.provider.name }),
        hosts: unique(operations.flatMap(({ hosts }) => hosts)),
        paths: unique(operations.flatMap(({ paths }) => paths)),
        exceptPaths: unique(operations.flatMap(({ notPaths }) => notPaths)),
        users: unique(users.flatMap(({ values }) => values)),
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

/** The header in which the gateway tells applications who the user is. */
const USER = 'request.headers[kubeflow-userid]';

/** The hosts of the gateways, and everything that protects each. */
export function mapHosts(
  objects: Objects,
  policies: readonly MapPolicy[],
  components: readonly PlannedComponent[],
): readonly MapHost[] {
  const servers = having(gatewaySchema, objects).flatMap(({ object: { metadata: meta, spec } }) =>
    spec.servers.flatMap(({ hosts, ...server }) =>
      hosts.map((host) => ({ host, gateway: nameOf(meta), ...server })),
    ),
  );
  const redirected = new Set(servers.filter(({ tls }) => tls?.httpsRedirect).map(({ host }) => host));
  const certificates = having(certificateSchema, objects).map(({ object }) => object);
  const routes = gatewayRoutes(objects, policies);
  return servers
    .filter(({ host, tls }) => host !== '*' && !tls?.httpsRedirect)
    .map(({ host, gateway, port, tls }): MapHost => {
      const owner = components.find(({ hosts }) => hosts.includes(host));
      const certificate = certificates.find(
        ({ spec }) => spec.secretName === tls?.credentialName && spec.dnsNames.includes(host),
      );
      const own = routes.filter(({ serves }) => serves(host, gateway));
      const inside = new Set(own.flatMap((route) => route.policies));
      return {
        host,
        ...(owner === undefined ? {} : { component: owner.name }),
        gateway,
        tls: port.protocol === 'HTTPS' ? 'gateway' : port.number === 443 ? 'load balancer' : 'nowhere',
        ...(tls?.minProtocolVersion === undefined ? {} : { minimumTls: tls.minProtocolVersion }),
        ...(certificate === undefined ? {} : issued(certificate)),
        isRedirected: redirected.has(host),
        routes: own.map(({ name }) => name),
        policies: policies
          .filter((policy) => inside.has(policy.name) || isAtGateway(policy, host))
          .map(({ name }) => name),
      };
    })
    .toSorted((a, b) => (a.host < b.host ? -1 : 1));
}

function issued({ metadata: meta, spec }: v.InferOutput<typeof certificateSchema>) {
  return { certificate: nameOf(meta), issuer: `${spec.issuerRef.kind} ${spec.issuerRef.name}` };
}

/** Those of the ingress gateway that see every request or name the host. */
function isAtGateway({ action, hosts, selects }: MapPolicy, host: string): boolean {
  if (hosts.includes(host)) return true;
  return (
    hosts.length === 0 && action !== 'ALLOW' && selects.some((label) => label.endsWith('ingressgateway'))
  );
}
