import type { Diagnostic } from '@kfdist/diagnostics';
import { isAccountId, parseArn } from './arn.ts';
import { report } from './codes.ts';
import { dnsSuffix, isKnownRegion, isPartition, partitionOfRegion } from './partition.ts';
import { LIMITS } from './policy.ts';
import type { NamedScope } from './policy-definition.ts';
import { isScopedPolicy, type RolePlanInput, type RoleRequest, type UserRequest } from './role.ts';
import { issuerHost } from './trust.ts';

/** What is wrong with the facts about account, cluster and scope, all of it. */
export function checkInput(input: RolePlanInput): readonly Diagnostic[] {
  const { accountId, clusterName, path, namePrefix, permissionsBoundary, tags = {} } = input;
  return [
    ...checkRegion(input),
    ...wrong('accountId', accountId, isAccountId(accountId) || 'an account id of 12 digits'),
    ...wrong('clusterName', clusterName, CLUSTER_NAME.test(clusterName) || 'the name of an EKS cluster'),
    ...(namePrefix === undefined
      ? []
      : wrong('namePrefix', namePrefix, KEY.test(namePrefix) || 'made of letters, digits, _ . and -')),
    ...checkIssuer(input),
    ...(path === undefined ? [] : wrong('path', path, isPath(path) || 'a path such as /platform/example/')),
    ...(permissionsBoundary === undefined
      ? []
      : wrong(
          'permissionsBoundary',
          permissionsBoundary,
          isLimit(permissionsBoundary, input) || 'the ARN of a policy of this account, or of AWS',
        )),
    ...Object.entries(tags).flatMap(([key, value]) => wrong('tags', `${key}=${value}`, checkTag(key, value))),
    ...(Object.keys(tags).length > LIMITS.tags - 3
      ? wrong('tags', String(Object.keys(tags).length), `at most ${LIMITS.tags - 3} tags`)
      : []),
    ...checkScope(input.scope ?? {}, 'scope'),
  ];
}

/** What is wrong with what every role and user has. */
export function checkUser({ key, policies, scope = {}, name, path }: UserRequest): readonly Diagnostic[] {
  return [
    ...wrong('the key of a role', key, KEY.test(key) || 'made of letters, digits, _ . and -'),
    ...(name === undefined
      ? []
      : wrong(
          `the name of ${key}`,
          name,
          NAME.test(name) || `1 to ${LIMITS.roleName} letters, digits and +=,.@_-`,
        )),
    ...(path === undefined
      ? []
      : wrong(`the path of ${key}`, path, isPath(path) || 'a path such as /platform/')),
    ...checkScope(scope, `scope of ${key}`),
    ...policies.flatMap((policy) =>
      isScopedPolicy(policy) ? checkScope(policy.scope, `scope of ${key}`) : [],
    ),
  ];
}

/** What is wrong with one role that is wanted, by itself. */
export function checkRequest(request: RoleRequest): readonly Diagnostic[] {
  const { key, subjects, folder, maxSessionDuration, description = '', chainedFrom } = request;
  const session = maxSessionDuration ?? LIMITS.minimumSession;
  return [
    ...checkUser(request),
    ...(folder === undefined
      ? []
      : wrong('the folder of a role', folder, /^[\w+=,.@-]{1,64}$/.test(folder) || 'one word')),
    ...wrong(
      'maxSessionDuration',
      String(session),
      (Number.isInteger(session) && session >= LIMITS.minimumSession && session <= LIMITS.maximumSession) ||
        `${LIMITS.minimumSession} to ${LIMITS.maximumSession} seconds`,
    ),
    ...wrong(
      `the description of ${key}`,
      description,
      (description.length <= LIMITS.description && DESCRIPTION.test(description)) ||
        'at most 1000 characters up to U+00FF',
    ),
    ...(request.managedPolicyArns ?? []).flatMap((arn) =>
      wrong(`a managed policy of ${key}`, arn, isPolicyArn(arn) || 'the ARN of a policy'),
    ),
    ...subjects.flatMap(({ namespace, serviceAccount }) => [
      ...wrong(`a namespace of ${key}`, namespace, LABEL.test(namespace) || 'the name of a namespace'),
      ...wrong(
        `a ServiceAccount of ${key}`,
        serviceAccount,
        isSubdomain(serviceAccount) || 'the name of one',
      ),
    ]),
    ...(chainedFrom === undefined
      ? []
      : wrong(
          `the namespace of ${key}`,
          chainedFrom.namespace,
          LABEL.test(chainedFrom.namespace) || 'a namespace',
        )),
    ...(subjects.length === 0 && chainedFrom === undefined
      ? [report('ROLE_WITHOUT_SUBJECT', { args: { key } })]
      : []),
  ];
}

/** @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html */
const CLUSTER_NAME = /^[0-9A-Za-z][A-Za-z0-9_-]{0,99}$/;
const KEY = /^[\w.-]{1,128}$/;
const NAME = /^[\w+=,.@-]{1,64}$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DESCRIPTION = /^[\t\n\r\u0020-\u007e\u00a1-\u00ff]*$/;

const isSubdomain = (text: string) =>
  text.length <= 253 && text.split('.').every((label) => LABEL.test(label));
const isPath = (text: string) => text.length <= LIMITS.path - 64 && /^\/([\w+=,.@-]+\/)*$/.test(text);

