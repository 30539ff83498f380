import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, isRecord, type KubernetesObject, records, text, texts } from './reading.ts';
import { podPort, servicePort, workloadsOf } from './services.ts';
import { containersOf, matchesSelector, portNumber, type Workload } from './workload.ts';

/** A server of an Istio Gateway: one port and its hosts. */
export interface GatewayServer {
  readonly gateway: PlacedObject;
  readonly index: number;
  readonly hosts: readonly string[];
  readonly port: number | undefined;
  /** It sends everybody to HTTPS and serves nothing. */
  readonly isRedirect: boolean;
}

/** The pods of an Istio Gateway, in whatever namespace they run. */
export function gatewayPods({ object }: PlacedObject, { workloads }: Platform): readonly Workload[] {
  const selector = at(object, 'spec', 'selector');
  if (!isRecord(selector)) return [];
  return workloads.filter(({ labels }) => matchesSelector(labels, { matchLabels: selector }));
}

/** The servers of a Gateway. Hosts lose the namespace that they may be limited to: `ns/host`. */
export function serversOf(gateway: PlacedObject): readonly GatewayServer[] {
  return records(at(gateway.object, 'spec', 'servers')).map((server, index) => {
    const number = at(server, 'port', 'number');
    return {
      gateway,
      index,
      hosts: texts(server.hosts).map((host) => host.slice(host.indexOf('/') + 1)),
      port: typeof number === 'number' ? number : undefined,
      isRedirect: at(server, 'tls', 'httpsRedirect') === true,
    };
  });
}

/** The Gateways that a VirtualService names, by name; `mesh` stands for the pods themselves. */
export function gatewayNames({ object, namespace }: PlacedObject): readonly string[] {
  return texts(at(object, 'spec', 'gateways'))
    .filter((name) => name !== 'mesh')
    .map((name) => (name.includes('/') ? name : `${namespace}/${name}`));
}

/** Whether two host patterns have a host in common; `*` stands for any beginning. */
export function hostsOverlap(a: string, b: string): boolean {
  const [first, second] = [a, b].map((host) => host.toLowerCase());
  if (first === undefined || second === undefined) return false;
  if (first.startsWith('*'))
    return second.endsWith(first.slice(1)) || first.endsWith(second.replace(/^\*/, ''));
  return second.startsWith('*') ? first.endsWith(second.slice(1)) : first === second;
}

/** Whether people outside can reach pods: a Service of type LoadBalancer or NodePort selects them. */
export function isReachable(pods: Workload, platform: Platform): boolean {
  return platform.ofKind('/Service').some((service) => {
    const type = text(at(service.object, 'spec', 'type'));
    return (type === 'LoadBalancer' || type === 'NodePort') && workloadsOf(service, platform).includes(pods);
  });
}

/** The port of the pods behind a port that a Gateway serves: what policies know it by. */
export function listeningPort(
  port: number | undefined,
  pods: Workload,
  platform: Platform,
): number | undefined {
  if (port === undefined) return undefined;
  for (const service of platform.ofKind('/Service')) {
    const found = workloadsOf(service, platform).includes(pods) ? servicePort(service, port) : undefined;
    if (found !== undefined) return podPort(found, pods);
  }
  return portNumber(port, pods);
}

/** Whether pods are part of the mesh: a proxy runs in them, or is put there by their namespace or their own label. */
export function isInMesh(pods: Workload, platform: Platform): boolean {
  if (containersOf(pods).some(({ container }) => container.name === 'istio-proxy')) return true;
  const own = pods.labels['sidecar.istio.io/inject'] ?? pods.annotations['sidecar.istio.io/inject'];
  if (own !== undefined) return own === 'true';
  if (pods.pod.hostNetwork === true) return false;
  const namespace = platform.namespaceLabels(pods.owner.namespace);
  return namespace['istio-injection'] === 'enabled' || namespace['istio.io/rev'] !== undefined;
}

/** The policies of one action that hold for pods: their own, their namespace's, and those of the root namespace. */
export function policiesFor(
  pods: Workload,
  action: 'ALLOW' | 'DENY' | 'CUSTOM',
  platform: Platform,
): readonly PlacedObject[] {
  return platform.ofKind('security.istio.io/AuthorizationPolicy').filter(({ object, namespace }) => {
    const spec = at(object, 'spec');
    const isHere = namespace === pods.owner.namespace || namespace === ROOT;
    const given = text(at(spec, 'action')) || 'ALLOW';
    const selector = at(spec, 'selector');
    return given === action && isHere && (!isRecord(selector) || matchesSelector(pods.labels, selector));
  });
}

/** The namespace whose policies hold everywhere. */
const ROOT = 'istio-system';

/** The rules of a policy. One without any matches nothing. */
export function rulesOf({ object }: PlacedObject): readonly KubernetesObject[] {
  return records(at(object, 'spec', 'rules'));
}
