import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { at, isRecord, type KubernetesObject, records, text } from './reading.ts';
import { matchesSelector, portNumber, type Workload } from './workload.ts';

/** The Service that a host name inside the cluster means: `name`, `name.namespace`, `name.namespace.svc...`. */
export function serviceOfHost(
  host: string,
  namespace: string,
  { byKey }: Pick<Platform, 'byKey'>,
): PlacedObject | undefined {
  const [name = '', second = namespace, third = 'svc'] = host.split('.');
  if (third !== 'svc') return undefined;
  return byKey.get(`/Service/${second}/${name}`)?.[0];
}

/** The workloads whose pods a Service selects; none where it selects nothing by itself. */
export function workloadsOf(
  { object, namespace }: PlacedObject,
  { workloads }: Platform,
): readonly Workload[] {
  const selector = at(object, 'spec', 'selector');
  if (!isRecord(selector) || Object.keys(selector).length === 0) return [];
  const { [POD_NAME]: pod, ...shared } = selector;
  return workloads.filter(
    ({ owner, labels }) =>
      owner.namespace === namespace &&
      matchesSelector(labels, { matchLabels: shared }) &&
      (pod === undefined || (owner.kind === 'StatefulSet' && text(pod).startsWith(`${owner.name}-`))),
  );
}

/** The label by which a Service selects one pod of a StatefulSet. */
const POD_NAME = 'statefulset.kubernetes.io/pod-name';

/** The port of a Service by number or name. */
export function servicePort({ object }: PlacedObject, port: number | string): KubernetesObject | undefined {
  return records(at(object, 'spec', 'ports')).find((one) => one.port === port || one.name === port);
}

/** The port of the pods behind a port of a Service, where it can be told. */
export function podPort(port: KubernetesObject, workload: Workload): number | undefined {
  return portNumber(port.targetPort ?? port.port, workload);
}
