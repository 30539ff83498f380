import { oneOrMore } from '../one-or-more.ts';
import { type PolicyDocument, policyDocument, type Statement } from '../policy.ts';
import { type ClusterScope, definePolicy } from '../policy-definition.ts';

/** Whose secrets are read: names that begin with `secretPrefix` and a slash, and single ones beside them. */
export interface ExternalSecretsScope extends ClusterScope {
  /** @default the name of the cluster */
  readonly secretPrefix?: string;
  /** Whole names or ARNs of secrets that lie elsewhere. */
  readonly secretNames?: readonly string[];
  readonly kmsKeyArns?: readonly string[];
}

/**
 * Lets External Secrets read the secrets of AWS Secrets Manager below a prefix.
 *
 * The slash after the prefix matters: `secret:example*` would also be `example-2/...`.
 *
 * @see https://external-secrets.io/v2.9.0/provider/aws-secrets-manager/
 */
export function externalSecretsPolicy(scope: ExternalSecretsScope): PolicyDocument {
  return policyDocument([
    {
      Sid: 'ReadSecrets',
      Effect: 'Allow',
      Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue'],
      Resource: secretArns(scope),
    },
    ...decryption(scope),
  ]);
}

/**
 * Lets External Secrets read the parameters of AWS Systems Manager Parameter Store below a prefix.
 *
 * @see https://external-secrets.io/v2.9.0/provider/aws-parameter-store/
 */
export function externalSecretsParametersPolicy(scope: ExternalSecretsScope): PolicyDocument {
  return policyDocument([
    {
      Sid: 'ReadParameters',
      Effect: 'Allow',
      Action: ['ssm:GetParameter', 'ssm:GetParameters'],
      Resource: parameterArns(scope),
    },
    ...decryption(scope),
  ]);
}

/**
 * Lets `credentials push` write generated values below a prefix of AWS Secrets Manager.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html
 */
export function pushSecretsPolicy(scope: ExternalSecretsScope): PolicyDocument {
  return policyDocument([
    {
      Sid: 'WriteSecrets',
      Effect: 'Allow',
      Action: [
        'secretsmanager:CreateSecret',
        'secretsmanager:DescribeSecret',
        'secretsmanager:GetSecretValue',
        'secretsmanager:PutSecretValue',
        'secretsmanager:TagResource',
      ],
      Resource: secretArns(scope),
    },
    ...decryption(scope, ['kms:Decrypt', 'kms:GenerateDataKey']),
  ]);
}

/** The roles that the operator may change into. */
export interface AssumeSecretRolesScope extends ClusterScope {
  /** Path of the roles of the cluster; those in its `secrets/` folder may be assumed. */
  readonly rolePath: string;
  /** Roles of namespaces that lie elsewhere. */
  readonly assumedRoleArns?: readonly string[];
}

/**
 * Lets the External Secrets operator change into the roles of single namespaces. Their trust has to be bound to
 * stores of the platform, see `chainedTrust`.
 *
 * @see https://external-secrets.io/v2.9.0/provider/aws-access/
 */
export function externalSecretsAssumeRolePolicy(scope: AssumeSecretRolesScope): PolicyDocument {
  const { partition, accountId, rolePath, assumedRoleArns = [] } = scope;
  return policyDocument([
    {
      Sid: 'AssumeNamespaceRoles',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Resource: oneOrMore([
        `arn:${partition}:iam::${accountId}:role${rolePath}secrets/*`,
        ...assumedRoleArns,
      ]),
    },
  ]);
}

function prefixOf({ secretPrefix, clusterName }: ExternalSecretsScope): string {
  return (secretPrefix ?? clusterName).replaceAll(/^\/+|\/+$/g, '');
}

/** AWS Secrets Manager adds six characters of its own to the name of a secret. */
function secretArns(scope: ExternalSecretsScope): string | readonly string[] {
  const { partition, region, accountId, secretNames = [] } = scope;
  const begin = `arn:${partition}:secretsmanager:${region}:${accountId}:secret:`;
  return oneOrMore([
    `${begin}${prefixOf(scope)}/*`,
    ...secretNames.map((name) => (name.startsWith('arn:') ? name : `${begin}${name}-??????`)),
  ]);
}

/** The slash in front of a parameter's name is that of its ARN. */
function parameterArns(scope: ExternalSecretsScope): string | readonly string[] {
  const { partition, region, accountId, secretNames = [] } = scope;
  const begin = `arn:${partition}:ssm:${region}:${accountId}:parameter/`;
  return oneOrMore([
    `${begin}${prefixOf(scope)}/*`,
    ...secretNames.map((name) => (name.startsWith('arn:') ? name : `${begin}${name.replace(/^\//, '')}`)),
  ]);
}

function decryption(
  { kmsKeyArns = [] }: ExternalSecretsScope,
  actions: readonly string[] = ['kms:Decrypt'],
): readonly Statement[] {
  if (kmsKeyArns.length === 0) return [];
  return [{ Sid: 'UseKeys', Effect: 'Allow', Action: actions, Resource: kmsKeyArns }];
}

const secretNames = 'All secrets of this cluster are meant; the prefix ends with a slash.';

/** `external-secrets` of the table of policies. */
export const externalSecrets = definePolicy({
  summary: 'Reads the secrets below a prefix of AWS Secrets Manager',
  source: 'external-secrets/external-secrets 2.9.0 docs/provider/aws-secrets-manager.md',
  needs: [],
  uses: ['secretPrefix', 'secretNames', 'kmsKeyArns'],
  wildcards: { ReadSecrets: secretNames },
  document: externalSecretsPolicy,
});

/** `external-secrets-parameters` of the table of policies. */
export const externalSecretsParameters = definePolicy({
  summary: 'Reads the parameters below a prefix of AWS Systems Manager Parameter Store',
  source: 'external-secrets/external-secrets 2.9.0 docs/provider/aws-parameter-store.md',
  needs: [],
  uses: ['secretPrefix', 'secretNames', 'kmsKeyArns'],
  wildcards: { ReadParameters: secretNames },
  document: externalSecretsParametersPolicy,
});

/** `external-secrets-assume-role` of the table of policies. */
export const externalSecretsAssumeRole = definePolicy({
  summary: 'Changes into the roles of single namespaces',
  source: 'external-secrets/external-secrets 2.9.0 docs/provider/aws-access.md',
  needs: ['rolePath'],
  uses: ['assumedRoleArns'],
  wildcards: { AssumeNamespaceRoles: 'The folder has only the roles that are planned for this.' },
  document: externalSecretsAssumeRolePolicy,
});

/** `push-secrets` of the table of policies. */
export const pushSecrets = definePolicy({
  summary: 'Writes the secrets below a prefix of AWS Secrets Manager',
  source: 'AWS Secrets Manager user guide',
  needs: [],
  uses: ['secretPrefix', 'secretNames', 'kmsKeyArns'],
  wildcards: { WriteSecrets: secretNames },
  document: pushSecretsPolicy,
});
