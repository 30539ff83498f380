import type { PlacedObject } from './placed-object.ts';
import type { Platform } from './platform.ts';
import { podReferences } from './pod-references.ts';
import { at, labels, type Path, record, records, text } from './reading.ts';
import { REFERRED, type Reference, type ReferredKind } from './reference.ts';
import { matchesSelector } from './workload.ts';

/** Everything that objects name, whether it is there or not. */
export function referencesIn(platform: Platform): readonly Reference[] {
  const pods = platform.workloads.flatMap(podReferences);
  const others = platform.objects.flatMap((object) => {
    const read = READERS[`${object.group}/${object.kind}`];
    return read === undefined ? [] : read(object, platform);
  });
  return [...pods, ...others];
}

type Reader = (object: PlacedObject, platform: Platform) => readonly Reference[];

interface Named {
  readonly kind: ReferredKind;
  readonly name: unknown;
  readonly path: Path;
  /** @default the namespace of the object */
  readonly namespace?: unknown;
  readonly key?: unknown;
}

const CLUSTER_WIDE: ReadonlySet<ReferredKind> = new Set([
  'StorageClass',
  'PriorityClass',
  'IngressClass',
  'ClusterRole',
  'ClusterIssuer',
  'ClusterSecretStore',
]);

function refer(from: PlacedObject, { kind, name, path, namespace, key }: Named): readonly Reference[] {
  if (typeof name !== 'string' || name === '') return [];
  const where = CLUSTER_WIDE.has(kind) ? '' : text(namespace) || from.namespace;
  const reference = { from, path, kind, namespace: where, name, isOptional: false };
  return [typeof key === 'string' ? { ...reference, key } : reference];
}

/** A field that holds the name of a namespaced or cluster-wide object. */
const field =
  (kind: ReferredKind, ...path: Path): Reader =>
  (from) =>
    refer(from, { kind, name: at(from.object, ...path), path });

const several =
  (...readers: readonly Reader[]): Reader =>
  (object, platform) =>
    readers.flatMap((read) => read(object, platform));

/** A mapping `{ name, namespace }` that names a Service. */
const service =
  (...path: Path): Reader =>
  (from) =>
    refer(from, {
      kind: 'Service',
      name: at(from.object, ...path, 'name'),
      namespace: at(from.object, ...path, 'namespace'),
      path,
    });

const webhooks: Reader = (from, platform) =>
  records(from.object.webhooks).flatMap((_, index) =>
    service('webhooks', index, 'clientConfig', 'service')(from, platform),
  );

const binding: Reader = (from) => {
  const roleRef = at(from.object, 'roleRef');
  const kind = at(roleRef, 'kind') === 'Role' ? 'Role' : 'ClusterRole';
  const role = refer(from, { kind, name: at(roleRef, 'name'), path: ['roleRef', 'name'] });
  const accounts = records(from.object.subjects).flatMap((subject, index) =>
    subject.kind === 'ServiceAccount'
      ? refer(from, {
          kind: 'ServiceAccount',
          name: subject.name,
          namespace: subject.namespace,
          path: ['subjects', index, 'name'],
        })
      : [],
  );
  return [...role, ...accounts];
};

const ingress: Reader = (from) => {
  const spec = at(from.object, 'spec');
  const backends = records(at(spec, 'rules')).flatMap((rule, i) =>
    records(at(rule, 'http', 'paths')).flatMap((entry, j) =>
      refer(from, {
        kind: 'Service',
        name: at(entry, 'backend', 'service', 'name'),
        path: ['spec', 'rules', i, 'http', 'paths', j, 'backend', 'service', 'name'],
      }),
    ),
  );
  const certificates = records(at(spec, 'tls')).flatMap(({ secretName }, i) =>
    refer(from, { kind: 'Secret', name: secretName, path: ['spec', 'tls', i, 'secretName'] }),
  );
  return [...backends, ...certificates];
};

/** The certificates of an Istio Gateway lie where its pods run. */
const gateway: Reader = (from, platform) => {
  const selector = labels(at(from.object, 'spec', 'selector'));
  const pods = platform.workloads.filter((workload) =>
    matchesSelector(workload.labels, { matchLabels: selector }),
  );
  const namespaces = [...new Set(pods.map(({ owner }) => owner.namespace))];
  return records(at(from.object, 'spec', 'servers')).flatMap((server, index) =>
    namespaces.flatMap((namespace) =>
      refer(from, {
        kind: 'Secret',
        name: at(server, 'tls', 'credentialName'),
        namespace,
        path: ['spec', 'servers', index, 'tls', 'credentialName'],
      }),
    ),
  );
};

/** A mapping `{ kind, name }` that names one of a namespaced and a cluster-wide kind. */
const oneOf =
  (namespaced: ReferredKind, clusterWide: ReferredKind, ...path: Path): Reader =>
  (from) => {
    const { kind, group, name } = record(at(from.object, ...path));
    if (typeof group === 'string' && group !== REFERRED[namespaced]) return [];
    return refer(from, { kind: kind === clusterWide ? clusterWide : namespaced, name, path });
  };

/** What objects of each kind name, by `group/kind`. */
const READERS: Readonly<Record<string, Reader>> = {
  '/PersistentVolumeClaim': field('StorageClass', 'spec', 'storageClassName'),
  '/PersistentVolume': field('StorageClass', 'spec', 'storageClassName'),
  'rbac.authorization.k8s.io/RoleBinding': binding,
  'rbac.authorization.k8s.io/ClusterRoleBinding': binding,
  'networking.k8s.io/Ingress': several(field('IngressClass', 'spec', 'ingressClassName'), ingress),
  'admissionregistration.k8s.io/MutatingWebhookConfiguration': webhooks,
  'admissionregistration.k8s.io/ValidatingWebhookConfiguration': webhooks,
  'apiregistration.k8s.io/APIService': service('spec', 'service'),
  'apiextensions.k8s.io/CustomResourceDefinition': service(
    'spec',
    'conversion',
    'webhook',
    'clientConfig',
    'service',
  ),
  'networking.istio.io/Gateway': gateway,
  'cert-manager.io/Certificate': oneOf('Issuer', 'ClusterIssuer', 'spec', 'issuerRef'),
  'external-secrets.io/ExternalSecret': oneOf('SecretStore', 'ClusterSecretStore', 'spec', 'secretStoreRef'),
};
