/** Without Kubeflow's largest parts and without monitoring, which other runs have. */
export const SMALLER = [
  'components.serving=none',
  'components.training=training-operator',
  'components.pipelines=false',
  'components.katib=false',
  'components.spark-operator=false',
  ...['kube-prometheus-stack', 'loki', 'alloy', 'kiali', 'opencost', 'monitoring-resources'].map(
    (name) => `components.${name}=false`,
  ),
];

/**
 * Platforms to bring up: every member of every pick-one group is in one of them, and each optional component, model-registry by
 * the steps that switch it on and off, fleet by the fleets.
 */
export const VARIANTS = {
  default: [],
  sealed: [
    'components.secrets=sealed-secrets',
    'components.authentication=keycloak',
    'components.certificates=self-signed',
    'components.autoscaler=karpenter',
    'components.training=both',
  ],
  external: [
    'components.authentication=external-oidc',
    'oidc.issuer=https://login.example.com',
    'oidc.redis.connection_url=rediss://example.abcdef.euc1.cache.amazonaws.com:6379',
    'components.certificates=acm',
    'certificates.acm_arn=arn:aws:acm:eu-central-1:123456789012:certificate/12345678-1234-1234-1234-123456789012',
    'components.secrets=both',
    'components.autoscaler=none',
    'components.training=training-operator',
    'components.serving=none',
  ],
  imported: [
    'components.certificates=imported',
    'components.secrets=sealed-secrets',
    ...[
      'argocd-admin',
      'argocd-private-repository',
      'aws-ebs-csi-driver',
      'aws-efs-csi-driver',
      'mlflow',
      'model-catalog',
      'nvidia-gpu-operator',
      'ray',
    ].map((name) => `components.${name}=true`),
    'efs_csi_driver.file_system_id=fs-0123456789abcdef0',
    'model_catalog.postgres_host=catalog.abcdefghijkl.eu-central-1.rds.amazonaws.com',
    ...SMALLER,
  ],
};
