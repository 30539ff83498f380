import type { KubernetesObject } from './reading.ts';

/** The objects that one Argo CD Application delivers, as built, and what is known about the Application. */
export interface BuiltComponent {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
  /** The sync wave of its Application; rules about order are silent where it is not known. */
  readonly wave?: number | undefined;
  /** Where namespaced objects go that name no namespace. @default default */
  readonly namespace?: string | undefined;
  /** The sync options of its Application; rules about them are silent where they are not known. */
  readonly syncOptions?: readonly string[] | undefined;
  readonly ignoreDifferences?: readonly IgnoredDifference[] | undefined;
  /** The AppProject that confines its Application. */
  readonly project?: string | undefined;
  /** What is wrong with it on purpose, with the reason. */
  readonly suppressions?: readonly Suppression[] | undefined;
  /** What its programs make at run time: `Secret/argocd/argocd-redis`, `*` stands for any text. */
  readonly provides?: readonly string[] | undefined;
}

/** What Argo CD leaves out of the comparison of an object. */
export interface IgnoredDifference {
  readonly group?: string | undefined;
  readonly kind: string;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  /** Missing where another syntax says which fields: they count as any. */
  readonly jsonPointers?: readonly string[] | undefined;
}

/** A finding that is known and stays. */
export interface Suppression {
  readonly rule: string;
  /** `Kind/namespace/name`, or `Kind/name` of what has no namespace; `*` stands for any text. @default any object */
  readonly object?: string | undefined;
  /** What the message says, where one object has several findings; `*` stands for any text. @default any message */
  readonly message?: string | undefined;
  readonly reason: string;
  /** Whether it may find nothing: what it is about is there only with some choices of components. */
  readonly sometimes?: boolean | undefined;
}
