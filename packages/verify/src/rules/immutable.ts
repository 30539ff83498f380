import type { Facts } from '../facts.ts';
import { keyOf } from '../placed-object.ts';
import { indexPlatform } from '../platform.ts';
import { at, formatPath, isRecord, type KubernetesObject, type Path } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/**
 * Fields that the API server does not let anybody change.
 *
 * @see https://github.com/kubernetes/kubernetes/tree/master/pkg/apis the validation of updates of each kind
 */
const IMMUTABLE: Readonly<Record<string, readonly Path[]>> = {
  'apps/Deployment': [['spec', 'selector']],
  'apps/DaemonSet': [['spec', 'selector']],
  'apps/ReplicaSet': [['spec', 'selector']],
  'apps/StatefulSet': [
    ['spec', 'selector'],
    ['spec', 'serviceName'],
    ['spec', 'podManagementPolicy'],
    ['spec', 'volumeClaimTemplates'],
  ],
  'batch/Job': [
    ['spec', 'selector'],
    ['spec', 'template'],
    ['spec', 'completionMode'],
  ],
  '/Service': [['spec', 'loadBalancerClass']],
  '/PersistentVolumeClaim': [
    ['spec', 'accessModes'],
    ['spec', 'storageClassName'],
    ['spec', 'volumeMode'],
    ['spec', 'volumeName'],
  ],
  '/Secret': [['type']],
  'rbac.authorization.k8s.io/RoleBinding': [['roleRef']],
  'rbac.authorization.k8s.io/ClusterRoleBinding': [['roleRef']],
  'storage.k8s.io/StorageClass': [['provisioner'], ['parameters'], ['reclaimPolicy'], ['volumeBindingMode']],
  'scheduling.k8s.io/PriorityClass': [['value'], ['preemptionPolicy']],
  'networking.k8s.io/IngressClass': [['spec', 'controller']],
  'apiextensions.k8s.io/CustomResourceDefinition': [
    ['spec', 'group'],
    ['spec', 'scope'],
    ['spec', 'names', 'plural'],
    ['spec', 'names', 'kind'],
  ],
};

function changed(facts: Facts): readonly Found<'field'>[] {
  const before = indexPlatform({ components: facts.input.previous ?? [] });
  return facts.objects.flatMap((object) => {
    const [old] = before.byKey.get(keyOf(object)) ?? [];
    if (old === undefined) return [];
    return frozenFields(object.object, `${object.group}/${object.kind}`)
      .filter((path) => !isEqual(at(old.object, ...path), at(object.object, ...path)))
      .map((path) => ({ object, path, args: { field: formatPath(path) } }));
  });
}

/** The fields of the table, and the data of what declares itself immutable. */
function frozenFields(object: KubernetesObject, groupKind: string): readonly Path[] {
  const fields = IMMUTABLE[groupKind] ?? [];
  return object.immutable === true ? [...fields, ['data'], ['binaryData'], ['stringData']] : fields;
}

/** Whether two values are the same; the order of keys does not matter. */
function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => isEqual(item, b[index]));
  if (!isRecord(a) || !isRecord(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => isEqual(a[key], b[key]));
}

export const immutableRules: readonly Rule[] = [
  rule({
    id: 'IMMUTABLE_FIELD',
    severity: 'error',
    needs: ['previous'],
    summary: 'No field changes that Kubernetes does not let anybody change',
    message: '{object}: {field} changes, which the API server refuses',
    hint: 'Keep the old value, give the object a new name, or plan to delete and create it anew.',
    explanation:
      'The sync fails at this object, and with it the whole Application. Only objects that were there before are compared.',
    check: changed,
  }),
];
