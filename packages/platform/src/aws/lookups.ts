import type { AcmCertificate, AwsCaller, AwsLookups, EksCluster, HostedZone } from '../lookups.ts';

/** Where AWS is asked. */
export interface AwsLookupOptions {
  /** @default the region that the SDK finds */
  readonly region?: string;
  /** How often a call is tried. @default 3 */
  readonly attempts?: number;
  /** Where the values of secrets lie. @default 'SecretsManager' */
  readonly secrets?: 'SecretsManager' | 'ParameterStore';
}

/**
 * Look-ups with credentials, profile and endpoint as the AWS SDK finds them. Each client is loaded when it is first needed.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/standardized-credentials.html
 */
export function awsLookups({
  region,
  attempts = 3,
  secrets = 'SecretsManager',
}: AwsLookupOptions = {}): AwsLookups {
  const config = { maxAttempts: attempts, ...(region === undefined ? {} : { region }) };
  const eks = once(async () => new (await import('@aws-sdk/client-eks')).EKS(config));
  const route53 = once(async () => new (await import('@aws-sdk/client-route-53')).Route53(config));
  const iam = once(async () => new (await import('@aws-sdk/client-iam')).IAM(config));
  return {
    caller: async () => await caller(new (await import('@aws-sdk/client-sts')).STS(config)),
    clusters: async () => await all((await eks()).paginateListClusters(), (page) => page.clusters),
    cluster: async (name) => await orAbsent(async () => await cluster(await eks(), name)),
    oidcProviders: async () =>
      ((await (await iam()).listOpenIDConnectProviders({})).OpenIDConnectProviderList ?? []).flatMap(
        ({ Arn }) => Arn ?? [],
      ),
    hostedZones: async () =>
      (await all((await route53()).paginateListHostedZones(), (page) => page.HostedZones)).map(zone),
    hostedZone: async (id) =>
      await orAbsent(async () => zone((await (await route53()).getHostedZone({ Id: id })).HostedZone ?? {})),
    certificate: async (arn) =>
      await orAbsent(
        async () => await certificate(new (await import('@aws-sdk/client-acm')).ACM(config), arn),
      ),
    bucketRegion: async (name) => await orAbsent(async () => (await bucketRegion(name, config)) ?? region),
    existingSecrets: async (names) =>
      secrets === 'ParameterStore' ? await parameters(names, config) : await secretsIn(names, config),
    quota: async (service, code) => await orAbsent(async () => await quota(service, code, config)),
    roleQuota: async () => {
      const { SummaryMap } = await (await iam()).getAccountSummary({});
      const { Roles: used, RolesQuota: limit } = SummaryMap ?? {};
      return used === undefined || limit === undefined ? undefined : { used, limit };
    },
  };
}

/** What all pages of a list hold; one may be empty although another follows. */
async function all<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<readonly Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}

type Config = { readonly maxAttempts: number; readonly region?: string };

function once<Client>(make: () => Promise<Client>): () => Promise<Client> {
  let client: Promise<Client> | undefined;
  return async () => {
    client ??= make();
    return await client;
  };
}

const ABSENT = /NotFound|NoSuch/;

/** What is there, or nothing; anything else that AWS says goes on. */
async function orAbsent<Result>(look: () => Promise<Result>): Promise<Result | undefined> {
  return await look().catch((error: unknown) => {
    if (error instanceof Error && ABSENT.test(error.name)) return undefined;
    throw error;
  });
}

async function caller(sts: import('@aws-sdk/client-sts').STS): Promise<AwsCaller> {
  const { Account = '', Arn = '' } = await sts.getCallerIdentity({});
  return { accountId: Account, arn: Arn };
}

async function cluster(eks: import('@aws-sdk/client-eks').EKS, name: string): Promise<EksCluster> {
  const { cluster: found = {} } = await eks.describeCluster({ name });
  const issuer = found.identity?.oidc?.issuer;
  const vpcId = found.resourcesVpcConfig?.vpcId;
  return {
    name,
    status: found.status ?? '',
    version: found.version ?? '',
    ...(issuer === undefined ? {} : { issuer }),
    ...(vpcId === undefined ? {} : { vpcId }),
  };
}

function zone({
  Id = '',
  Name = '',
  Config,
}: import('@aws-sdk/client-route-53').HostedZone | Record<string, never>): HostedZone {
  return {
    id: Id.replace(/^\/hostedzone\//, ''),
    name: Name.replace(/\.$/, ''),
    isPrivate: Config?.PrivateZone === true,
  };
}

async function certificate(acm: import('@aws-sdk/client-acm').ACM, arn: string): Promise<AcmCertificate> {
  const { Certificate: found = {} } = await acm.describeCertificate({ CertificateArn: arn });
  const expires = found.NotAfter?.getTime();
  return {
    status: found.Status ?? '',
    domains: [
      ...new Set([...(found.SubjectAlternativeNames ?? []), ...(found.DomainName ? [found.DomainName] : [])]),
    ],
    ...(expires === undefined ? {} : { expires }),
  };
}

/** A bucket answers in any region, and the client follows it there; a refusal of S3 has no text. */
async function bucketRegion(name: string, config: Config): Promise<string | undefined> {
  const { S3, S3ServiceException } = await import('@aws-sdk/client-s3');
  const s3 = new S3({ ...config, followRegionRedirects: true });
  const { BucketRegion } = await s3.headBucket({ Bucket: name }).catch((cause: unknown) => {
    if (!(cause instanceof S3ServiceException) || cause.$metadata.httpStatusCode !== 403) throw cause;
    throw new Error(`the bucket ${name} is somebody else's, or you may not look at it`, { cause });
  });
  return BucketRegion;
}

/** Only whether they have a value is asked: none is read. */
async function secretsIn(names: readonly string[], config: Config): Promise<ReadonlySet<string>> {
  const { SecretsManager } = await import('@aws-sdk/client-secrets-manager');
  const client = new SecretsManager(config);
  const found = await Promise.all(
    names.map(async (name) => await orAbsent(async () => await client.describeSecret({ SecretId: name }))),
  );
  return new Set(names.filter((_, i) => hasValue(found[i])));
}

/** AWS describes a secret that has no value yet, and one that waits for its deletion, as it does any other. */
function hasValue(secret: import('@aws-sdk/client-secrets-manager').DescribeSecretResponse = {}): boolean {
  const stages = Object.values(secret.VersionIdsToStages ?? {}).flat();
  return secret.DeletedDate === undefined && stages.includes('AWSCURRENT');
}

async function parameters(names: readonly string[], config: Config): Promise<ReadonlySet<string>> {
  const { SSM } = await import('@aws-sdk/client-ssm');
  const client = new SSM(config);
  const found = new Set<string>();
  // A filter takes up to 50 names
  for (let i = 0; i < names.length; i += 50) {
    const pages = client.paginateDescribeParameters({
      ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values: names.slice(i, i + 50) }],
      MaxResults: 50,
    });
    for (const { Name } of await all(pages, (page) => page.Parameters))
      if (Name !== undefined) found.add(Name);
  }
  return found;
}

async function quota(service: string, code: string, config: Config): Promise<number | undefined> {
  const { ServiceQuotas } = await import('@aws-sdk/client-service-quotas');
  const client = new ServiceQuotas(config);
  const input = { ServiceCode: service, QuotaCode: code };
  const own = await orAbsent(async () => await client.getServiceQuota(input));
  const { Quota } = own ?? (await client.getAWSDefaultServiceQuota(input));
  return Quota?.Value;
}
