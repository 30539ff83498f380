/** The separate AWS clouds, each with its own accounts, endpoints and ARN prefix. */
export type Partition =
  | 'aws'
  | 'aws-cn'
  | 'aws-us-gov'
  | 'aws-eusc'
  | 'aws-iso'
  | 'aws-iso-b'
  | 'aws-iso-e'
  | 'aws-iso-f';

interface PartitionRecord {
  readonly pattern: RegExp;
  readonly dnsSuffix: string;
  readonly regions: readonly string[];
}

const words = (text: string) => text.trim().split(/\s+/);

/** Patterns and regions as the AWS SDKs ship them in `partitions.json`. */
const PARTITIONS: Readonly<Record<Partition, PartitionRecord>> = {
  aws: {
    pattern: /^(us|eu|ap|sa|ca|me|af|il|mx)-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    regions: words(`
      af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1
      ap-south-2 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6
      ap-southeast-7 ca-central-1 ca-west-1 eu-central-1 eu-central-2 eu-north-1 eu-south-1
      eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1
      me-west-1 mx-central-1 sa-east-1 sa-west-1 us-east-1 us-east-2 us-west-1
      us-west-2
    `),
  },
  'aws-cn': {
    pattern: /^cn-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com.cn',
    regions: ['cn-north-1', 'cn-northwest-1'],
  },
  'aws-us-gov': {
    pattern: /^us-gov-\w+-\d+$/,
    dnsSuffix: 'amazonaws.com',
    regions: ['us-gov-east-1', 'us-gov-west-1'],
  },
  'aws-eusc': { pattern: /^eusc-de-\w+-\d+$/, dnsSuffix: 'amazonaws.eu', regions: ['eusc-de-east-1'] },
  'aws-iso': {
    pattern: /^us-iso-\w+-\d+$/,
    dnsSuffix: 'c2s.ic.gov',
    regions: ['us-iso-east-1', 'us-iso-west-1'],
  },
  'aws-iso-b': {
    pattern: /^us-isob-\w+-\d+$/,
    dnsSuffix: 'sc2s.sgov.gov',
    regions: ['us-isob-east-1', 'us-isob-west-1'],
  },
  'aws-iso-e': { pattern: /^eu-isoe-\w+-\d+$/, dnsSuffix: 'cloud.adc-e.uk', regions: ['eu-isoe-west-1'] },
  'aws-iso-f': {
    pattern: /^us-isof-\w+-\d+$/,
    dnsSuffix: 'csp.hci.ic.gov',
    regions: ['us-isof-east-1', 'us-isof-south-1'],
  },
};

/** The names of all partitions. */
export const partitions: readonly Partition[] = Object.keys(PARTITIONS).filter(isPartition);

/** Whether a text names a partition. */
export function isPartition(text: string): text is Partition {
  return Object.hasOwn(PARTITIONS, text);
}

/**
 * The partition that a region lies in, also for regions that are newer than this release; `undefined` when no
 * partition names its regions so.
 *
 * @example
 * partitionOfRegion('cn-north-1'); //=> 'aws-cn'
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function partitionOfRegion(region: string): Partition | undefined {
  return partitions.find((partition) => PARTITIONS[partition].pattern.test(region));
}

/** Whether a region is in the list of this release; an unknown one may still exist. */
export function isKnownRegion(region: string): boolean {
  return partitions.some((partition) => PARTITIONS[partition].regions.includes(region));
}

/**
 * The DNS suffix of a partition, as it ends the host of a cluster's OIDC issuer. The *audience* of a web identity has
 * no such suffix: it is `sts.amazonaws.com` everywhere.
 */
export function dnsSuffix(partition: Partition): string {
  return PARTITIONS[partition].dnsSuffix;
}
