import type { VerifyInput } from '../src/index.ts';
import type { Loose } from './platform.ts';

/** The platform of a test, to be broken in one place. */
export interface Workshop {
  /** An object of the platform: `Deployment/ml-pipeline`. */
  readonly get: (spelled: string) => Loose;
  /** Takes an object out. */
  readonly remove: (spelled: string) => void;
  /** Puts an object into a component. */
  readonly add: (component: string, object: Loose) => void;
  /** Moves the Application of a component to another wave. */
  readonly move: (component: string, wave: number) => void;
}

/** One thing broken, and exactly what has to be found. */
export interface Mutation {
  readonly rule: string;
  readonly breaks: string;
  readonly mutate: (workshop: Workshop) => void;
  /** The objects of the findings of the rule, spelled as in suppressions. */
  readonly finds: readonly string[];
  /** Findings of other rules that follow from it: `RULE object`. */
  readonly also?: readonly string[];
  /** Changes what is known beside the objects. */
  readonly input?: (input: VerifyInput) => VerifyInput;
}

const pod = (workshop: Workshop) => workshop.get('Deployment/ml-pipeline').spec.template.spec;
const container = (workshop: Workshop) => pod(workshop).containers[0];
const variable = (workshop: Workshop, name: string) =>
  container(workshop).env.find((one: Loose) => one.name === name);

const API = 'Deployment/kubeflow/ml-pipeline';
const VIRTUAL = 'VirtualService/kubeflow/pipelines';

