import { API, type Mutation } from './mutation.ts';

/** Kinds, namespaces, Secrets and webhooks that are absent or late. */
export const ORDER: readonly Mutation[] = [
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
];
