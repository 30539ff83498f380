import * as v from 'valibot';
import { having, labels, metadata, nameOf, texts } from './map-objects.ts';
import type { MapObjects } from './map-of.ts';
import type { MapPolicy } from './platform-map.ts';

const routeSchema = v.object({
  kind: v.literal('VirtualService'),
  metadata,
  spec: v.object({
    hosts: texts,
    gateways: texts,
    http: v.optional(
      v.array(
        v.object({
          route: v.optional(v.array(v.object({ destination: v.object({ host: v.string() }) })), []),
        }),
      ),
      [],
    ),
  }),
});
const serviceSchema = v.object({
  kind: v.literal('Service'),
  metadata,
  spec: v.object({ selector: labels }),
});
const workloadSchema = v.object({
  kind: v.picklist(['Deployment', 'StatefulSet', 'DaemonSet']),
  metadata,
  spec: v.object({ template: v.object({ metadata: v.object({ labels }) }) }),
});

/** A VirtualService at a gateway, and the policies of the pods that it leads to. */
export interface GatewayRoute {
  /** `namespace/name`. */
  readonly name: string;
  readonly policies: readonly string[];
  /** Whether a host of a gateway, given as `namespace/name`, is one of its own. */
  readonly serves: (host: string, gateway: string) => boolean;
}

type Pods = readonly { readonly namespace: string; readonly labels: readonly string[] }[];

/** The routes of the mesh. Pods are known where everything was built; else only the policy that is named as the route is. */
export function gatewayRoutes(
  objects: readonly MapObjects[],
  policies: readonly MapPolicy[],
): readonly GatewayRoute[] {
  const services = having(serviceSchema, objects).map(({ object }) => object);
  const workloads = having(workloadSchema, objects).map(({ object }) => ({
    namespace: object.metadata.namespace,
    labels: pairsOf(object.spec.template.metadata.labels),
  }));
  return having(routeSchema, objects).map(({ object: { metadata: meta, spec } }) => {
    const name = nameOf(meta);
    const targets = spec.http.flatMap(({ route }) => route.map(({ destination }) => destination.host));
    const pods = targets.flatMap((target) => {
      const [service = '', namespace = meta.namespace] = target.split('.');
      return services
        .filter((one) => one.metadata.name === service && one.metadata.namespace === namespace)
        .flatMap((one) => podsOf(pairsOf(one.spec.selector), namespace, workloads));
    });
    const gateways = spec.gateways.map((one) =>
      one.includes('/') ? one : nameOf({ namespace: meta.namespace, name: one }),
    );
    return {
      name,
      policies: policies.filter((one) => one.name === name || selectsAny(one, pods)).map((one) => one.name),
      serves: (host, gateway) => gateways.includes(gateway) && spec.hosts.some((own) => covers(own, host)),
    };
  });
}

const pairsOf = (all: Readonly<Record<string, string>>) =>
  Object.entries(all).map(([key, value]) => `${key}=${value}`);

function podsOf(selector: readonly string[], namespace: string, workloads: Pods): Pods {
  return workloads.filter(
    (workload) =>
      selector.length > 0 &&
      workload.namespace === namespace &&
      selector.every((pair) => workload.labels.includes(pair)),
  );
}

function selectsAny({ name, selects }: MapPolicy, pods: Pods): boolean {
  const [namespace] = name.split('/');
  return pods.some(
    (pod) => pod.namespace === namespace && selects.every((pair) => pod.labels.includes(pair)),
  );
}

/** `*` is every host of the gateway, `*.example.com` those below a domain. */
function covers(own: string, host: string): boolean {
  return own === host || (own.startsWith('*') && host.endsWith(own.slice(1)));
}
