import type { Diagnostic } from '@kfdist/diagnostics';
import type { Partition } from './partition.ts';
import type { PolicyDocument } from './policy.ts';
import type { ClusterScope, NamedScope } from './policy-definition.ts';
import type { Subject } from './trust.ts';

/** How pods get the credentials of a role. */
export type Identity = 'irsa' | 'pod-identity' | 'both';

/** Whether a text is one of the ways in which pods get credentials. */
export function isIdentity(text: string): text is Identity {
  return text === 'irsa' || text === 'pod-identity' || text === 'both';
}

/** A policy of the table, and what it alone is narrowed to. */
export interface ScopedPolicy {
  readonly name: string;
  readonly scope: Partial<NamedScope>;
}

/** Tells a policy of the table from a document. */
export function isScopedPolicy(policy: unknown): policy is ScopedPolicy {
  if (typeof policy !== 'object' || policy === null || !('name' in policy) || !('scope' in policy))
    return false;
  return typeof policy.name === 'string' && typeof policy.scope === 'object' && policy.scope !== null;
}

/** One role that is wanted. */
export interface RoleRequest {
  /** How manifests refer to the role, such as `external_dns`. */
  readonly key: string;
  /** Names of the table of policies, or documents; none for a role that only proves who a pod is. */
  readonly policies: readonly (string | ScopedPolicy | PolicyDocument)[];
  readonly subjects: readonly Subject[];
  /** What the policies are narrowed to, before what holds for all roles. */
  readonly scope?: Partial<NamedScope>;
  /** Folder below the path, such as `secrets`. */
  readonly folder?: string;
  /** The whole name, where manifests already say it. @default the prefix of all names and the key */
  readonly name?: string;
  /** The whole path, where manifests already say it. @default the path of all roles and the folder */
  readonly path?: string;
  readonly description?: string;
  readonly maxSessionDuration?: number;
  /** Policies that AWS or somebody else keeps. */
  readonly managedPolicyArns?: readonly string[];
  /** How its pods get its credentials. @default as those of all roles */
  readonly identity?: Identity;
  /** For a role that another role of the plan changes into, on behalf of a namespace. */
  readonly chainedFrom?: Chain;
}

/** Who changes into a role, and for whom. */
export interface Chain {
  /** Key of the role of the External Secrets operator. */
  readonly role: string;
  readonly namespace: string;
  /**
   * Who can write secret stores. Where tenants can, they can make the operator assume any of these roles, and the
   * chain is refused.
   */
  readonly stores: 'platform' | 'tenants';
}

/** One IAM user that is wanted, for what cannot assume a role. */
export interface UserRequest extends Pick<RoleRequest, 'key' | 'policies' | 'scope' | 'name' | 'path'> {}

/** Everything that roles are planned from. */
export interface RolePlanInput extends ClusterScope {
  /** The OIDC issuer of the cluster; not needed where only Pod Identity is used. */
  readonly oidcIssuer?: string;
  /** @default 'irsa' */
  readonly identity?: Identity;
  /** @default '/kfdist/<clusterName>/' */
  readonly path?: string;
  /**
   * What the names of roles and users begin with. Set it where two clusters of one account have the same name.
   * @default the name of the cluster
   */
  readonly namePrefix?: string;
  /** ARN of a policy that no role can go beyond. */
  readonly permissionsBoundary?: string;
  /** Tags for every role and user, beside those that say whose they are. */
  readonly tags?: Readonly<Record<string, string>>;
  /** What the policies of all roles are narrowed to. */
  readonly scope?: Partial<NamedScope>;
  readonly roles: readonly RoleRequest[];
  readonly users?: readonly UserRequest[];
}

/** A policy of a role or user: inside it, or beside it where it is too long for that. */
export interface AttachedPolicy {
  readonly name: string;
  readonly attach: 'inline' | 'managed';
  /** Only of a managed policy. */
  readonly arn?: string;
  readonly document: PolicyDocument;
}

/** What roles and users have in common. */
export interface IdentitySpec {
  readonly key: string;
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly policies: readonly AttachedPolicy[];
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundary?: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A role as it should be. */
export interface RoleSpec extends IdentitySpec {
  readonly description: string;
  readonly trust: PolicyDocument;
  readonly maxSessionDuration: number;
  readonly subjects: readonly Subject[];
  /** Those of the subjects that get its credentials by an association of EKS Pod Identity. */
  readonly associations: readonly Subject[];
}

/** A user as it should be; its keys are nobody's plan. */
export interface UserSpec extends IdentitySpec {}

/** Whose roles these are: what the tags say, and where they lie. */
export interface Owner {
  readonly partition: Partition;
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  readonly path: string;
}

/** All roles and users of a cluster. The same input gives the same plan. */
export interface RolePlan {
  readonly owner: Owner;
  readonly identity: Identity;
  readonly roles: readonly RoleSpec[];
  readonly users: readonly UserSpec[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The tags that say whose a role is. Nothing without them is ever changed or deleted. */
export const OWNER_TAGS = { cluster: 'kfdist:cluster', region: 'kfdist:region', key: 'kfdist:key' } as const;

/** The tags of one role or user of an owner. */
export function ownerTags({ clusterName, region }: Owner, key: string): Readonly<Record<string, string>> {
  return {
    [OWNER_TAGS.cluster]: clusterName,
    [OWNER_TAGS.region]: region,
    [OWNER_TAGS.key]: key,
  };
}
