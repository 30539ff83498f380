import type { ClusterScope, NamedScope, PolicyScope, RolePlanInput } from '../src/index.ts';

export const cluster: ClusterScope & PolicyScope = {
  partition: 'aws',
  region: 'eu-central-1',
  accountId: '123456789012',
  clusterName: 'example',
};

export const everything: NamedScope = {
  hostedZoneIds: ['Z0123456789ABCDEFGHIJ'],
  domains: ['ml.example.com'],
  bucket: 'kubeflow-example',
  prefix: 'pipelines',
  profile: 'team-a',
  secretPrefix: 'example',
  secretNames: ['legacy/rds'],
  kmsKeyArns: ['arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab'],
  vpcId: 'vpc-0123456789abcdef0',
  fileSystemIds: ['fs-0123456789abcdef0'],
  nodeRoleArn: 'arn:aws:iam::123456789012:role/example-node',
  assumedRoleArns: ['arn:aws:iam::123456789012:role/example-node'],
  interruptionQueue: 'example',
  rolePath: '/kfdist/example/',
};

export const oidcIssuer = 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

export const input: RolePlanInput = {
  ...cluster,
  oidcIssuer,
  scope: {
    hostedZoneIds: ['Z0123456789ABCDEFGHIJ'],
    domains: ['ml.example.com'],
    bucket: 'kubeflow-example',
  },
  roles: [
    {
      key: 'external_dns',
      policies: ['external-dns'],
      subjects: [{ namespace: 'external-dns', serviceAccount: 'external-dns' }],
    },
    {
      key: 'pipelines',
      policies: ['pipelines-s3'],
      subjects: [
        { namespace: 'kubeflow', serviceAccount: 'ml-pipeline' },
        { namespace: 'kubeflow', serviceAccount: 'ml-pipeline-ui' },
      ],
    },
    {
      key: 'oauth2_proxy',
      policies: [],
      subjects: [{ namespace: 'auth', serviceAccount: 'oauth2-proxy' }],
    },
  ],
};
