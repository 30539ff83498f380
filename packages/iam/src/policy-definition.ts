import type { Partition } from './partition.ts';
import type { PolicyDocument } from './policy.ts';

/** The cluster that a policy is for: enough for everything whose names we choose ourselves. */
export interface ClusterScope {
  readonly partition: Partition;
  readonly region: string;
  readonly accountId: string;
  readonly clusterName: string;
}

/** What a policy can be narrowed to beyond the cluster. */
export interface NamedScope {
  /** Ids of Route 53 zones, without `/hostedzone/`. */
  readonly hostedZoneIds: readonly string[];
  /** Domains below which records are written; every name of the zones when absent. */
  readonly domains: readonly string[];
  readonly bucket: string;
  /** Folder in the bucket, with or without its trailing slash; the whole bucket when absent. */
  readonly prefix: string;
  /** Name of a Kubeflow profile, which is the name of its namespace. */
  readonly profile: string;
  /** First part of the names of secrets and parameters; the cluster's name when absent. */
  readonly secretPrefix: string;
  /** Whole names, or ARNs, of secrets and parameters that lie elsewhere. */
  readonly secretNames: readonly string[];
  /** Customer-managed keys that the data is encrypted with. */
  readonly kmsKeyArns: readonly string[];
  readonly vpcId: string;
  readonly fileSystemIds: readonly string[];
  /** The role of the nodes that Karpenter starts. */
  readonly nodeRoleArn: string;
  /** Name of the queue of interruption notices; the cluster's name when absent. */
  readonly interruptionQueue: string;
  /** Roles of namespaces that lie outside the folder of those that are planned. */
  readonly assumedRoleArns: readonly string[];
  /** Path of the roles of this cluster, with both slashes. */
  readonly rolePath: string;
}

/** The name of something that a policy can be narrowed to. */
export type ScopeName = keyof NamedScope;

/** Everything that is known when a policy is made. */
export type PolicyScope = ClusterScope & Partial<NamedScope>;

/** The scope of a policy that needs `Need` and can use any of the rest. */
export type ScopeWith<Need extends ScopeName> = PolicyScope & Pick<NamedScope, Need>;

/** One entry of the table of policies. */
export interface PolicyDefinition {
  readonly summary: string;
  /** The upstream page or file, with the release, that the policy was checked against. */
  readonly source: string;
  /** What has to be known beyond the cluster. */
  readonly needs: readonly ScopeName[];
  /** What narrows it further where known. */
  readonly uses: readonly ScopeName[];
  /** Why a statement, by its Sid, names more than the settings do. */
  readonly wildcards: Readonly<Record<string, string>>;
  /** The policy for a scope, or the names that the scope lacks. */
  readonly build: (scope: PolicyScope) => BuiltPolicy;
}

/** A policy, or what it could not be made without. */
export type BuiltPolicy = { readonly document: PolicyDocument } | { readonly missing: readonly ScopeName[] };

/** An entry of the table whose function sees what it needs as given. */
export function definePolicy<const Need extends ScopeName = never>(
  entry: Omit<PolicyDefinition, 'build' | 'needs'> & {
    readonly needs: readonly Need[];
    readonly document: (scope: ScopeWith<Need>) => PolicyDocument;
  },
): PolicyDefinition {
  const { document, ...rest } = entry;
  const complete = (scope: PolicyScope): scope is ScopeWith<Need> => lacking(scope, rest.needs).length === 0;
  return {
    ...rest,
    build: (scope) =>
      complete(scope) ? { document: document(scope) } : { missing: lacking(scope, rest.needs) },
  };
}

function lacking(scope: PolicyScope, needs: readonly ScopeName[]): readonly ScopeName[] {
  return needs.filter((name) => scope[name] === undefined || scope[name].length === 0);
}
