/** Who calls AWS. */
export interface AwsCaller {
  readonly accountId: string;
  readonly arn: string;
}

/** What EKS knows about a cluster. */
export interface EksCluster {
  readonly name: string;
  readonly status: string;
  /** `1.34` */
  readonly version: string;
  readonly issuer?: string;
  readonly vpcId?: string;
}

/** A hosted zone of Route 53. */
export interface HostedZone {
  readonly id: string;
  /** Without the final dot. */
  readonly name: string;
  readonly isPrivate: boolean;
}

/** A certificate of ACM. */
export interface AcmCertificate {
  readonly status: string;
  readonly domains: readonly string[];
  /** Milliseconds since 1970. */
  readonly expires?: number;
}

/** What is asked of AWS: each rejects where AWS refuses, and answers `undefined` where there is no such thing. */
export interface AwsLookups {
  readonly caller: () => Promise<AwsCaller>;
  readonly clusters: () => Promise<readonly string[]>;
  readonly cluster: (name: string) => Promise<EksCluster | undefined>;
  /** The ARNs of the OIDC providers that IAM trusts. */
  readonly oidcProviders: () => Promise<readonly string[]>;
  readonly hostedZones: () => Promise<readonly HostedZone[]>;
  readonly hostedZone: (id: string) => Promise<HostedZone | undefined>;
  readonly certificate: (arn: string) => Promise<AcmCertificate | undefined>;
  /** The region of a bucket that the caller reaches. */
  readonly bucketRegion: (name: string) => Promise<string | undefined>;
  /** Which of the secrets have a value. */
  readonly existingSecrets: (names: readonly string[]) => Promise<ReadonlySet<string>>;
  /** The value of a quota: the account's own, or else the usual one. */
  readonly quota: (service: string, code: string) => Promise<number | undefined>;
  /** How many IAM roles the account has, and may have. */
  readonly roleQuota: () => Promise<{ readonly used: number; readonly limit: number } | undefined>;
}
