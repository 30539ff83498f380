import { destinationsOf } from '../connections.ts';
import type { Facts } from '../facts.ts';
import { asksForLogin } from '../login.ts';
import {
  type GatewayServer,
  gatewayNames,
  gatewayPods,
  hostsOverlap,
  isReachable,
  listeningPort,
  serversOf,
} from '../mesh.ts';
import { matchesPattern } from '../pattern.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, type KubernetesObject, records, text, texts } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';
import { serviceOfHost, servicePort, workloadsOf } from '../services.ts';

const GATEWAY = 'networking.istio.io/Gateway';
const VIRTUAL_SERVICE = 'networking.istio.io/VirtualService';

const gatewayAt = (name: string, { byKey }: Facts) => byKey.get(`${GATEWAY}/${name}`)?.[0];

function missingGateways(facts: Facts): readonly Found<'gateway'>[] {
  const isOutside = (name: string) =>
    (facts.input.provides ?? []).some((pattern) => matchesPattern(`Gateway/${name}`, pattern));
  return facts.ofKind(VIRTUAL_SERVICE).flatMap((object) =>
    gatewayNames(object)
      .filter((name) => gatewayAt(name, facts) === undefined && !isOutside(name))
      .map((gateway) => ({ object, path: ['spec', 'gateways'], args: { gateway } })),
  );
}

function gatewaysWithoutPods(facts: Facts): readonly Found[] {
  return facts
    .ofKind(GATEWAY)
    .filter((gateway) => gatewayPods(gateway, facts).length === 0)
    .map((object) => ({ object, path: ['spec', 'selector'], args: {} }));
}

function routesToNothing(facts: Facts): readonly Found<'host'>[] {
  const entries = facts
    .ofKind('networking.istio.io/ServiceEntry')
    .flatMap(({ object }) => texts(at(object, 'spec', 'hosts')));
  return facts.ofKind(VIRTUAL_SERVICE).flatMap((object) =>
    destinationsOf(object)
      .filter(({ host }) => host !== '' && !entries.includes(host))
      .filter(({ host, port }) => {
        const service = serviceOfHost(host, object.namespace, facts);
        return service === undefined || (port !== undefined && servicePort(service, port) === undefined);
      })
      .map(({ host, port, path }) => ({
        object,
        path,
        args: { host: port === undefined ? host : `${host}, port ${port}` },
      })),
  );
}

function unservedHosts(facts: Facts): readonly Found<'host'>[] {
  return facts.ofKind(VIRTUAL_SERVICE).flatMap((object) => {
    const gateways = gatewayNames(object).flatMap((name) => gatewayAt(name, facts) ?? []);
    if (gateways.length === 0) return [];
    const served = gateways.flatMap(serversOf).flatMap(({ hosts }) => hosts);
    return texts(at(object.object, 'spec', 'hosts'))
      .filter((host) => !served.some((other) => hostsOverlap(host, other)))
      .map((host) => ({ object, path: ['spec', 'hosts'], args: { host } }));
  });
}

/** Where people come in from outside: a route through a Gateway, an Ingress, or a load balancer of its own. */
function openHosts(facts: Facts): readonly Found<'host'>[] {
  return [...openRoutes(facts), ...openIngresses(facts), ...openLoadBalancers(facts)];
}

function openRoutes(facts: Facts): readonly Found<'host'>[] {
  return facts.ofKind(VIRTUAL_SERVICE).flatMap((object) => {
    const servers = gatewayNames(object)
      .flatMap((name) => gatewayAt(name, facts) ?? [])
      .flatMap(serversOf)
      .filter(({ isRedirect }) => !isRedirect);
    const open = texts(at(object.object, 'spec', 'hosts')).flatMap((host) =>
      pathsOf(object)
        .filter((path) => servers.some((server) => isOpen({ host, path }, server, facts)))
        .map((path) => `${host}${path === '/' ? '' : path}`),
    );
    return open.length === 0 ? [] : { object, path: ['spec', 'hosts'], args: { host: open.join(', ') } };
  });
}

