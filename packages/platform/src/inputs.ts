import type { Settings } from '@kfdist/config';
import {
  dnsSuffix,
  findPolicy,
  isPartition,
  type NamedScope,
  partitionOfRegion,
  type RolePlanInput,
  type ScopeName,
} from '@kfdist/iam';
import type { SettingsReader } from './settings-reader.ts';

/** What the Applications need to know about the cluster and its repository. */
export interface ApplicationInputs {
  readonly repository: string;
  readonly revision: string;
  /** The folder of the platform below the Git root, without a trailing slash. */
  readonly root: string;
  readonly namePrefix: string;
  /** The cluster's name in Argo CD. */
  readonly cluster: string;
  readonly argocdNamespace: string;
}

/** The one mapping from settings to the inputs of the packages below. */
export function applicationInputs(reader: SettingsReader): ApplicationInputs {
  const read = (key: string, otherwise = ''): string => {
    reader.note(key, 'Argo CD', undefined);
    return reader.settings.values.get(key)?.text ?? otherwise;
  };
  return {
    repository: read('git_repo.url'),
    revision: read('git_repo.target_revision'),
    root: read('git_repo.path').replace(/\/+$/, ''),
    namePrefix: read('argocd.name_prefix'),
    cluster: read('argocd.cluster', 'in-cluster'),
    argocdNamespace: read('argocd.namespace', 'argocd'),
  };
}

/** What is known about cluster and account for planning roles, and what is not. */
export interface RoleFacts {
  readonly input: Omit<RolePlanInput, 'roles'> & { readonly path: string };
  /** Settings without a value that every role waits for. */
  readonly missing: readonly string[];
}

/** The facts that roles are made from. */
export function roleFacts(settings: Settings): RoleFacts {
  const read = (key: string) => settings.values.get(key)?.text;
  const [clusterName = '', accountId = '', region = ''] = OWNER_FACTS.map(read);
  const given = read('aws_partition') ?? partitionOfRegion(region) ?? 'aws';
  const partition = isPartition(given) ? given : 'aws';
  const provider = read('oidc_provider_id');
  const boundary = read('iam.permissions_boundary');
  const tags = [...settings.values.values()]
    .filter(({ key }) => key.startsWith(`${ROLE_TAGS}.`))
    .map(({ key, text }) => [key.slice(ROLE_TAGS.length + 1), text]);
  return {
    input: {
      partition,
      region,
      accountId,
      clusterName,
      path: read('iam.role_path') ?? `/kfdist/${clusterName}/`,
      ...(provider === undefined
        ? {}
        : { oidcIssuer: `https://oidc.eks.${region}.${dnsSuffix(partition)}/id/${provider}` }),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
    },
    missing: [...OWNER_FACTS, 'oidc_provider_id'].filter((key) => read(key) === undefined),
  };
}

/** What says whose roles are meant. */
const OWNER_FACTS = ['cluster_name', 'aws_account_id', 'aws_region'];

/** Tags for all roles are settings below this. */
export const ROLE_TAGS = 'iam.tags';

/** What a policy is narrowed to, and the settings without which it would be open. */
export interface ScopeOfPolicy {
  readonly scope: Partial<NamedScope>;
  readonly missing: readonly string[];
}

/** What a policy of the table is narrowed to by the settings. */
export function policyScope(policy: string, { values }: Settings): ScopeOfPolicy {
  const { needs = [], uses = [] } = findPolicy(policy) ?? {};
  const found = SCOPES.flatMap(([name, key]) => {
    if (!needs.includes(name) && !uses.includes(name)) return [];
    const setting = key(policy);
    const text = name === 'prefix' ? folderOf(setting, values) : values.get(setting)?.text;
    return [{ name, setting, text, isNeeded: needs.includes(name) }];
  });
  const scope = found.map(({ name, text }) => [name, LISTS.has(name) && text !== undefined ? [text] : text]);
  return {
    scope: Object.fromEntries(scope.filter(([, value]) => value !== undefined)),
    missing: found.flatMap(({ isNeeded, text, setting }) =>
      isNeeded && text === undefined ? [setting] : [],
    ),
  };
}

/** `pipelines-s3-read` keeps to the bucket of `pipelines`. */
const stem = (policy: string) => policy.replace(/-s3(-\w+)?$/, '').replaceAll('-', '_');

/** `external-secrets-parameters` has the settings of `external_secrets`. */
const settingsOf = (policy: string) => policy.replace(/-parameters$/, '').replaceAll('-', '_');

/** The settings that narrow policies, by what they narrow them to. */
const SCOPES: readonly (readonly [ScopeName, (policy: string) => string])[] = [
  ['hostedZoneIds', () => 'route53.hosted_zone_id'],
  ['domains', () => 'route53.hosted_zone_domain'],
  ['bucket', (policy) => `s3.bucket.${stem(policy)}`],
  ['prefix', (policy) => `s3.key_prefix.${stem(policy)}`],
  ['secretPrefix', () => 'cluster_name'],
  ['vpcId', () => 'vpc_id'],
  ['kmsKeyArns', (policy) => `${settingsOf(policy)}.kms_key_arn`],
  ['fileSystemIds', (policy) => `${settingsOf(policy)}.file_system_id`],
  ['nodeRoleArn', (policy) => `${settingsOf(policy)}.node_role_arn`],
  ['interruptionQueue', (policy) => `${settingsOf(policy)}.interruption_queue`],
];

const LISTS: ReadonlySet<ScopeName> = new Set(['hostedZoneIds', 'domains', 'kmsKeyArns', 'fileSystemIds']);

/** The folder that holds both what is written below `s3.key_prefix` and what is uploaded below `s3.path`. */
function folderOf(setting: string, values: Settings['values']): string | undefined {
  const texts = [setting, setting.replace('s3.key_prefix.', 's3.path.')].flatMap(
    (key) => values.get(key)?.text ?? [],
  );
  const [first, ...others] = texts.map((text) => text.split('/').filter((part) => part !== ''));
  const length = first?.findIndex((part, at) => others.some((other) => other[at] !== part)) ?? 0;
  const shared = first?.slice(0, length < 0 ? first.length : length) ?? [];
  return shared.length === 0 ? undefined : shared.join('/');
}
