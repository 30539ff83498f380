import type {
  CreatePodIdentityAssociationCommandInput,
  CreatePodIdentityAssociationCommandOutput,
  DeletePodIdentityAssociationCommandInput,
  DescribePodIdentityAssociationCommandInput,
  DescribePodIdentityAssociationCommandOutput,
  EKSClientConfig,
  ListPodIdentityAssociationsCommandInput,
  ListPodIdentityAssociationsCommandOutput,
  TagResourceCommandInput,
  UpdatePodIdentityAssociationCommandInput,
} from '@aws-sdk/client-eks';
import { ATTEMPTS } from './iam-api.ts';

/**
 * The calls to EKS that associations of Pod Identity need. The client `EKS` of `@aws-sdk/client-eks` has them; tests
 * give their own.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_PodIdentityAssociation.html
 */
export interface EksApi {
  readonly listPodIdentityAssociations: (
    input: ListPodIdentityAssociationsCommandInput,
  ) => Promise<ListPodIdentityAssociationsCommandOutput>;
  readonly describePodIdentityAssociation: (
    input: DescribePodIdentityAssociationCommandInput,
  ) => Promise<DescribePodIdentityAssociationCommandOutput>;
  readonly createPodIdentityAssociation: (
    input: CreatePodIdentityAssociationCommandInput,
  ) => Promise<CreatePodIdentityAssociationCommandOutput>;
  readonly updatePodIdentityAssociation: (
    input: UpdatePodIdentityAssociationCommandInput,
  ) => Promise<unknown>;
  readonly deletePodIdentityAssociation: (
    input: DeletePodIdentityAssociationCommandInput,
  ) => Promise<unknown>;
  readonly tagResource: (input: TagResourceCommandInput) => Promise<unknown>;
}

/** A client of EKS in one region, which finds the rest as the AWS SDK does; the SDK is loaded only here. */
export async function connectEks(config: EKSClientConfig): Promise<EksApi> {
  const { EKS } = await import('@aws-sdk/client-eks');
  return new EKS({ maxAttempts: ATTEMPTS, ...config });
}
