import { API, container, type Mutation, variable } from './mutation.ts';

/** Images, secrets, rights and what is ignored. */
export const SECURITY: readonly Mutation[] = [
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