/** The beginnings of the paths that a VirtualService answers; `/` where it asks for none. */
function pathsOf({ object }: PlacedObject): readonly string[] {
  const matches = records(at(object, 'spec', 'http')).flatMap((route) => {
    const conditions = records(route.match);
    return conditions.length === 0 ? [{}] : conditions;
  });
  return [...new Set(matches.map(pathOf))];
}

function pathOf({ uri }: KubernetesObject): string {
  return text(at(uri, 'prefix')) || text(at(uri, 'exact')) || '/';
}

function isOpen(
  { host, path }: { readonly host: string; readonly path: string },
  server: GatewayServer,
  facts: Facts,
): boolean {
  const served = server.hosts.filter((other) => hostsOverlap(host, other));
  return gatewayPods(server.gateway, facts).some((pods) => {
    if (!isReachable(pods, facts)) return false;
    const port = listeningPort(server.port, pods, facts);
    return served.some(
      (other) =>
        !asksForLogin({ host: host.startsWith('*') ? other : host, port, path: `${path}x` }, pods, facts),
    );
  });
}

function openIngresses(facts: Facts): readonly Found<'host'>[] {
  return facts.ofKind('networking.k8s.io/Ingress').map((object) => {
    const hosts = records(at(object.object, 'spec', 'rules')).map(({ host }) => text(host) || '*');
    return { object, path: ['spec', 'rules'], args: { host: hosts.join(', ') || '*' } };
  });
}

function openLoadBalancers(facts: Facts): readonly Found<'host'>[] {
  const gateways = new Set(facts.ofKind(GATEWAY).flatMap((gateway) => gatewayPods(gateway, facts)));
  return facts
    .ofKind('/Service')
    .filter(({ object }) => at(object, 'spec', 'type') === 'LoadBalancer')
    .filter((service) => !workloadsOf(service, facts).some((pods) => gateways.has(pods)))
    .map((object) => ({ object, path: ['spec', 'type'], args: { host: 'a load balancer of its own' } }));
}

export const gatewayRules: readonly Rule[] = [
  rule({
    id: 'MISSING_GATEWAY',
    severity: 'error',
    summary: 'Every Gateway that a VirtualService names is there',
    message: '{object} names the Gateway {gateway}, which nothing brings',
    hint: 'Correct the name (namespace/name), or say that it comes from outside: --provides Gateway/{gateway}.',
    explanation: 'A VirtualService of a Gateway that is not there is served by nothing.',
    check: missingGateways,
  }),
  rule({
    id: 'GATEWAY_WITHOUT_PODS',
    severity: 'error',
    summary: 'Every Gateway selects the pods of a gateway',
    message: '{object} selects no pods of the platform',
    hint: 'Compare spec.selector with the labels of the gateway, for example istio: ingressgateway.',
    explanation: 'Nothing listens for a Gateway that selects no pods.',
    check: gatewaysWithoutPods,
  }),
  rule({
    id: 'ROUTE_TO_NOTHING',
    severity: 'error',
    summary: 'Every VirtualService routes to a Service and port that are there',
    message: '{object} routes to {host}, which nothing brings',
    hint: 'Correct the host (name.namespace.svc.cluster.local) and the port of the destination.',
    explanation: 'Requests to a destination that is not there are answered with 503.',
    check: routesToNothing,
  }),
  rule({
    id: 'UNSERVED_HOST',
    severity: 'error',
    summary: 'Every host of a VirtualService is one of its Gateway',
    message: '{object} is for the host {host}, which none of its Gateways serves',
    hint: 'Add the host to the Gateway, or correct it.',
    explanation: 'Requests to a host that the Gateway does not list are answered with 404.',
    check: unservedHosts,
  }),
  rule({
    id: 'HOST_WITHOUT_LOGIN',
    severity: 'error',
    summary: 'Every host that is reached from outside asks for a login',
    message: '{object} answers {host} without single sign-on',
    hint: 'Put it behind the gateway and its AuthorizationPolicy with the action CUSTOM, or suppress this with the reason why it is open.',
    explanation:
      'Looked at are VirtualServices on gateways that a load balancer reaches, Ingresses, and load balancers of other pods. Behind login is what an AuthorizationPolicy with the action CUSTOM (Istio external authorization) holds for; where it lets requests with a token through, one with DENY must refuse those without a valid one. What a program asks for by itself is not seen.',
    check: openHosts,
  }),
];
