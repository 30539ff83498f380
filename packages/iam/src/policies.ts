import { certManager } from './policies/cert-manager.ts';
import { clusterAutoscaler } from './policies/cluster-autoscaler.ts';
import { ebsCsiDriver } from './policies/ebs-csi-driver.ts';
import { efsCsiDriver } from './policies/efs-csi-driver.ts';
import { externalDns } from './policies/external-dns.ts';
import {
  externalSecrets,
  externalSecretsAssumeRole,
  externalSecretsParameters,
  pushSecrets,
} from './policies/external-secrets.ts';
import { karpenter } from './policies/karpenter.ts';
import { loadBalancerController } from './policies/load-balancer-controller.ts';
import { operator, operatorPodIdentity } from './policies/operator.ts';
import { profileController } from './policies/profile-controller.ts';
import { kserveS3, lokiS3, mlflowS3, pipelinesS3, pipelinesS3Read, profileS3 } from './policies/s3.ts';
import type { PolicyDefinition } from './policy-definition.ts';

/** All policies by the name that `policy:` of a component refers to. */
export const policies = {
  'aws-load-balancer-controller': loadBalancerController,
  'cert-manager': certManager,
  'cluster-autoscaler': clusterAutoscaler,
  'ebs-csi-driver': ebsCsiDriver,
  'efs-csi-driver': efsCsiDriver,
  'external-dns': externalDns,
  'external-secrets': externalSecrets,
  'external-secrets-assume-role': externalSecretsAssumeRole,
  'external-secrets-parameters': externalSecretsParameters,
  karpenter,
  'kserve-s3': kserveS3,
  'loki-s3': lokiS3,
  'mlflow-s3': mlflowS3,
  operator,
  'operator-pod-identity': operatorPodIdentity,
  'pipelines-s3': pipelinesS3,
  'pipelines-s3-read': pipelinesS3Read,
  'profile-controller': profileController,
  'profile-s3': profileS3,
  'push-secrets': pushSecrets,
} as const satisfies Readonly<Record<string, PolicyDefinition>>;

/** The name of a policy of the table. */
export type PolicyName = keyof typeof policies;

const isPolicyName = (name: string): name is PolicyName => Object.hasOwn(policies, name);

/** The entry of the table with a name, if there is one. */
export function findPolicy(name: string): PolicyDefinition | undefined {
  return isPolicyName(name) ? policies[name] : undefined;
}
