import type { Settings } from '@kfdist/config';
import {
  dnsSuffix,
  findPolicy,
  type Identity,
  isIdentity,
  isPartition,
  type NamedScope,
  partitionOfRegion,
  type RolePlanInput,
  type ScopeName,
} from '@kfdist/iam';
import type { Mirror } from '@kfdist/manifests';
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

/** What Argo CD calls the cluster that it runs in. */
export const IN_CLUSTER = 'in-cluster';

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
    cluster: read('argocd.cluster', IN_CLUSTER),
    argocdNamespace: read('argocd.namespace', 'argocd'),
  };
}

/** How the platform is built, and what the Applications point to. */
export interface DeliveryInputs {
  /** `reference`: Argo CD resolves the pins. `hydrated`: the final objects are committed. */
  readonly delivery: 'reference' | 'hydrated';
  readonly mirrors: readonly Mirror[];
  /** Three numbers, as tools take it. */
  readonly kubernetesVersion: string;
}

/** How the settings say that the platform is built and delivered. */
export function deliveryInputs({ settings: { values }, note }: SettingsReader): DeliveryInputs {
  const read = (key: string) => {
    note(key, 'the build', undefined);
    return values.get(key)?.text;
  };
  const keys = [...values.keys()].filter((key) => /^mirrors\.\d+\.(?:from|to)$/.test(key));
  const numbers = [...new Set(keys.map((key) => Number(key.split('.')[1])))].toSorted((a, b) => a - b);
  const version = read('kubernetes_version') ?? '1.35';
  return {
    delivery: read('delivery') === 'hydrated' ? 'hydrated' : 'reference',
    mirrors: numbers.map((i) => ({
      from: read(`mirrors.${i}.from`) ?? '',
      to: read(`mirrors.${i}.to`) ?? '',
    })),
    kubernetesVersion: version.split('.').length < 3 ? `${version}.0` : version,
  };
}

/** The ARN of the cluster, `undefined` where the settings do not say all of it. */
export function clusterArn({ values }: Settings): string | undefined {
  const keys = ['aws_region', 'aws_account_id', 'cluster_name'];
  const [region, account, name] = keys.map((key) => values.get(key)?.text);
  if (region === undefined || account === undefined || name === undefined) return undefined;
  const partition = values.get('aws_partition')?.text ?? partitionOfRegion(region) ?? 'aws';
  return `arn:${partition}:eks:${region}:${account}:cluster/${name}`;
}

/** What is known about cluster and account for planning roles, and what is not. */
export interface RoleFacts {
  readonly input: Omit<RolePlanInput, 'roles'> & { readonly path: string; readonly identity: Identity };
  /** Settings without a value that every role waits for. */
  readonly missing: readonly string[];
  /** Settings without a value that roles wait for which pods assume by their own tokens. */
  readonly missingForTokens: readonly string[];
}

/** The facts that roles are made from. */
export function roleFacts(settings: Settings): RoleFacts {
  const read = (key: string) => settings.values.get(key)?.text;
  const [clusterName = '', accountId = '', region = ''] = OWNER_FACTS.map(read);
  const given = read('aws_partition') ?? partitionOfRegion(region) ?? 'aws';
  const partition = isPartition(given) ? given : 'aws';
  const provider = read(OIDC_PROVIDER);
  const boundary = read('iam.permissions_boundary');
  const wanted = read(ROLE_IDENTITY) ?? 'irsa';
  const tags = [...settings.values.values()]
    .filter(({ key }) => key.startsWith(`${ROLE_TAGS}.`))
    .map(({ key, text }) => [key.slice(ROLE_TAGS.length + 1), text]);
  return {
    input: {
      partition,
      region,
      accountId,
      clusterName,
      identity: isIdentity(wanted) ? wanted : 'irsa',
      path: read('iam.role_path') ?? `/kfdist/${clusterName}/`,
      ...(provider === undefined
        ? {}
        : { oidcIssuer: `https://oidc.eks.${region}.${dnsSuffix(partition)}/id/${provider}` }),
      ...(boundary === undefined ? {} : { permissionsBoundary: boundary }),
      ...(tags.length === 0 ? {} : { tags: Object.fromEntries(tags) }),
    },
    missing: OWNER_FACTS.filter((key) => read(key) === undefined),
    missingForTokens: [OIDC_PROVIDER].filter((key) => read(key) === undefined),
  };
}

