import fc from 'fast-check';
import type { PolicyDocument } from '../src/index.ts';
import type { AccessRequest } from './evaluate.ts';

/** Few different words, so that statements really have something in common. */
const action = fc.constantFrom('s3:GetObject', 's3:PutObject', 's3:*', 'sqs:SendMessage', 'S3:getobject');
const resource = fc.constantFrom(
  '*',
  'arn:aws:s3:::a/*',
  'arn:aws:s3:::b/*',
  'arn:aws:s3:::a/x',
  'arn:aws:sqs:r:1:q',
);
const list = (item: fc.Arbitrary<string>) =>
  fc.oneof(item, fc.uniqueArray(item, { minLength: 1, maxLength: 3 }));
const condition = fc.option(
  fc.constantFrom(
    { StringEquals: { 'aws:a': 'x' } },
    { StringEquals: { 'aws:a': ['x', 'y'] } },
    { StringNotEquals: { 'aws:a': 'x' } },
    { Null: { 'aws:a': 'true' } },
  ),
  { nil: undefined },
);

/** Policy documents that follow the grammar. */
export const documents: fc.Arbitrary<PolicyDocument> = fc
  .array(
    fc
      .record({
        Sid: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
        Effect: fc.constantFrom<'Allow' | 'Deny'>('Allow', 'Allow', 'Deny'),
        Action: list(action),
        Resource: list(resource),
        Condition: condition,
      })
      .map((statement) => JSON.parse(JSON.stringify(statement)) as PolicyDocument['Statement'][number]),
    { maxLength: 6 },
  )
  .map((Statement) => ({ Version: '2012-10-17', Statement }));

/** Requests that the documents may be about. */
export const requests: fc.Arbitrary<AccessRequest> = fc.record({
  action: fc.constantFrom('s3:GetObject', 's3:PutObject', 'sqs:SendMessage', 'ec2:RunInstances'),
  resource: fc.constantFrom('arn:aws:s3:::a/x', 'arn:aws:s3:::b/y', 'arn:aws:sqs:r:1:q', 'arn:aws:ec2:r:1:i'),
  context: fc.constantFrom<Readonly<Record<string, string>>>({}, { 'aws:a': 'x' }, { 'aws:a': 'z' }),
});
