import { API, container, type Mutation } from './mutation.ts';

/** Objects that the API server would refuse or change. */
export const SCHEMAS: readonly Mutation[] = [
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
];
