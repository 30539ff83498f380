import { oneOrMore } from './one-or-more.ts';
import type { Partition } from './partition.ts';
import type { Condition, Statement } from './policy.ts';
import type { ClusterScope } from './policy-definition.ts';

/** A ServiceAccount that may assume a role. */
export interface Subject {
  readonly namespace: string;
  readonly serviceAccount: string;
}

/**
 * The audience of the tokens that pods present to AWS, in every partition. Only the issuer of a cluster in China ends
 * with `.cn`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export const AUDIENCE = 'sts.amazonaws.com';

/** The service that hands out credentials for Pod Identity, in every partition. */
export const POD_IDENTITY_SERVICE = 'pods.eks.amazonaws.com';

/** The subject of the token of a pod. */
export function subjectOf({ namespace, serviceAccount }: Subject): string {
  return `system:serviceaccount:${namespace}:${serviceAccount}`;
}

/** The issuer of a cluster without `https://`, as IAM names its provider. */
export function issuerHost(issuer: string): string {
  return issuer.replace(/^https:\/\//, '').replace(/\/+$/, '');
}

/** Which cluster, and which of its ServiceAccounts. */
export interface IrsaTrust {
  readonly partition: Partition;
  readonly accountId: string;
  /** The OIDC issuer of the cluster, with or without `https://`. */
  readonly oidcIssuer: string;
  readonly subjects: readonly Subject[];
}

/**
 * Lets ServiceAccounts assume a role by their own tokens (IAM roles for service accounts).
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/associate-service-account-role.html
 */
export function irsaTrust({ partition, accountId, oidcIssuer, subjects }: IrsaTrust): Statement {
  const issuer = issuerHost(oidcIssuer);
  return {
    Effect: 'Allow',
    Principal: { Federated: `arn:${partition}:iam::${accountId}:oidc-provider/${issuer}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringEquals: {
        [`${issuer}:aud`]: AUDIENCE,
        [`${issuer}:sub`]: oneOrMore(subjects.map(subjectOf)),
      },
    },
  };
}

/** The tags that Pod Identity puts on a session, which a trust can ask for. */
export const POD_IDENTITY_TAGS = {
  cluster: 'aws:RequestTag/eks-cluster-arn',
  clusterName: 'aws:RequestTag/eks-cluster-name',
  namespace: 'aws:RequestTag/kubernetes-namespace',
  serviceAccount: 'aws:RequestTag/kubernetes-service-account',
} as const;

/**
 * Lets ServiceAccounts of a cluster assume a role by Pod Identity, one statement for each namespace.
 *
 * The service principal is the same for all clusters of all accounts; the conditions on the session's tags are what
 * keeps others out. Associations have to leave session tags on.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/pod-id-role.html
 */
export function podIdentityTrust(
  scope: ClusterScope & { readonly subjects: readonly Subject[] },
): readonly Statement[] {
  const { partition, region, accountId, clusterName, subjects } = scope;
  const namespaces = [...new Set(subjects.map(({ namespace }) => namespace))];
  return namespaces.map((namespace) => ({
    Effect: 'Allow',
    Principal: { Service: POD_IDENTITY_SERVICE },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition: {
      StringEquals: {
        'aws:SourceAccount': accountId,
        [POD_IDENTITY_TAGS.cluster]: `arn:${partition}:eks:${region}:${accountId}:cluster/${clusterName}`,
        [POD_IDENTITY_TAGS.namespace]: namespace,
        [POD_IDENTITY_TAGS.serviceAccount]: oneOrMore(
          subjects
            .filter((subject) => subject.namespace === namespace)
            .map((subject) => subject.serviceAccount),
        ),
      },
    },
  }));
}

/** The role that changes into another, and the namespace that it then acts for. */
export interface ChainedTrust {
  readonly partition: Partition;
  readonly accountId: string;
  readonly operatorRoleArn: string;
  readonly namespace: string;
}

/**
 * Lets the External Secrets operator assume the role of one namespace, for ClusterSecretStores with
 * `sessionTagsPolicy: Simple`.
 *
 * A SecretStore can write its session tags itself, so this holds only where nobody but the platform can write stores.
 * The operator's role is named in a condition and not as the principal: a principal is bound to the id of a role, and
 * making the role again would break the trust without a word.
 *
 * @see https://external-secrets.io/v2.9.0/provider/aws-access/
 */
export function chainedTrust({ partition, accountId, operatorRoleArn, namespace }: ChainedTrust): Statement {
  const Condition: Condition = {
    ArnEquals: { 'aws:PrincipalArn': operatorRoleArn },
    StringEquals: {
      'aws:RequestTag/esoNamespace': namespace,
      'aws:RequestTag/esoStoreKind': 'ClusterSecretStore',
    },
  };
  return {
    Effect: 'Allow',
    Principal: { AWS: `arn:${partition}:iam::${accountId}:root` },
    Action: ['sts:AssumeRole', 'sts:TagSession'],
    Condition,
  };
}
