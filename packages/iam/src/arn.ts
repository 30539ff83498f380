/**
 * The parts of an Amazon Resource Name.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export interface Arn {
  readonly partition: string;
  readonly service: string;
  /** Empty for global services such as IAM, S3 and Route 53. */
  readonly region: string;
  /** Empty for resources whose name is unique in the partition, such as S3 buckets. */
  readonly accountId: string;
  /** Everything after the fifth colon, colons included. */
  readonly resource: string;
}

/**
 * The parts of a text that has the shape of an ARN, `undefined` for any other text.
 *
 * @example
 * parseArn('arn:aws:iam::123456789012:role/reader')?.resource; //=> 'role/reader'
 */
export function parseArn(text: string): Arn | undefined {
  const [prefix, partition, service, region, accountId, ...resource] = text.split(':');
  if (prefix !== 'arn' || !partition || !service || resource.length === 0) return undefined;
  if (region === undefined || accountId === undefined || resource.join(':') === '') return undefined;
  return { partition, service, region, accountId, resource: resource.join(':') };
}

/** Whether a text is an AWS account id: twelve digits, which may begin with zeros. */
export function isAccountId(text: string): boolean {
  return /^\d{12}$/.test(text);
}