/** What says whose roles are meant. */
const OWNER_FACTS = ['cluster_name', 'aws_account_id', 'aws_region'];

const OIDC_PROVIDER = 'oidc_provider_id';

/** The setting that says how pods get the credentials of their roles. */
export const ROLE_IDENTITY = 'iam.identity';

/** The setting that says where Secrets are kept that name no backend. */
export const SECRETS_BACKEND = 'components.secrets';

/** Where Secrets are kept that name no backend: External Secrets wherever it is selected. */
export function secretsBackend({ values }: Settings): 'sealed-secrets' | 'external-secrets' {
  return values.get(SECRETS_BACKEND)?.text === 'sealed-secrets' ? 'sealed-secrets' : 'external-secrets';
}

/** Tags for all roles are settings below this. */
export const ROLE_TAGS = 'iam.tags';

/** What a policy is narrowed to, and the settings without which it would be open. */
export interface PolicyScopes {
  /** More than one where it is for several folders. */
  readonly scopes: readonly Partial<NamedScope>[];
  readonly missing: readonly string[];
}

/** What a policy of the table is narrowed to by the settings. */
export function policyScopes(policy: string, { values }: Settings): PolicyScopes {
  const { needs = [], uses = [] } = findPolicy(policy) ?? {};
  const found = SCOPES.flatMap(([name, key]) => {
    const setting = key(policy);
    return needs.includes(name) || uses.includes(name)
      ? [{ name, setting, text: values.get(setting)?.text }]
      : [];
  });
  const scope: Partial<NamedScope> = Object.fromEntries(
    found.flatMap(({ name, text }) =>
      text === undefined ? [] : [[name, LISTS.has(name) ? [text] : text] as const],
    ),
  );
  const folders = uses.includes('prefix') ? foldersOf(policy, values) : [];
  return {
    scopes: folders.length === 0 ? [scope] : folders.map((prefix) => ({ ...scope, prefix })),
    missing: found.flatMap(({ name, text, setting }) =>
      text === undefined && needs.includes(name) ? [setting] : [],
    ),
  };
}

/** `pipelines-s3-read` keeps to the bucket of `pipelines`, and so do profiles. */
const stem = (policy: string) =>
  policy === PROFILE ? 'pipelines' : policy.replace(/-s3(-\w+)?$/, '').replaceAll('-', '_');

const PROFILE = 'profile-s3';

/** `external-secrets-parameters` has the settings of `external_secrets`. */
const settingsOf = (policy: string) => policy.replace(/-parameters$/, '').replaceAll('-', '_');

/** The settings that narrow policies, by what they narrow them to. */
const SCOPES: readonly (readonly [ScopeName, (policy: string) => string])[] = [
  ['hostedZoneIds', () => 'route53.hosted_zone_id'],
  ['domains', () => 'route53.hosted_zone_domain'],
  ['bucket', (policy) => `s3.bucket.${stem(policy)}`],
  ['secretPrefix', () => 'cluster_name'],
  ['vpcId', () => 'vpc_id'],
  ['kmsKeyArns', (policy) => `${settingsOf(policy)}.kms_key_arn`],
  ['fileSystemIds', (policy) => `${settingsOf(policy)}.file_system_id`],
  ['nodeRoleArn', (policy) => `${settingsOf(policy)}.node_role_arn`],
  ['interruptionQueue', (policy) => `${settingsOf(policy)}.interruption_queue`],
];

const LISTS: ReadonlySet<ScopeName> = new Set(['hostedZoneIds', 'domains', 'kmsKeyArns', 'fileSystemIds']);

/** The folders of a bucket that are written to, without those inside another; none for the whole bucket. */
function foldersOf(policy: string, values: Settings['values']): readonly string[] {
  const keys = policy === PROFILE ? ['s3.key_prefix'] : ['s3.key_prefix', 's3.path'];
  const texts = keys.flatMap((key) => values.get(`${key}.${stem(policy)}`)?.text ?? []);
  const folders = [...new Set(texts.map((text) => text.replaceAll(/^\/+|\/+$/g, '')))];
  if (folders.includes('')) return [];
  return folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/`)));
}
