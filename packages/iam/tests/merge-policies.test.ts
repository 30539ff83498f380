import { describe, expect, it } from 'vitest';
import { mergePolicies, policyDocument } from '../src/index.ts';

describe('merging', () => {
  const on = (Resource: string | readonly string[], more: object = {}) =>
    ({ Effect: 'Allow', Action: 's3:GetObject', Resource, ...more }) as const;
  const merged = (...statements: readonly ReturnType<typeof on>[]) =>
    mergePolicies(statements.map((one) => policyDocument([one]))).Statement;

  it('joins what differs only in its resources, whatever the order of its lists', () => {
    const both = { Action: ['s3:GetObject', 's3:PutObject'] };
    const turned = { Action: ['s3:PutObject', 's3:GetObject'] };
    expect(merged(on('a', both), on(['b', 'a'], turned))).toEqual([on(['a', 'b'], both)]);
  });

  it.each([
    ['effects', { Effect: 'Deny' }],
    ['conditions', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }],
    ['what they leave out', { Action: undefined, NotAction: 's3:PutObject' }],
  ])('keeps %s apart', (_what, other) => {
    expect(merged(on('a'), on('b', other))).toHaveLength(2);
  });

  it('numbers Sids that would be there twice', () => {
    const condition = (value: string) => ({ Sid: 'A', Condition: { StringEquals: { 'aws:a': value } } });
    expect(merged(on('a', condition('1')), on('a', condition('2')), on('a', condition('3')))).toMatchObject([
      { Sid: 'A' },
      { Sid: 'A2' },
      { Sid: 'A3' },
    ]);
  });
});
