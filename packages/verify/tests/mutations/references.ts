import { API, type Mutation, pod, variable } from './mutation.ts';

/** What objects name and is not there. */
export const REFERENCES: readonly Mutation[] = [
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
];