function isPolicyArn(text: string): boolean {
  const arn = parseArn(text);
  return arn?.service === 'iam' && isPartition(arn.partition) && /^policy\/[\w+=,.@/-]+$/.test(arn.resource);
}

/** Not against an account or a partition that is itself wrong. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html */
function isLimit(text: string, { partition, accountId }: RolePlanInput): boolean {
  const arn = parseArn(text);
  if (arn === undefined || !isPolicyArn(text)) return false;
  const isHere = arn.partition === partition && [accountId, 'aws'].includes(arn.accountId);
  return isHere || !isAccountId(accountId) || !isPartition(partition);
}

function wrong(name: string, value: string, expected: string | true): readonly Diagnostic[] {
  return expected === true ? [] : [report('BAD_INPUT', { args: { name, value, expected } })];
}

function checkRegion({ partition, region }: RolePlanInput): readonly Diagnostic[] {
  if (!isPartition(partition)) return wrong('partition', partition, 'a partition such as aws or aws-cn');
  const actual = partitionOfRegion(region);
  if (actual === undefined) return wrong('region', region, 'a region such as eu-central-1');
  if (actual !== partition) {
    return [report('REGION_OUTSIDE_PARTITION', { args: { region, partition, actual } })];
  }
  return isKnownRegion(region) ? [] : [report('UNKNOWN_REGION', { args: { region } })];
}

function checkIssuer({
  partition,
  region,
  oidcIssuer,
  identity = 'irsa',
  roles,
}: RolePlanInput): readonly Diagnostic[] {
  if (oidcIssuer === undefined) {
    const isNeeded = roles.some(
      (role) => role.subjects.length > 0 && (role.identity ?? identity) !== 'pod-identity',
    );
    return !isNeeded ? [] : wrong('oidcIssuer', 'nothing', 'the issuer of the cluster, which IRSA needs');
  }
  const host = issuerHost(oidcIssuer);
  const isUrl = /^[a-z0-9.-]+(\/[\w./-]+)?$/i.test(host);
  if (!isUrl) return wrong('oidcIssuer', oidcIssuer, 'the issuer of a cluster');
  const place = /^oidc\.eks\.([\w-]+)\.(.+?)\//.exec(host);
  if (place === null || !isPartition(partition)) return [];
  const fits = place[1] === region && place[2] === dnsSuffix(partition);
  return wrong(
    'oidcIssuer',
    oidcIssuer,
    fits || `an issuer of ${region} (oidc.eks.${region}.${dnsSuffix(partition)}/id/…)`,
  );
}

function checkTag(key: string, value: string): string | true {
  const legal = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;
  const fits = key.length >= 1 && key.length <= LIMITS.tagKey && value.length <= LIMITS.tagValue;
  const reserved = /^(aws|kfdist):/i.test(key);
  return (
    (fits && !reserved && legal.test(key) && legal.test(value)) || 'a tag that IAM takes and we do not use'
  );
}

/** How each part of a scope looks. None of them takes a wildcard or a policy variable. */
const SCOPE: Readonly<Record<keyof NamedScope, readonly [pattern: RegExp, expected: string]>> = {
  hostedZoneIds: [/^Z[A-Z0-9]{1,31}$/, 'the id of a hosted zone, such as Z0123456789ABCDEFGHIJ'],
  domains: [/^([\w-]{1,63}\.)+[\w-]{2,63}\.?$/, 'a domain'],
  bucket: [
    /^(?!xn--|sthree-|.*\.\.|\d+\.\d+\.\d+\.\d+$)[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/,
    'the name of a bucket',
  ],
  prefix: [/^[\w!\-.'()/=@:+, ]*$/, 'a folder, without wildcards'],
  profile: [LABEL, 'the name of a profile'],
  secretPrefix: [/^\/?[\w+=.@/-]+$/, 'a name without wildcards'],
  secretNames: [
    /^(arn:[\w-]+:(secretsmanager|ssm):[\w-]+:\d{12}:)?[\w+=.@:/-]+$/,
    'a name without wildcards',
  ],
  kmsKeyArns: [/^arn:[\w-]+:kms:[\w-]+:\d{12}:key\/[\w-]+$/, 'the ARN of a KMS key'],
  vpcId: [/^vpc-[0-9a-z]{8,17}$/, 'the id of a VPC'],
  fileSystemIds: [/^fs-[0-9a-f]{8,40}$/, 'the id of an EFS file system'],
  nodeRoleArn: [/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role'],
  assumedRoleArns: [/^arn:[\w-]+:iam::\d{12}:role\/[\w+=,.@/-]+$/, 'the ARN of a role'],
  interruptionQueue: [/^[\w-]{1,80}(\.fifo)?$/, 'the name of a queue'],
  rolePath: [/^\/([\w+=,.@-]+\/)*$/, 'a path'],
};

const isScopeName = (name: string): name is keyof NamedScope => Object.hasOwn(SCOPE, name);

function checkScope(scope: Partial<NamedScope>, place: string): readonly Diagnostic[] {
  return Object.entries(scope).flatMap(([name, value]: [string, string | readonly string[]]) => {
    if (!isScopeName(name)) return wrong('scope', name, 'something that a policy is narrowed to');
    const [pattern, expected] = SCOPE[name];
    return [value]
      .flat()
      .flatMap((text) => wrong(`${name} (${place})`, text, pattern.test(text) || expected));
  });
}
