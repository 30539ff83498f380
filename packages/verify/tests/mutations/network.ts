import { API, container, type Mutation, VIRTUAL } from './mutation.ts';

/** What cannot be reached, or by too many. */
export const NETWORK: readonly Mutation[] = [
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
];
