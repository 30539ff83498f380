import type { Span } from '@kfdist/diagnostics';
import type { Recipe } from './recipe.ts';

/** The places where the values of a Secret can be kept. */
export const BACKENDS = ['sealed-secrets', 'external-secrets'] as const;

/** Where the values of a Secret are kept: encrypted in Git, or in an AWS service that External Secrets reads. */
export type Backend = (typeof BACKENDS)[number];

/** The scopes of a SealedSecret, from narrow to wide. */
export const SCOPES = ['strict', 'namespace-wide', 'cluster-wide'] as const;

/**
 * Which rename a sealed value survives: none, another name in the namespace, or any.
 * @see https://github.com/bitnami/sealed-secrets#scopes
 */
export type Scope = (typeof SCOPES)[number];

/** One Secret of the platform and how each of its values is made. Never a value: it can be printed, logged, compared. */
export interface CredentialSpec {
  readonly name: string;
  readonly namespace: string;
  /** The component that declares it; its files lie in `secrets/<component>/`. */
  readonly component: string;
  /** @default 'Opaque' */
  readonly type?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  /**
   * Whether somebody else makes the Secret, and these keys are put into it. For a SealedSecret, the Secret itself must
   * have the annotation `sealedsecrets.bitnami.com/patch: "true"`.
   * @see https://github.com/bitnami/sealed-secrets#patching-existing-secrets
   * @default false
   */
  readonly merge?: boolean;
  /** Set where the component does not follow the platform's choice. */
  readonly backend?: Backend;
  /** @default 'strict' */
  readonly scope?: Scope;
  /** Name of the remote secret, where it is not derived from the cluster and the Secret. */
  readonly remote?: string;
  readonly keys: readonly CredentialKey[];
  /** Values that no Secret holds as they are, such as the password behind a hash. */
  readonly values: readonly NamedValue[];
  /** The workloads that read the Secret only when they start. */
  readonly restarts: readonly Workload[];
  readonly span?: Span;
}

/** One key of a Secret. */
export interface CredentialKey {
  readonly key: string;
  readonly recipe: Recipe;
  /** Where this one value lies, if not beside the others. */
  readonly remote?: RemoteRef;
  /** What a person calls this login: it is handed over once, when it is generated. */
  readonly show?: string;
  readonly span?: Span;
}

/** A value with a name of its own, which recipes of any component may refer to. */
export interface NamedValue {
  readonly name: string;
  readonly recipe: Recipe;
  readonly show?: string;
  readonly span?: Span;
}

/** A remote secret, or one property of it if it holds JSON. */
export interface RemoteRef {
  readonly key: string;
  readonly property?: string;
}

/** The kinds of workload that can be told to restart. */
export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet'] as const;

/** A workload, by what makes it unique. */
export interface Workload {
  readonly kind: (typeof WORKLOAD_KINDS)[number];
  readonly namespace: string;
  readonly name: string;
}

/** The name of a Secret in the lock file, in reports and in references: `namespace/name`. */
export function credentialId({ namespace, name }: Pick<CredentialSpec, 'namespace' | 'name'>): string {
  return `${namespace}/${name}`;
}

/** The id of a Secret's key among the values. */
export function keyId(spec: Pick<CredentialSpec, 'namespace' | 'name'>, key: string): string {
  return `${credentialId(spec)}/${key}`;
}
