/** A built platform like the real one, always the same: about 900 objects of 18 MB, most of it in the definitions of kinds. */
const DEFINITIONS = 82;
const NAMESPACES = 68;
const FIELDS = 700;

/** Its components, as `@kfdist/verify` takes them. */
export function builtPlatform() {
  const kinds = Array.from({ length: DEFINITIONS }, (_, i) => definition(i));
  const namespaces = Array.from({ length: NAMESPACES }, (_, i) => namespaceObject(i));
  const workloads = Array.from({ length: NAMESPACES }, (_, i) => ({
    name: `app-${i}`,
    wave: 2,
    objects: application(i),
  }));
  return [
    { name: 'namespaces', wave: 0, objects: namespaces },
    { name: 'kinds', wave: 1, objects: kinds },
    ...workloads,
  ];
}

const namespaceObject = (i) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: `space-${i}`, labels: { 'istio-injection': 'enabled' } },
});

function definition(i) {
  const properties = Object.fromEntries(
    Array.from({ length: FIELDS }, (_, n) => [
      `field${n}`,
      {
        description:
          `What the field ${n} of the kind ${i} is for, in a sentence as long as they are there. `.repeat(2),
        type: 'string',
      },
    ]),
  );
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `things${i}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { kind: `Thing${i}`, plural: `things${i}` },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: {
            openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', properties } } },
          },
        },
      ],
    },
  };
}

function application(i) {
  const namespace = `space-${i}`;
  const metadata = { name: 'app', namespace };
  const labels = { app: 'app' };
  const container = {
    name: 'app',
    image: `ghcr.io/example/app-${i}:1.0.0`,
    ports: [{ name: 'http', containerPort: 8080 }],
    env: Array.from({ length: 20 }, (_, n) => ({
      name: `SETTING_${n}`,
      valueFrom: { configMapKeyRef: { name: 'app', key: `key${n}` } },
    })),
  };
  const data = Object.fromEntries(
    Array.from({ length: 20 }, (_, n) => [`key${n}`, 'some text\n'.repeat(40)]),
  );
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata, data },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { serviceAccountName: 'app', containers: [container] } },
      },
    },
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata,
      spec: { selector: labels, ports: [{ port: 80, targetPort: 'http' }] },
    },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata,
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      },
    },
    {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata,
      spec: { minAvailable: 1, selector: { matchLabels: labels } },
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'Role',
      metadata,
      rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata,
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'app' },
      subjects: [{ kind: 'ServiceAccount', name: 'app', namespace }],
    },
    ...Array.from({ length: 3 }, (_, n) => ({
      apiVersion: 'example.com/v1',
      kind: `Thing${(i * 3 + n) % DEFINITIONS}`,
      metadata: { name: `thing-${n}`, namespace },
      spec: { field1: 'a', field2: 'b' },
    })),
  ];
}
