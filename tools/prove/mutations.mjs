import { API_MUTATIONS } from './api-mutations.mjs';
import { containers, is } from './pick.mjs';
import { REFERENCE_MUTATIONS } from './reference-mutations.mjs';

const variable = (object, field) =>
  containers(object)
    .flatMap(({ env }) => env ?? [])
    .find(({ valueFrom }) => valueFrom?.[field] !== undefined && valueFrom[field].optional !== true)
    ?.valueFrom[field];

const external = (objects, name, namespace) =>
  objects
    .map(({ object }) => object)
    .find(
      ({ kind, metadata, spec }) =>
        kind === 'ExternalSecret' && metadata.namespace === namespace && spec.target?.name === name,
    );

/**
 * Ways to break any platform: `pick` says which object, `change` breaks it and returns the object that has to be found, if that is
 * another one; `also` names the rules that find what follows from it, and `isMany` says that the rule itself finds more objects.
 */
export const MUTATIONS = [
  ...API_MUTATIONS,
  ...REFERENCE_MUTATIONS,
  {
    rule: 'ACCOUNT_WITHOUT_ROLE',
    breaks: 'a ServiceAccount with a role is renamed',
    also: ['MISSING_SERVICE_ACCOUNT', 'ROLE_WITHOUT_ACCOUNT'],
    pick: is('ServiceAccount', ({ metadata }) => metadata.annotations?.['eks.amazonaws.com/role-arn']),
    change: ({ metadata }) => {
      metadata.name = `${metadata.name}-renamed`;
    },
  },
  {
    rule: 'ROLE_WITHOUT_ACCOUNT',
    breaks: 'a ServiceAccount loses its role',
    pick: is('ServiceAccount', ({ metadata }) => metadata.annotations?.['eks.amazonaws.com/role-arn']),
    change: ({ metadata }) => void delete metadata.annotations,
  },
  {
    rule: 'MISSING_SECRET',
    breaks: 'a pod reads a Secret of another name',
    pick: is('Deployment', (object) => variable(object, 'secretKeyRef')),
    change: (object) => {
      variable(object, 'secretKeyRef').name = 'renamed';
    },
  },
  {
    rule: 'MISSING_SECRET_KEY',
    breaks: 'an ExternalSecret loses its keys',
    pick: is('Deployment', (object, { objects }) => {
      const key = variable(object, 'secretKeyRef');
      return key !== undefined && external(objects, key.name, object.metadata.namespace) !== undefined;
    }),
    change: (object, { objects }) => {
      const { spec } = external(objects, variable(object, 'secretKeyRef').name, object.metadata.namespace);
      spec.data = [];
      delete spec.dataFrom;
      if (spec.target.template !== undefined) spec.target.template.data = { other: '' };
    },
  },
  {
    rule: 'MISSING_CONFIG_MAP',
    breaks: 'a pod reads a ConfigMap of another name',
    pick: is('Deployment', (object) => variable(object, 'configMapKeyRef')),
    change: (object) => {
      variable(object, 'configMapKeyRef').name = 'renamed';
    },
  },
  {
    rule: 'MISSING_CONFIG_MAP_KEY',
    breaks: 'a pod reads another key',
    pick: is('Deployment', (object) => variable(object, 'configMapKeyRef')),
    change: (object) => {
      variable(object, 'configMapKeyRef').key = 'renamed';
    },
  },
  {
    rule: 'MISSING_SERVICE_ACCOUNT',
    breaks: 'pods run as another ServiceAccount',
    pick: is('Deployment', ({ spec }) => spec.template.spec.serviceAccountName),
    change: ({ spec }) => {
      spec.template.spec.serviceAccountName = 'renamed';
    },
  },
  {
    rule: 'MISSING_PRIORITY_CLASS',
    breaks: 'pods have another priority',
    pick: is('Deployment'),
    change: ({ spec }) => {
      spec.template.spec.priorityClassName = 'renamed';
    },
  },
  {
    rule: 'MISSING_SERVICE',
    breaks: 'the Service of a webhook is renamed',
    pick: is('ValidatingWebhookConfiguration', ({ webhooks }) => webhooks[0]?.clientConfig?.service),
    change: ({ webhooks }) => {
      webhooks[0].clientConfig.service.name = 'renamed';
    },
  },
  {
    rule: 'MISSING_RBAC_ROLE',
    breaks: 'a binding names another role',
    pick: is('RoleBinding', ({ roleRef }) => roleRef.kind === 'Role'),
    change: ({ roleRef }) => {
      roleRef.name = 'renamed';
    },
  },
  {
    rule: 'MISSING_ISSUER_OR_STORE',
    breaks: 'an ExternalSecret names another store',
    pick: is('ExternalSecret'),
    change: ({ spec }) => {
      spec.secretStoreRef.name = 'renamed';
    },
  },
  {
    rule: 'LATE_KIND',
    breaks: 'a component comes with the definitions of its kinds',
    isMany: true,
    pick: is('VirtualService'),
    change: (_object, { component, input }) => {
      component.wave = input.components.find(({ name }) => name === 'istio-crds').wave;
    },
  },
  {
    rule: 'MISSING_NAMESPACE',
    breaks: 'a namespace is renamed',
    isMany: true,
    pick: is('Namespace', ({ metadata }) => metadata.name === 'kubeflow'),
    change: (object, { objects }) => {
      object.metadata.name = 'renamed';
      return objects.find(
        (one) => one.object.kind === 'Deployment' && one.object.metadata.namespace === 'kubeflow',
      ).object;
    },
  },
  {
    rule: 'LATE_NAMESPACE',
    breaks: 'a component comes with the namespaces',
    isMany: true,
    also: ['LATE_KIND'],
    pick: is('Deployment', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: (_object, { component }) => {
      component.wave = 0;
    },
  },
  {
    rule: 'LATE_SECRET',
    breaks: 'Secrets come with what reads them',
    pick: is('Deployment', (object, { objects }) => {
      const key = variable(object, 'secretKeyRef');
      return key !== undefined && external(objects, key.name, object.metadata.namespace) !== undefined;
    }),
    change: (object, { component, objects }) => {
      const secret = external(objects, variable(object, 'secretKeyRef').name, object.metadata.namespace);
      objects.find((one) => one.object === secret).component.wave = component.wave;
    },
  },
  {
    rule: 'INVALID_FIELD',
    breaks: 'a number becomes a text',
    pick: is('Deployment'),
    change: ({ spec }) => {
      spec.replicas = 'two';
    },
  },
  {
    rule: 'UNKNOWN_FIELD',
    breaks: 'a field of a custom kind is misspelt',
    pick: is('VirtualService'),
    change: ({ spec }) => {
      spec.host = ['*'];
    },
  },
  {
    rule: 'REMOVED_API',
    breaks: 'a budget has a version that is gone',
    pick: is('PodDisruptionBudget'),
    change: (object) => {
      object.apiVersion = 'policy/v1beta1';
    },
  },
  {
    rule: 'DUPLICATE_OBJECT',
    breaks: 'two components bring one ClusterRole',
    pick: is('ClusterRole'),
    change: (object, { input }) => void input.components.at(-2).objects.push(object),
  },
  {
    rule: 'UNPINNED_IMAGE',
    breaks: 'an image is the latest',
    pick: is('Deployment'),
    change: (object) => {
      containers(object)[0].image = 'ghcr.io/example/image:latest';
    },
  },
  {
    rule: 'MISSING_GATEWAY',
    breaks: 'a VirtualService names another Gateway',
    pick: is('VirtualService'),
    change: ({ spec }) => {
      spec.gateways = ['kubeflow/renamed'];
    },
  },
  {
    rule: 'GATEWAY_WITHOUT_PODS',
    breaks: 'a Gateway selects other pods',
    pick: is('Gateway'),
    change: ({ spec }) => {
      spec.selector = { istio: 'renamed' };
    },
  },
  {
    rule: 'ROUTE_TO_NOTHING',
    breaks: 'a route names another Service',
    pick: is('VirtualService', ({ spec }) => spec.http?.[0]?.route),
    change: ({ spec }) => {
      spec.http[0].route[0].destination.host = 'renamed.kubeflow.svc.cluster.local';
    },
  },
  {
    rule: 'HOST_WITHOUT_LOGIN',
    breaks: 'login is no longer asked for',
    isMany: true,
    pick: is('VirtualService', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: (_object, { objects }) => {
      for (const { object } of objects)
        if (object.kind === 'AuthorizationPolicy' && object.spec.action === 'CUSTOM')
          object.spec.action = 'AUDIT';
    },
  },
  {
    rule: 'SERVICE_WITHOUT_PODS',
    breaks: 'a Service selects other pods',
    pick: is('Service', ({ spec }) => spec.selector),
    change: ({ spec }) => {
      spec.selector = { app: 'renamed' };
    },
  },
  {
    rule: 'SELECTOR_MISMATCH',
    breaks: 'a Deployment selects other pods',
    pick: is('Deployment'),
    change: ({ spec }) => {
      spec.selector = { matchLabels: { app: 'renamed' } };
    },
  },
  {
    rule: 'SELECTOR_MATCHES_NOTHING',
    breaks: 'a budget selects other pods',
    pick: is('PodDisruptionBudget'),
    change: ({ spec }) => {
      spec.selector = { matchLabels: { app: 'renamed' } };
    },
  },
  {
    rule: 'CUT_BY_NETWORK_POLICY',
    breaks: 'the load balancer is no longer let in',
    isMany: true,
    pick: is('Service', ({ spec }) => spec.type === 'LoadBalancer'),
    change: ({ metadata }, { objects }) => {
      for (const { object } of objects)
        if (object.kind === 'NetworkPolicy' && object.metadata.namespace === metadata.namespace)
          object.spec.ingress = [];
    },
  },
  {
    rule: 'CUT_BY_AUTHORIZATION_POLICY',
    breaks: 'the gateway is no longer let in',
    pick: is('VirtualService', ({ metadata }) => metadata.namespace === 'kubeflow'),
    change: (_object, { objects, component }) => {
      for (const one of objects)
        if (one.object.kind === 'AuthorizationPolicy' && one.component === component)
          one.object.spec.rules = [
            { from: [{ source: { principals: ['cluster.local/ns/other/sa/other'] } }] },
          ];
    },
  },
  {
    rule: 'SECRET_WITH_DATA',
    breaks: 'an empty Secret gets data',
    pick: is('Secret'),
    change: (object) => {
      object.data = { token: 'c29tZXRoaW5n' };
    },
  },
  {
    rule: 'PUBLISHED_CREDENTIAL',
    breaks: 'a password is a default',
    pick: is('Deployment', (object) => containers(object)[0]?.env),
    change: (object) => void containers(object)[0].env.push({ name: 'DB_PASSWORD', value: 'minio123' }),
  },
  {
    rule: 'LEFTOVER_PLACEHOLDER',
    breaks: 'a placeholder is left',
    pick: is('ConfigMap', ({ data }) => data),
    change: ({ data }) => {
      data.left = '<<__domain__>>';
    },
  },
  {
    rule: 'NEEDS_SERVER_SIDE_APPLY',
    breaks: 'large definitions are applied by the client',
    pick: is('CustomResourceDefinition', (object) => JSON.stringify(object).length > 300_000),
    change: (_object, { component }) => {
      component.syncOptions = [];
    },
  },
  {
    rule: 'DROPPED_FIELD',
    breaks: 'a StatefulSet says how many pods may be away',
    pick: is('StatefulSet'),
    change: ({ spec }) => {
      spec.updateStrategy = { rollingUpdate: { maxUnavailable: 1 } };
    },
  },
  {
    rule: 'ALL_POWERFUL_ACCOUNT',
    breaks: 'a binding is for cluster-admin',
    pick: is('ClusterRoleBinding', ({ roleRef }) => roleRef.name !== 'cluster-admin'),
    change: ({ roleRef }) => {
      roleRef.name = 'cluster-admin';
    },
  },
  {
    rule: 'IGNORES_NOTHING',
    breaks: 'an ignored difference has another group',
    pick: is(
      'ValidatingWebhookConfiguration',
      (_object, { component }) => component.ignoreDifferences?.length > 0,
    ),
    change: (_object, { component, objects }) => {
      component.ignoreDifferences = [{ group: 'apps', kind: 'ValidatingWebhookConfiguration' }];
      return objects.find(
        ({ object }) => object.kind === 'Application' && object.metadata.name === component.name,
      ).object;
    },
  },
  {
    rule: 'KIND_OUTSIDE_PROJECT',
    breaks: 'a project allows no kinds of the cluster',
    isMany: true,
    pick: is('AppProject', ({ spec }) => spec.clusterResourceWhitelist.length > 0),
    change: ({ spec }, { objects }) => {
      spec.clusterResourceWhitelist = [];
      return objects.find(({ object }) => object.kind === 'ClusterRole').object;
    },
  },
  {
    rule: 'NAMESPACE_OUTSIDE_PROJECT',
    breaks: 'a project allows no namespaces',
    isMany: true,
    pick: is('AppProject', ({ spec }) => spec.clusterResourceWhitelist.length > 0),
    change: ({ spec }, { objects }) => {
      spec.destinations = [];
      return objects.find(({ object }) => object.kind === 'Deployment').object;
    },
  },
  {
    rule: 'IDLE_PERMISSION',
    breaks: 'a project allows a namespace that nobody needs',
    pick: is('AppProject', ({ spec }) => spec.clusterResourceWhitelist.length > 0),
    change: ({ spec }) => void spec.destinations.push({ namespace: 'nobody' }),
  },
];
