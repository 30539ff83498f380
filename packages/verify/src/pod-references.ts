import { at, type KubernetesObject, list, type Path, records, text } from './reading.ts';
import type { Reference, ReferredKind } from './reference.ts';
import { type Container, containersOf, type Workload } from './workload.ts';

/** What the pods of a workload name. */
export function podReferences(workload: Workload): readonly Reference[] {
  const { owner, pod, path } = workload;
  const make = maker(workload);
  const accountField = pod.serviceAccountName === undefined ? 'serviceAccount' : 'serviceAccountName';
  return [
    ...containersOf(workload).flatMap((container) => containerReferences(container, make)),
    ...records(pod.volumes).flatMap((volume, index) =>
      volumeReferences(volume, [...path, 'volumes', index], make),
    ),
    // The kubelet goes on without a pull secret that is missing
    ...records(pod.imagePullSecrets).flatMap(({ name }, index) =>
      make('Secret', name, { path: [...path, 'imagePullSecrets', index, 'name'], isOptional: true }),
    ),
    ...make('ServiceAccount', pod[accountField], { path: [...path, accountField] }),
    ...make('PriorityClass', pod.priorityClassName, { path: [...path, 'priorityClassName'] }),
    ...(owner.kind === 'StatefulSet' ? claimTemplates(owner.object, make) : []),
  ];
}

interface Place {
  readonly path: Path;
  readonly key?: unknown;
  readonly isOptional?: boolean;
}

type Make = (kind: ReferredKind, name: unknown, place: Place) => readonly Reference[];

function maker({ owner }: Workload): Make {
  return (kind, name, { path, key, isOptional = false }) => {
    if (typeof name !== 'string' || name === '') return [];
    const namespace = kind === 'StorageClass' || kind === 'PriorityClass' ? '' : owner.namespace;
    const reference = { from: owner, path, kind, namespace, name, isOptional };
    return [typeof key === 'string' ? { ...reference, key } : reference];
  };
}

function containerReferences({ container, path }: Container, make: Make): readonly Reference[] {
  const variables = records(container.env).flatMap((variable, index) => {
    const from = [...path, 'env', index, 'valueFrom'];
    return [
      ...keyReference('Secret', { within: variable, path: [...from, 'secretKeyRef'] }, make),
      ...keyReference('ConfigMap', { within: variable, path: [...from, 'configMapKeyRef'] }, make),
    ];
  });
  const sources = records(container.envFrom).flatMap((source, index) => {
    const whole = (kind: ReferredKind, field: string) =>
      make(kind, at(source, field, 'name'), {
        path: [...path, 'envFrom', index, field, 'name'],
        isOptional: at(source, field, 'optional') === true,
      });
    return [...whole('Secret', 'secretRef'), ...whole('ConfigMap', 'configMapRef')];
  });
  return [...variables, ...sources];
}

/** What holds a reference, and where in the object that is. */
interface Holder {
  readonly within: unknown;
  readonly path: Path;
}

function keyReference(
  kind: 'Secret' | 'ConfigMap',
  { within, path }: Holder,
  make: Make,
): readonly Reference[] {
  const field = path.slice(-2);
  return make(kind, at(within, ...field, 'name'), {
    path,
    key: at(within, ...field, 'key'),
    isOptional: at(within, ...field, 'optional') === true,
  });
}

function volumeReferences(volume: KubernetesObject, path: Path, make: Make): readonly Reference[] {
  const bothKinds = (within: unknown, place: Path) => [
    ...mounted('Secret', { within: at(within, 'secret'), path: [...place, 'secret'] }, make),
    ...mounted('ConfigMap', { within: at(within, 'configMap'), path: [...place, 'configMap'] }, make),
  ];
  const projected = records(at(volume, 'projected', 'sources')).flatMap((source, index) =>
    bothKinds(source, [...path, 'projected', 'sources', index]),
  );
  return [
    ...bothKinds(volume, path),
    ...projected,
    ...make('PersistentVolumeClaim', at(volume, 'persistentVolumeClaim', 'claimName'), {
      path: [...path, 'persistentVolumeClaim', 'claimName'],
    }),
    ...make('StorageClass', at(volume, 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'), {
      path: [...path, 'ephemeral', 'volumeClaimTemplate', 'spec', 'storageClassName'],
    }),
    ...make('Secret', at(volume, 'csi', 'nodePublishSecretRef', 'name'), {
      path: [...path, 'csi', 'nodePublishSecretRef', 'name'],
    }),
  ];
}

/** A volume of a Secret or ConfigMap: as a whole, or the keys that it lists. */
function mounted(kind: 'Secret' | 'ConfigMap', { within, path }: Holder, make: Make): readonly Reference[] {
  const name = text(at(within, 'secretName')) || text(at(within, 'name'));
  const isOptional = at(within, 'optional') === true;
  const keys = list(at(within, 'items'));
  if (keys.length === 0) return make(kind, name, { path, isOptional });
  return keys.flatMap((item, index) =>
    make(kind, name, { path: [...path, 'items', index], key: at(item, 'key'), isOptional }),
  );
}

function claimTemplates(object: KubernetesObject, make: Make): readonly Reference[] {
  return records(at(object, 'spec', 'volumeClaimTemplates')).flatMap((template, index) =>
    make('StorageClass', at(template, 'spec', 'storageClassName'), {
      path: ['spec', 'volumeClaimTemplates', index, 'spec', 'storageClassName'],
    }),
  );
}
