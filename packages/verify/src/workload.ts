import type { PlacedObject } from './placed-object.ts';
import { at, isRecord, type KubernetesObject, labels, type Path, record, records, text } from './reading.ts';

/** Something that runs pods: their template, and where it stands. */
export interface Workload {
  readonly owner: PlacedObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly pod: KubernetesObject;
  /** Where the pod's spec stands in the object. */
  readonly path: Path;
  readonly serviceAccount: string;
}

/** One container of a workload. */
export interface Container {
  readonly container: KubernetesObject;
  readonly path: Path;
}

/** Where Kubernetes' own kinds keep the template of their pods. */
const TEMPLATES: Readonly<Record<string, Path>> = {
  'apps/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  '/ReplicationController': ['spec', 'template'],
  '/Pod': [],
};

/** The pods that an object runs, if it runs any. */
export function workloadOf(owner: PlacedObject): Workload | undefined {
  const path = TEMPLATES[`${owner.group}/${owner.kind}`];
  if (path === undefined) return undefined;
  const template = at(owner.object, ...path);
  const pod = at(template, 'spec');
  if (!isRecord(pod)) return undefined;
  return {
    owner,
    labels: withCanonicalName(labels(at(template, 'metadata', 'labels')), owner.name),
    annotations: labels(at(template, 'metadata', 'annotations')),
    pod,
    path: [...path, 'spec'],
    serviceAccount: text(pod.serviceAccountName) || text(pod.serviceAccount) || 'default',
  };
}

/**
 * Istio's sidecar injector puts its name for a workload on the pods, and policies select by it.
 *
 * @see https://istio.io/latest/docs/reference/config/labels/
 */
function withCanonicalName(own: Readonly<Record<string, string>>, name: string) {
  const canonical = own['app.kubernetes.io/name'] ?? own.app ?? name;
  return { 'service.istio.io/canonical-name': canonical, ...own };
}

/** All containers of a workload, those that run first included. */
export function containersOf({ pod, path }: Workload): readonly Container[] {
  return ['initContainers', 'containers'].flatMap((field) =>
    records(pod[field]).map((container, index) => ({ container, path: [...path, field, index] })),
  );
}

/** The number of a container port by its name, or the number itself. */
export function portNumber(port: unknown, workload: Workload): number | undefined {
  if (typeof port === 'number') return port;
  const named = containersOf(workload)
    .flatMap(({ container }) => records(container.ports))
    .find(({ name }) => name === port);
  const number = record(named).containerPort;
  return typeof number === 'number' ? number : undefined;
}

/** Whether labels match a selector: a plain mapping, or `matchLabels` and `matchExpressions`. */
export function matchesSelector(own: Readonly<Record<string, string>>, selector: unknown): boolean {
  const { matchLabels, matchExpressions } = record(selector);
  return (
    Object.entries(record(matchLabels)).every(([key, value]) => own[key] === value) &&
    records(matchExpressions).every((expression) => matchesExpression(own, expression))
  );
}

function matchesExpression(own: Readonly<Record<string, string>>, expression: KubernetesObject): boolean {
  const key = text(expression.key);
  const values = Array.isArray(expression.values) ? expression.values : [];
  const value = Object.hasOwn(own, key) ? own[key] : undefined;
  if (expression.operator === 'In') return value !== undefined && values.includes(value);
  if (expression.operator === 'NotIn') return value === undefined || !values.includes(value);
  if (expression.operator === 'Exists') return value !== undefined;
  return expression.operator === 'DoesNotExist' ? value === undefined : true;
}
