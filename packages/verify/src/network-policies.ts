import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, isRecord, type KubernetesObject, labels, record, records, texts } from './reading.ts';
import { matchesSelector, portNumber, type Workload } from './workload.ts';

/** Where a connection comes from: pods, or something that is no pod, such as the API server or a load balancer. */
export type Peer = Workload | 'outside';

/** A connection that the platform needs. */
export interface Connection {
  readonly from: Peer;
  readonly to: Workload;
  readonly port: number | undefined;
}

/** The NetworkPolicy that keeps a connection from being made, or `undefined`. */
export function cutBy(connection: Connection, platform: Platform): PlacedObject | undefined {
  return cutAt('Ingress', connection, platform) ?? cutAt('Egress', connection, platform);
}

function cutAt(
  direction: 'Ingress' | 'Egress',
  connection: Connection,
  platform: Platform,
): PlacedObject | undefined {
  const [end, other] =
    direction === 'Ingress' ? [connection.to, connection.from] : [connection.from, connection.to];
  if (end === 'outside') return undefined;
  const policies = platform
    .ofKind('networking.k8s.io/NetworkPolicy')
    .filter((policy) => isAbout(policy, end, direction));
  const allows = policies.some(({ object, namespace }) =>
    records(at(object, 'spec', direction.toLowerCase())).some(
      (rule) =>
        allowsPort(rule.ports, connection) &&
        allowsPeer(rule[direction === 'Ingress' ? 'from' : 'to'], other, { namespace, platform }),
    ),
  );
  return allows ? undefined : policies[0];
}

function isAbout({ object, namespace }: PlacedObject, end: Workload, direction: string): boolean {
  const spec = record(object.spec);
  const types = texts(spec.policyTypes);
  const isDirected =
    types.length > 0 ? types.includes(direction) : direction === 'Ingress' || Array.isArray(spec.egress);
  return (
    isDirected && end.owner.namespace === namespace && matchesSelector(end.labels, record(spec.podSelector))
  );
}

function allowsPort(ports: unknown, { port, to }: Connection): boolean {
  const listed = records(ports);
  if (listed.length === 0 || port === undefined) return true;
  return listed.some(({ port: allowed, endPort }) => {
    if (allowed === undefined) return true;
    const number = portNumber(allowed, to);
    if (typeof endPort === 'number' && number !== undefined) return port >= number && port <= endPort;
    return number === port;
  });
}

interface Where {
  readonly namespace: string;
  readonly platform: Platform;
}

function allowsPeer(peers: unknown, peer: Peer, where: Where): boolean {
  const listed = records(peers);
  return listed.length === 0 || listed.some((one) => isPeer(one, peer, where));
}

function isPeer(one: KubernetesObject, peer: Peer, { namespace, platform }: Where): boolean {
  // Addresses are not known here; a policy that names some is taken to name the right ones
  if (peer === 'outside') return isRecord(one.ipBlock);
  const { namespaceSelector, podSelector } = one;
  if (!isRecord(namespaceSelector) && !isRecord(podSelector)) return false;
  const own = platform.namespaceLabels(peer.owner.namespace);
  const isThere = isRecord(namespaceSelector)
    ? matchesSelector(own, namespaceSelector)
    : peer.owner.namespace === namespace;
  return isThere && (!isRecord(podSelector) || matchesSelector(labels(peer.labels), podSelector));
}