/** At least one for each rule. */
export const MUTATIONS: readonly Mutation[] = [
  {
    rule: 'ACCOUNT_WITHOUT_ROLE',
    breaks: 'a ServiceAccount asks for a role that trusts another',
    mutate: ({ get }) => {
      get('ServiceAccount/ml-pipeline').metadata.annotations['eks.amazonaws.com/role-arn'] =
        'arn:aws:iam::123456789012:role/example-team-a';
    },
    finds: ['ServiceAccount/kubeflow/ml-pipeline'],
    also: ['ROLE_WITHOUT_ACCOUNT ServiceAccount/kubeflow/ml-pipeline'],
  },
  {
    rule: 'ACCOUNT_WITHOUT_ROLE',
    breaks: 'a profile is renamed',
    mutate: ({ get }) => {
      get('Profile/team-a').metadata.name = 'team-b';
    },
    finds: ['Profile/team-b'],
    also: ['ROLE_WITHOUT_ACCOUNT ServiceAccount/team-a/default-editor'],
  },
  {
    rule: 'ROLE_WITHOUT_ACCOUNT',
    breaks: 'a ServiceAccount loses its annotation',
    mutate: ({ get }) => {
      get('ServiceAccount/ml-pipeline').metadata.annotations = {};
    },
    finds: ['ServiceAccount/kubeflow/ml-pipeline'],
  },
  {
    rule: 'MISSING_SECRET',
    breaks: 'an ExternalSecret makes a Secret of another name',
    mutate: ({ get }) => {
      get('ExternalSecret/mysql').spec.target.name = 'database';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_SECRET',
    breaks: 'a Gateway names another certificate',
    mutate: ({ get }) => {
      get('Gateway/kubeflow').spec.servers[0].tls.credentialName = 'other-tls';
    },
    finds: ['Gateway/kubeflow/kubeflow'],
  },
  {
    rule: 'MISSING_SECRET_KEY',
    breaks: 'an ExternalSecret loses a key',
    mutate: ({ get }) => {
      get('ExternalSecret/mysql').spec.data.pop();
    },
    finds: [API],
  },
  {
    rule: 'MISSING_CONFIG_MAP',
    breaks: 'a pod reads a ConfigMap of another name',
    mutate: (workshop) => {
      variable(workshop, 'BUCKET').valueFrom.configMapKeyRef.name = 'options';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_CONFIG_MAP_KEY',
    breaks: 'a ConfigMap loses a key',
    mutate: ({ get }) => {
      delete get('ConfigMap/settings').data.bucket;
    },
    finds: [API],
  },
  {
    rule: 'MISSING_SERVICE_ACCOUNT',
    breaks: 'a pod runs as a ServiceAccount of another name',
    mutate: (workshop) => {
      pod(workshop).serviceAccountName = 'ml-pipelines';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_CLAIM',
    breaks: 'a volume claim is renamed',
    mutate: ({ get }) => {
      get('PersistentVolumeClaim/artifacts').metadata.name = 'files';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_STORAGE_CLASS',
    breaks: 'a claim asks for another class',
    mutate: ({ add }) => {
      add('pipelines', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'more', namespace: 'kubeflow' },
        spec: { storageClassName: 'gp2' },
      });
    },
    finds: ['PersistentVolumeClaim/kubeflow/more'],
  },
  {
    rule: 'MISSING_PRIORITY_CLASS',
    breaks: 'a pod has another priority',
    mutate: (workshop) => {
      pod(workshop).priorityClassName = 'high';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_INGRESS_CLASS',
    breaks: 'an Ingress is for another class',
    mutate: ({ get }) => {
      get('Ingress/status').spec.ingressClassName = 'nginx';
    },
    finds: ['Ingress/kubeflow/status'],
  },
  {
    rule: 'MISSING_RBAC_ROLE',
    breaks: 'a binding is for a role of another name',
    mutate: ({ add }) => {
      add('pipelines', {
        apiVersion: 'rbac.authorization.k8s.io/v1',
        kind: 'RoleBinding',
        metadata: { name: 'reader', namespace: 'kubeflow' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'reader' },
      });
    },
    finds: ['RoleBinding/kubeflow/reader'],
  },
  {
    rule: 'MISSING_SERVICE',
    breaks: 'a webhook is served by a Service of another name',
    mutate: ({ get }) => {
      get('MutatingWebhookConfiguration/profiles').webhooks[0].clientConfig.service.name = 'webhook';
    },
    finds: ['MutatingWebhookConfiguration/profiles'],
  },
  {
    rule: 'MISSING_ISSUER_OR_STORE',
    breaks: 'an ExternalSecret reads from another store',
    mutate: ({ get }) => {
      get('ExternalSecret/mysql').spec.secretStoreRef.name = 'vault';
    },
    finds: ['ExternalSecret/kubeflow/mysql'],
  },
  {
    rule: 'MISSING_KIND',
    breaks: 'a definition is gone',
    mutate: ({ remove }) => remove('CustomResourceDefinition/profiles.kubeflow.org'),
    finds: ['Profile/team-a'],
  },
  {
    rule: 'LATE_KIND',
    breaks: 'definitions come with the stores',
    mutate: ({ move }) => move('kinds', 2),
    finds: [
      'AuthorizationPolicy/istio-system/ask-for-login',
      'AuthorizationPolicy/istio-system/let-in',
      'ClusterSecretStore/aws',
      'Gateway/kubeflow/kubeflow',
    ],
  },
  {
    rule: 'MISSING_NAMESPACE',
    breaks: 'a namespace is gone',
    mutate: ({ remove }) => remove('Namespace/argocd'),
    finds: [
      'Application/argocd/gateway',
      'Application/argocd/kinds',
      'Application/argocd/namespaces',
      'Application/argocd/pipelines',
      'Application/argocd/pipelines-secrets',
      'Application/argocd/profiles',
      'Application/argocd/storage',
      'Application/argocd/stores',
      'AppProject/argocd/platform',
    ],
  },
  {
    rule: 'LATE_NAMESPACE',
    breaks: 'namespaces come with the Secrets',
    mutate: ({ move }) => move('namespaces', 3),
    finds: [
      'AuthorizationPolicy/istio-system/ask-for-login',
      'AuthorizationPolicy/istio-system/let-in',
      'Deployment/istio-system/ingressgateway',
      'ExternalSecret/kubeflow/mysql',
      'Gateway/kubeflow/kubeflow',
      'NetworkPolicy/istio-system/load-balancer',
      'Service/istio-system/ingressgateway',
      'ServiceAccount/istio-system/ingressgateway',
    ],
  },
  {
    rule: 'LATE_SECRET',
    breaks: 'Secrets come with what reads them',
    mutate: ({ move }) => move('pipelines-secrets', 4),
    finds: [API],
  },
  {
    rule: 'LATE_WEBHOOK',
    breaks: 'a profile comes with the server of its webhook',
    mutate: ({ move }) => move('profiles', 4),
    finds: ['Profile/team-a'],
  },
  {
    rule: 'LATE_WEBHOOK',
    breaks: 'a profile comes with the server of a webhook that is asked about every kind of its group',
    mutate: ({ get, move }) => {
      for (const { rules } of get('MutatingWebhookConfiguration/profiles').webhooks)
        rules[0].resources = ['*/*'];
      move('profiles', 4);
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'INVALID_FIELD',
    breaks: 'a number is written as a text',
    mutate: ({ get }) => {
      get('Deployment/ml-pipeline').spec.replicas = '2';
    },
    finds: [API],
  },
  {
    rule: 'INVALID_FIELD',
    breaks: 'a required field is gone',
    mutate: (workshop) => {
      delete container(workshop).name;
    },
    finds: [API],
  },
  {
    rule: 'INVALID_FIELD',
    breaks: 'a value is none of those that a custom kind allows',
    mutate: ({ get }) => {
      get('Profile/team-a').spec.owner.kind = 'Team';
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'UNKNOWN_FIELD',
    breaks: 'a field is misspelt',
    mutate: (workshop) => {
      container(workshop).volumeMount = [];
    },
    finds: [API],
  },
  {
    rule: 'UNKNOWN_FIELD',
    breaks: 'a field of a custom kind is misspelt',
    mutate: ({ get }) => {
      get('Profile/team-a').spec.plugin = [];
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'UNSERVED_VERSION',
    breaks: 'a custom object has an old version',
    mutate: ({ get }) => {
      get('Profile/team-a').apiVersion = 'kubeflow.org/v1beta1';
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'REMOVED_API',
    breaks: 'a budget has a version that is gone',
    mutate: ({ get }) => {
      get('PodDisruptionBudget/ml-pipeline').apiVersion = 'policy/v1beta1';
    },
    finds: ['PodDisruptionBudget/kubeflow/ml-pipeline'],
  },
  {
    rule: 'DEPRECATED_API',
    breaks: 'Endpoints are written by hand',
    mutate: ({ add }) => {
      add('pipelines', {
        apiVersion: 'v1',
        kind: 'Endpoints',
        metadata: { name: 'database', namespace: 'kubeflow' },
      });
    },
    finds: ['Endpoints/kubeflow/database'],
  },
  {
    rule: 'IMMUTABLE_FIELD',
    breaks: 'the selector of a Deployment changes',
    mutate: ({ get }) => {
      const { spec } = get('Deployment/ml-pipeline');
      spec.selector.matchLabels.tier = 'api';
      spec.template.metadata.labels.tier = 'api';
    },
    finds: [API],
  },
  {
    rule: 'IMMUTABLE_FIELD',
    breaks: 'the class of a load balancer changes',
    mutate: ({ get }) => {
      get('Service/ingressgateway').spec.loadBalancerClass = 'eks.amazonaws.com/nlb';
    },
    finds: ['Service/istio-system/ingressgateway'],
  },
  {
    rule: 'DUPLICATE_OBJECT',
    breaks: 'two components bring one object',
    mutate: ({ add, get }) => add('profiles', get('ClusterRole/pipelines')),
    finds: ['ClusterRole/pipelines'],
  },
  {
    rule: 'UNPINNED_IMAGE',
    breaks: 'a container has no tag',
    mutate: (workshop) => {
      container(workshop).image = 'ghcr.io/kubeflow/kfp-api-server';
    },
    finds: [API],
    also: [`UNLOCKED_IMAGE ${API}`],
  },
  {
    rule: 'UNPINNED_IMAGE',
    breaks: 'an image in a ConfigMap is the latest',
    mutate: ({ get }) => {
      get('ConfigMap/settings').data.DRIVER_IMAGE = 'ghcr.io/kubeflow/kfp-driver:latest';
    },
    finds: ['ConfigMap/kubeflow/settings'],
    also: ['UNLOCKED_IMAGE ConfigMap/kubeflow/settings'],
  },
  {
    rule: 'UNLOCKED_IMAGE',
    breaks: 'an image has no digest in the lock',
    mutate: (workshop) => {
      container(workshop).image = 'ghcr.io/kubeflow/kfp-api-server:2.17.0';
    },
    finds: [API],
  },
  {
    rule: 'MISSING_GATEWAY',
    breaks: 'a VirtualService names another Gateway',
    mutate: ({ get }) => {
      get('VirtualService/pipelines').spec.gateways.push('istio-system/other');
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'GATEWAY_WITHOUT_PODS',
    breaks: 'a Gateway selects other pods',
    mutate: ({ get }) => {
      get('Gateway/kubeflow').spec.selector.istio = 'gateway';
    },
    finds: ['Gateway/kubeflow/kubeflow'],
    also: ['HOST_WITHOUT_LOGIN Service/istio-system/ingressgateway'],
  },
  {
    rule: 'ROUTE_TO_NOTHING',
    breaks: 'a route names another port',
    mutate: ({ get }) => {
      get('VirtualService/pipelines').spec.http[0].route[0].destination.port.number = 80;
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'UNSERVED_HOST',
    breaks: 'a VirtualService is for a host of no Gateway',
    mutate: ({ get }) => {
      get('VirtualService/pipelines').spec.hosts = ['pipelines.example.com'];
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'HOST_WITHOUT_LOGIN',
    breaks: 'a host is left out of the policy',
    mutate: ({ get }) => {
      const [rule] = get('AuthorizationPolicy/ask-for-login').spec.rules;
      rule.to[0].operation.notHosts = ['kubeflow.example.com'];
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'HOST_WITHOUT_LOGIN',
    breaks: 'a path is left out of the policy',
    mutate: ({ get }) => {
      get('AuthorizationPolicy/ask-for-login').spec.rules[0].to[0].operation.notPaths.push('/pipeline*');
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'HOST_WITHOUT_LOGIN',
    breaks: 'requests with any token are let through',
    mutate: ({ get }) => {
      get('AuthorizationPolicy/ask-for-login').spec.rules[0].when = [
        { key: 'request.headers[authorization]', notValues: ['*'] },
      ];
    },
    finds: [VIRTUAL],
    also: ['OPEN_AUTHORIZATION_POLICY AuthorizationPolicy/istio-system/let-in'],
  },
  {
    rule: 'HOST_WITHOUT_LOGIN',
    breaks: 'pods get a load balancer of their own',
    mutate: ({ get }) => {
      get('Service/ml-pipeline').spec.type = 'LoadBalancer';
    },
    finds: ['Service/kubeflow/ml-pipeline'],
    also: [
      'CUT_BY_AUTHORIZATION_POLICY Service/kubeflow/ml-pipeline',
      'CUT_BY_NETWORK_POLICY Service/kubeflow/ml-pipeline',
    ],
  },
  {
    rule: 'SERVICE_WITHOUT_PODS',
    breaks: 'a Service selects other pods',
    mutate: ({ get }) => {
      get('Service/ml-pipeline').spec.selector.app = 'pipeline';
    },
    finds: ['Service/kubeflow/ml-pipeline'],
  },
  {
    rule: 'MISSING_PORT',
    breaks: 'a container port is renamed',
    mutate: (workshop) => {
      container(workshop).ports[0].name = 'api';
    },
    finds: ['Service/kubeflow/ml-pipeline'],
  },
  {
    rule: 'SELECTOR_MISMATCH',
    breaks: 'a template loses the label of its selector',
    mutate: ({ get }) => {
      get('Deployment/ingressgateway').spec.selector.matchLabels.app = 'gateway';
    },
    finds: ['Deployment/istio-system/ingressgateway'],
    also: ['IMMUTABLE_FIELD Deployment/istio-system/ingressgateway'],
  },
  {
    rule: 'SELECTOR_MATCHES_NOTHING',
    breaks: 'a budget selects other pods',
    mutate: ({ get }) => {
      get('PodDisruptionBudget/ml-pipeline').spec.selector.matchLabels.app = 'pipeline';
    },
    finds: ['PodDisruptionBudget/kubeflow/ml-pipeline'],
  },
  {
    rule: 'MISSING_TARGET',
    breaks: 'an autoscaler names another Deployment',
    mutate: ({ get }) => {
      get('HorizontalPodAutoscaler/ml-pipeline').spec.scaleTargetRef.name = 'pipeline';
    },
    finds: ['HorizontalPodAutoscaler/kubeflow/ml-pipeline'],
  },
  {
    rule: 'CUT_BY_NETWORK_POLICY',
    breaks: 'the gateway is no longer let in',
    mutate: ({ remove }) => remove('NetworkPolicy/gateway'),
    finds: [VIRTUAL],
  },
  {
    rule: 'CUT_BY_NETWORK_POLICY',
    breaks: 'the API server no longer reaches a webhook',
    mutate: ({ get }) => {
      get('NetworkPolicy/webhook').spec.ingress[0].ports[0].port = 9443;
    },
    finds: ['MutatingWebhookConfiguration/profiles'],
  },
  {
    rule: 'CUT_BY_NETWORK_POLICY',
    breaks: 'the load balancer no longer reaches the gateway',
    mutate: ({ get }) => {
      get('NetworkPolicy/load-balancer').spec.ingress[0].from = [{ podSelector: {} }];
    },
    finds: ['Service/istio-system/ingressgateway'],
  },
  {
    rule: 'CUT_BY_NETWORK_POLICY',
    breaks: 'pods of a namespace no longer reach each other',
    mutate: ({ get }) => {
      get('NetworkPolicy/same-namespace').spec.ingress = [];
    },
    finds: [API],
  },
  {
    rule: 'CUT_BY_AUTHORIZATION_POLICY',
    breaks: 'another account is let in',
    mutate: ({ get }) => {
      get('AuthorizationPolicy/pipelines').spec.rules[0].from[0].source.principals = [
        'cluster.local/ns/istio-system/sa/gateway',
      ];
    },
    finds: [VIRTUAL],
  },
  {
    rule: 'SECRET_WITH_DATA',
    breaks: 'a Secret is built with data',
    mutate: ({ add }) => {
      add('pipelines', {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'made', namespace: 'kubeflow' },
        data: { token: 'c29tZXRoaW5nIHJhbmRvbQ==' },
      });
    },
    finds: ['Secret/kubeflow/made'],
  },
  {
    rule: 'PUBLISHED_CREDENTIAL',
    breaks: 'a password is a default',
    mutate: (workshop) => {
      const password = variable(workshop, 'DB_PASSWORD');
      delete password.valueFrom;
      password.value = 'minio123';
    },
    finds: [API],
  },
  {
    rule: 'PUBLISHED_CREDENTIAL',
    breaks: 'a ConfigMap has the hash of the password of the upstream',
    mutate: ({ get }) => {
      get('ConfigMap/settings').data['config.yaml'] =
        'hash: $2y$12$4K/VkmDd1q1Orb3xAt82zu8gk7Ad6ReFR4LCP9UeYE90NLiN9Df72';
    },
    finds: ['ConfigMap/kubeflow/settings'],
  },
  {
    rule: 'LEFTOVER_PLACEHOLDER',
    breaks: 'a placeholder is not filled in',
    mutate: ({ get }) => {
      get('ConfigMap/settings').data.host = 'https://<<__domain__>>/';
    },
    finds: ['ConfigMap/kubeflow/settings'],
  },
  {
    rule: 'NEEDS_SERVER_SIDE_APPLY',
    breaks: 'a large object is applied by the client',
    mutate: ({ get }) => {
      get('Application/profiles').spec.syncPolicy.syncOptions = [];
      get('Profile/team-a').spec.plugins[0].spec.large = 'x'.repeat(300_000);
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'DROPPED_FIELD',
    breaks: 'an autoscaler is given two tolerances, of which one is ignored',
    mutate: ({ get }) => {
      get('HorizontalPodAutoscaler/ml-pipeline').spec.behavior = {
        scaleUp: { tolerance: '0.1' },
        scaleDown: { tolerance: '0.1' },
      };
      get('Application/pipelines').spec.ignoreDifferences.push({
        group: 'autoscaling',
        kind: 'HorizontalPodAutoscaler',
        jsonPointers: ['/spec/behavior/scaleDown'],
      });
    },
    finds: ['HorizontalPodAutoscaler/kubeflow/ml-pipeline'],
  },
  {
    rule: 'ALL_POWERFUL_ACCOUNT',
    breaks: 'a role may do everything',
    mutate: ({ get }) => {
      get('ClusterRole/pipelines').rules = [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }];
    },
    finds: ['ClusterRoleBinding/pipelines'],
  },
  {
    rule: 'OPEN_AUTHORIZATION_POLICY',
    breaks: 'a policy lets everybody in',
    mutate: ({ get }) => {
      get('AuthorizationPolicy/pipelines').spec.rules = [{}];
    },
    finds: ['AuthorizationPolicy/kubeflow/pipelines'],
  },
  {
    rule: 'IGNORES_NOTHING',
    breaks: 'an ignored difference has another group',
    mutate: ({ get }) => {
      get('Application/pipelines').spec.ignoreDifferences[0].group = 'apps';
    },
    finds: ['Application/argocd/pipelines'],
  },
  {
    rule: 'KIND_OUTSIDE_PROJECT',
    breaks: 'a project does not allow a kind',
    mutate: ({ get }) => {
      get('AppProject/platform').spec.clusterResourceWhitelist.pop();
    },
    finds: ['Profile/team-a'],
  },
  {
    rule: 'NAMESPACE_OUTSIDE_PROJECT',
    breaks: 'a project does not allow a namespace',
    mutate: ({ add }) => {
      add('storage', {
        apiVersion: 'v1',
        kind: 'ServiceAccount',
        metadata: { name: 'driver', namespace: 'kube-public' },
      });
    },
    finds: ['ServiceAccount/kube-public/driver'],
  },
  {
    rule: 'IDLE_PERMISSION',
    breaks: 'a project allows what nobody delivers',
    mutate: ({ get }) => {
      get('AppProject/platform').spec.destinations.push({ namespace: 'default' });
    },
    finds: ['AppProject/argocd/platform'],
  },
];
