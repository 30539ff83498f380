import { firstProblem, type Kind, plainProblem, type Rule } from './kind.ts';

const PARTITIONS = 'aws|aws-cn|aws-us-gov|aws-eusc|aws-iso|aws-iso-b|aws-iso-e|aws-iso-f';
const ARN = `^arn:(?:${PARTITIONS}):[a-z0-9-]+:[a-z0-9-]*:(?:\\d{12}|aws|):.+$`;
const ROLE_ARN = `^arn:(?:${PARTITIONS}):iam::\\d{12}:role/(?:[!-.0-~]+/)*[\\w+=,.@-]{1,64}$`;

interface Form {
  readonly longest: number;
  readonly never?: readonly Rule[];
  readonly pattern: string;
  /** About a value that breaks the pattern and none of the rules. */
  readonly otherwise: string;
}

/** A kind that is one pattern, with rules before it for what people write instead. */
function named(expected: string, example: string, { longest, never = [], pattern, otherwise }: Form): Kind {
  const must: readonly Rule[] = [[new RegExp(pattern), otherwise]];
  return {
    type: 'string',
    expected,
    example,
    pattern,
    problem: (text) => plainProblem(text, longest) ?? firstProblem(text, { never, must }),
  };
}

/** Kinds of names and identifiers on AWS. */
export const AWS_KINDS = {
  arn: named('an ARN', 'arn:aws:acm:eu-central-1:123456789012:certificate/example', {
    longest: 2048,
    never: [[/^(?!arn:)/, 'it does not start with arn:']],
    pattern: ARN,
    otherwise: 'it does not have the form arn:partition:service:region:account:resource',
  }),
  'role-arn': named('the ARN of an IAM role', 'arn:aws:iam::123456789012:role/example', {
    longest: 2048,
    never: [
      [/^(?!arn:)/, 'it does not start with arn:'],
      [/:assumed-role\//, 'it names a session of a role instead of the role'],
      [/:(?:user|policy|instance-profile)\//, 'it names something else than a role'],
    ],
    pattern: ROLE_ARN,
    otherwise: 'it does not have the form arn:aws:iam::123456789012:role/name',
  }),
  'iam-path': named('a path of IAM', '/platform/example/', {
    longest: 512,
    never: [
      [/^(?!\/)/, 'it does not start with a slash'],
      [/[^/]$/, 'it does not end with a slash'],
      [/\/\//, 'it has an empty part between slashes'],
    ],
    pattern: '^/([!-.0-~]+/)*$',
    otherwise: 'it has characters that IAM does not take',
  }),
  'iam-name-prefix': named('the first part of names in IAM', 'example-', {
    // Names of roles that are too long are cut
    longest: 128,
    pattern: '^[\\w+=,.@-]+$',
    otherwise: 'it is not of letters, digits and + = , . @ _ -',
  }),
  'aws-account-id': named('an AWS account id of 12 digits', '123456789012', {
    longest: 100,
    never: [
      [/^\d{4}-\d{4}-\d{4}$/, 'it has hyphens in it'],
      [/^(?!\d{12}$)\d+$/, (text) => `it has ${text.length}`],
    ],
    pattern: '^\\d{12}$',
    otherwise: 'it is not a number',
  }),
  'aws-region': named('an AWS region', 'eu-central-1', {
    longest: 100,
    never: [
      [/^[a-z]+(?:-[a-z]+)+-\d+[a-z]$/, (text) => `it is an availability zone of ${text.slice(0, -1)}`],
      [/[A-Z_]/, 'it is not in small letters and hyphens'],
    ],
    pattern: '^[a-z]{2,4}(-[a-z]+)+-\\d{1,2}$',
    otherwise: 'it does not have the form eu-central-1',
  }),
  'aws-partition': named('an AWS partition', 'aws', {
    longest: 100,
    pattern: `^(?:${PARTITIONS})$`,
    otherwise: `it is none of ${PARTITIONS.replaceAll('|', ', ')}`,
  }),
  'hosted-zone-id': named('the id of a Route 53 hosted zone', 'Z0123456789ABCDEFGHIJ', {
    longest: 100,
    never: [[/^\/?hostedzone\//, 'it carries /hostedzone/ in front of the id']],
    pattern: '^Z[A-Z0-9]{1,31}$',
    otherwise: 'it is not a Z followed by capital letters and digits',
  }),
  'vpc-id': named('the id of a VPC', 'vpc-0123456789abcdef0', {
    longest: 100,
    pattern: '^vpc-[0-9a-z]{8,17}$',
    otherwise: 'it is not vpc- followed by 8 or 17 letters and digits',
  }),
  'oidc-provider-id': named('the id at the end of the OIDC issuer URL', 'EXAMPLED539D4633E53DE1B71EXAMPLE', {
    longest: 300,
    never: [[/\//, 'it is the whole URL or ARN: keep the part after /id/']],
    pattern: '^[A-Za-z0-9]+$',
    otherwise: 'it is not of letters and digits only',
  }),
  'eks-cluster-name': named('the name of an EKS cluster', 'example', {
    longest: 100,
    never: [[/^arn:/, 'it is an ARN']],
    pattern: '^[0-9A-Za-z][A-Za-z0-9_-]*$',
    otherwise: 'it is not of letters, digits, hyphens and underscores, starting with a letter or digit',
  }),
  bucket: named('the name of an S3 bucket', '123456789012-example-pipelines', {
    longest: 63,
    never: [
      [/^s3:\/\/|^arn:/, 'it is a URL or ARN: keep the name alone'],
      [/[A-Z]/, 'it has capital letters'],
      [/_/, 'it has an underscore'],
      [/\.\./, 'it has two dots in a row'],
      [/^\d+\.\d+\.\d+\.\d+$/, 'it looks like an IP address'],
      [/^(?:xn--|sthree-|amzn-s3-demo-)/, 'it starts with what AWS keeps for itself'],
      [/(?:-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/, 'it ends with what AWS keeps for itself'],
      [/^.{1,2}$/, 'it has fewer than 3 characters'],
    ],
    pattern: '^[a-z0-9][a-z0-9.-]*[a-z0-9]$',
    otherwise: 'it is not of small letters, digits, hyphens and dots, with a letter or digit at both ends',
  }),
  'key-prefix': named('a prefix of S3 keys', 'pipelines/artifacts', {
    longest: 900,
    never: [
      [/^\/|\/$/, 'it starts or ends with a slash'],
      [/\/\//, 'it has two slashes in a row'],
    ],
    pattern: "^[\\w!.*'()/=-]+$",
    otherwise: 'it has characters that S3 keys should not have',
  }),
  'nlb-name': named('the name of a load balancer', 'nlb-example', {
    longest: 32,
    never: [
      [/^internal-/, 'it starts with internal-, which AWS keeps for itself'],
      [/^-|-$/, 'it starts or ends with a hyphen'],
    ],
    pattern: '^[A-Za-z0-9-]+$',
    otherwise: 'it is not of letters, digits and hyphens',
  }),
} as const satisfies Record<string, Kind>;
