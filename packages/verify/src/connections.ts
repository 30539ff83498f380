import { gatewayNames, gatewayPods } from './mesh.ts';
import type { Connection, Peer } from './network-policies.ts';
import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, eachText, type KubernetesObject, type Path, record, records, text } from './reading.ts';
import { podPort, serviceOfHost, servicePort, workloadsOf } from './services.ts';
import { containersOf } from './workload.ts';

/** A connection that an object needs, and where the object says so. */
export interface NeededConnection extends Connection {
  readonly neededBy: PlacedObject;
  readonly path: Path;
  readonly service: PlacedObject;
}

/** The connections that objects need: load balancers, routes, webhooks, and Services that pods are told the address of. */
export function neededConnections(platform: Platform): readonly NeededConnection[] {
  return [...loadBalancers(platform), ...routes(platform), ...webhooks(platform), ...addresses(platform)];
}

interface Target {
  readonly from: Peer;
  readonly neededBy: PlacedObject;
  readonly path: Path;
}

interface Port {
  readonly service: PlacedObject;
  readonly port: KubernetesObject;
}

function connect({ service, port }: Port, target: Target, platform: Platform): readonly NeededConnection[] {
  return workloadsOf(service, platform).map((to) => ({ ...target, service, to, port: podPort(port, to) }));
}

function loadBalancers(platform: Platform): readonly NeededConnection[] {
  return platform
    .ofKind('/Service')
    .filter(({ object }) => at(object, 'spec', 'type') === 'LoadBalancer')
    .flatMap((service) =>
      records(at(service.object, 'spec', 'ports')).flatMap((port, index) =>
        connect(
          { service, port },
          { from: 'outside', neededBy: service, path: ['spec', 'ports', index] },
          platform,
        ),
      ),
    );
}

/** From the pods of the Gateways of a VirtualService to where it routes. */
function routes(platform: Platform): readonly NeededConnection[] {
  return platform.ofKind('networking.istio.io/VirtualService').flatMap((virtual) => {
    const pods = gatewayNames(virtual).flatMap((name) => {
      const [gateway] = platform.byKey.get(`networking.istio.io/Gateway/${name}`) ?? [];
      return gateway === undefined ? [] : gatewayPods(gateway, platform);
    });
    return destinationsOf(virtual).flatMap(({ host, port, path }) => {
      const service = serviceOfHost(host, virtual.namespace, platform);
      const found = service && (port === undefined ? onlyPort(service) : servicePort(service, port));
      if (service === undefined || found === undefined) return [];
      return [...new Set(pods)].flatMap((from) =>
        connect({ service, port: found }, { from, neededBy: virtual, path }, platform),
      );
    });
  });
}

/** Where a VirtualService sends requests. */
export interface Destination {
  readonly host: string;
  readonly port: number | undefined;
  readonly path: Path;
}

/** The destinations of a VirtualService, of all its protocols. */
export function destinationsOf({ object }: PlacedObject): readonly Destination[] {
  return ['http', 'tls', 'tcp'].flatMap((protocol) =>
    records(at(object, 'spec', protocol)).flatMap((entry, i) =>
      records(entry.route).map((route, j) => {
        const port = at(route, 'destination', 'port', 'number');
        return {
          host: text(at(route, 'destination', 'host')),
          port: typeof port === 'number' ? port : undefined,
          path: ['spec', protocol, i, 'route', j, 'destination'],
        };
      }),
    ),
  );
}

function onlyPort({ object }: PlacedObject): KubernetesObject | undefined {
  const ports = records(at(object, 'spec', 'ports'));
  return ports.length === 1 ? ports[0] : undefined;
}

/** The API server calls webhooks, and it is no pod. */
function webhooks(platform: Platform): readonly NeededConnection[] {
  const configurations = ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'];
  return configurations
    .flatMap((kind) => platform.ofKind(`admissionregistration.k8s.io/${kind}`))
    .flatMap((neededBy) =>
      records(neededBy.object.webhooks).flatMap((webhook, index) => {
        const { name, namespace, port = 443 } = record(at(webhook, 'clientConfig', 'service'));
        const service = platform.byKey.get(`/Service/${text(namespace)}/${text(name)}`)?.[0];
        const found = service && typeof port === 'number' ? servicePort(service, port) : undefined;
        if (service === undefined || found === undefined) return [];
        const path = ['webhooks', index, 'clientConfig', 'service'];
        return connect({ service, port: found }, { from: 'outside', neededBy, path }, platform);
      }),
    );
}

const ADDRESS = /\b([a-z0-9-]{1,63})\.([a-z0-9-]{1,63})\.svc(?:\.cluster\.local)?\.?(?::(\d+))?/g;

/** Services whose address stands in the environment or the arguments of pods. */
function addresses(platform: Platform): readonly NeededConnection[] {
  return platform.workloads.flatMap((from) =>
    containersOf(from).flatMap(({ container, path }) =>
      ['env', 'args', 'command'].flatMap((field) =>
        addressesIn(container[field], { from, neededBy: from.owner, path: [...path, field] }, platform),
      ),
    ),
  );
}

function addressesIn(value: unknown, place: Target, platform: Platform): readonly NeededConnection[] {
  const found: NeededConnection[] = [];
  eachText(value, (content, below) => {
    for (const [, name = '', namespace = '', port] of content.matchAll(ADDRESS)) {
      const service = platform.byKey.get(`/Service/${namespace}/${name}`)?.[0];
      const called = service && (port === undefined ? onlyPort(service) : servicePort(service, Number(port)));
      if (service === undefined || called === undefined) continue;
      const target = { ...place, path: [...place.path, ...below] };
      const all = connect({ service, port: called }, target, platform);
      // A program that is told its own name does not call itself
      found.push(...all.filter(({ to }) => to !== place.from));
    }
  });
  return found;
}
