import type { PolicyDocument } from './policy.ts';
import type { RoleSpec, UserSpec } from './role.ts';
import type { Subject } from './trust.ts';

/** A role or user of an account, as it was found. */
export interface ObservedIdentity {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Documents as IAM gave them: objects, JSON or URL-encoded JSON. */
  readonly inlinePolicies: Readonly<Record<string, unknown>>;
  readonly managedPolicyArns: readonly string[];
  readonly permissionsBoundary?: string;
}

/** A role, as it was found. */
export interface ObservedRole extends ObservedIdentity {
  readonly trust: unknown;
  readonly instanceProfiles: readonly string[];
  readonly description?: string;
  readonly maxSessionDuration?: number;
}

/** A user, as it was found. */
export interface ObservedUser extends ObservedIdentity {
  readonly hasAccessKeys: boolean;
}

/** A managed policy of the account, as it was found. */
export interface ObservedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly document: unknown;
  /** Ids of the versions beside the default one, oldest first. */
  readonly otherVersions: readonly string[];
}

/** An association of EKS Pod Identity, as it was found. */
export interface ObservedAssociation extends Subject {
  readonly id: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Whether it gives the credentials of its role itself, with session tags, and nothing less or else. */
  readonly isPlain: boolean;
}

/** What was found of the roles of a cluster, and of others that have their names. */
export interface Observed {
  readonly roles: readonly ObservedRole[];
  readonly users: readonly ObservedUser[];
  readonly policies: readonly ObservedPolicy[];
  /** Those of the cluster; they are read only where roles use Pod Identity. */
  readonly associations: readonly ObservedAssociation[];
}

/** A role or a user. */
export type IdentityKind = 'role' | 'user';

/** Which role or user a step is about. */
export interface StepTarget {
  readonly kind: IdentityKind;
  readonly name: string;
}

/** One call to IAM or EKS, as data. Every step can be repeated, or tells that it was done before. */
export type Step =
  | { readonly call: 'create-role'; readonly role: RoleSpec }
  | { readonly call: 'create-user'; readonly user: UserSpec }
  | { readonly call: 'update-trust'; readonly name: string; readonly document: PolicyDocument }
  | {
      readonly call: 'update-role';
      readonly name: string;
      readonly description: string;
      readonly maxSessionDuration: number;
    }
  | ({ readonly call: 'tag'; readonly tags: Readonly<Record<string, string>> } & StepTarget)
  | ({ readonly call: 'put-boundary'; readonly arn: string } & StepTarget)
  | ({ readonly call: 'delete-boundary' } & StepTarget)
  | ({ readonly call: 'put-policy'; readonly policy: string; readonly document: PolicyDocument } & StepTarget)
  | ({ readonly call: 'delete-policy'; readonly policy: string } & StepTarget)
  | ({ readonly call: 'attach-policy'; readonly arn: string } & StepTarget)
  | ({ readonly call: 'detach-policy'; readonly arn: string } & StepTarget)
  | ({ readonly call: 'delete-identity' } & StepTarget)
  | { readonly call: 'leave-instance-profile'; readonly name: string; readonly profile: string }
  | { readonly call: 'create-managed-policy'; readonly policy: ManagedPolicySpec }
  | {
      readonly call: 'update-managed-policy';
      readonly policy: ManagedPolicySpec;
      /** Versions to delete first, so that there is room for a new one. */
      readonly surplus: readonly string[];
    }
  | { readonly call: 'delete-managed-policy'; readonly arn: string; readonly versions: readonly string[] }
  | { readonly call: 'create-association'; readonly association: AssociationSpec }
  | { readonly call: 'update-association'; readonly id: string; readonly roleArn: string }
  | {
      readonly call: 'tag-association';
      readonly arn: string;
      readonly tags: Readonly<Record<string, string>>;
    }
  | { readonly call: 'delete-association'; readonly id: string };

/** An association of EKS Pod Identity as it should be. */
export interface AssociationSpec extends Subject {
  readonly roleArn: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** A managed policy as it should be. */
export interface ManagedPolicySpec {
  readonly name: string;
  readonly path: string;
  readonly arn: string;
  readonly document: PolicyDocument;
  readonly tags: Readonly<Record<string, string>>;
}

/** One thing that is not as it should be. */
export interface Difference {
  /** `trust`, `description`, `tag team`, `policy kfdist` and the like. */
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** What has to happen to one role with its associations, user or managed policy, or to an association without its role. */
export interface RoleChange {
  readonly kind: IdentityKind | 'policy' | 'association';
  readonly name: string;
  readonly arn: string;
  /** `refused` is what must not be touched; the diagnostics say why. */
  readonly action: 'create' | 'update' | 'delete' | 'unchanged' | 'refused';
  readonly differences: readonly Difference[];
  readonly steps: readonly Step[];
}

/** Whether anything would be done. */
export function hasChanges(changes: readonly RoleChange[]): boolean {
  return changes.some(({ steps }) => steps.length > 0);
}
