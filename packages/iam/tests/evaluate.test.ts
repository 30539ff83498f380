import { describe, expect, it } from 'vitest';
import { type PolicyDocument, policyDocument, type Statement } from '../src/policy.ts';
import { type AccessRequest, evaluate, holds } from './evaluate.ts';

const allow = (statement: Partial<Statement>): PolicyDocument =>
  policyDocument([{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', ...statement }]);
const request: AccessRequest = { action: 's3:GetObject', resource: 'arn:aws:s3:::b/key' };

describe('conditions', () => {
  it.each([
    ['StringEquals', ['a'], ['a', 'b'], true],
    ['StringEquals', ['c'], ['a', 'b'], false],
    ['StringEquals', ['A'], ['a'], false],
    ['StringEqualsIgnoreCase', ['A'], ['a'], true],
    ['StringEquals', undefined, ['a'], false],
    ['StringEqualsIfExists', undefined, ['a'], true],
    ['StringEqualsIfExists', ['b'], ['a'], false],
    ['StringNotEquals', ['b'], ['a'], true],
    ['StringNotEquals', ['a'], ['a'], false],
    ['StringNotEquals', undefined, ['a'], true],
    ['StringLike', ['team-a'], ['team-*'], true],
    ['StringLike', ['other'], ['team-*'], false],
    ['StringEquals', ['team-a'], ['team-*'], false],
    ['ForAllValues:StringEquals', ['TXT'], ['TXT'], true],
    ['ForAllValues:StringEquals', ['TXT', 'A'], ['TXT'], false],
    ['ForAllValues:StringEquals', undefined, ['TXT'], true],
    ['ForAllValues:StringNotEquals', ['x'], ['y'], true],
    ['ForAllValues:StringNotEquals', ['x', 'y'], ['y'], false],
    ['ForAnyValue:StringEquals', ['A', 'TXT'], ['TXT'], true],
    ['ForAnyValue:StringEquals', undefined, ['TXT'], false],
    ['Null', undefined, ['true'], true],
    ['Null', ['x'], ['true'], false],
    ['Null', ['x'], ['false'], true],
    ['Null', undefined, ['false'], false],
    ['Bool', ['true'], ['True'], true],
    ['ArnEquals', ['arn:aws:iam::1:role/a'], ['arn:aws:iam::1:role/*'], true],
    ['ArnNotLike', ['arn:aws:iam::1:role/a'], ['arn:aws:iam::1:role/*'], false],
  ] as const)('%s %j against %j is %s', (operator, actual, wanted, expected) => {
    expect(holds(operator, actual, wanted)).toBe(expected);
  });

  it('refuses what it does not know', () => {
    expect(() => holds('IpAddress', ['1.2.3.4'], ['1.2.3.0/24'])).toThrow('IpAddress');
  });
});

describe('decisions', () => {
  it.each([
    ['an exact match', allow({}), request, 'allow'],
    ['action names in any case', allow({ Action: 'S3:getobject' }), request, 'allow'],
    ['a pattern of actions', allow({ Action: 's3:Get*' }), request, 'allow'],
    ['another action', allow({}), { ...request, action: 's3:PutObject' }, 'nothing'],
    ['resources in another case', allow({}), { ...request, resource: 'arn:aws:s3:::B/key' }, 'nothing'],
    [
      'NotAction',
      policyDocument([{ Effect: 'Allow', NotAction: 's3:PutObject', Resource: '*' }]),
      request,
      'allow',
    ],
    [
      'NotResource',
      policyDocument([{ Effect: 'Allow', Action: 's3:*', NotResource: 'arn:aws:s3:::b/*' }]),
      request,
      'nothing',
    ],
    [
      'all tests of a condition',
      allow({ Condition: { StringEquals: { 'aws:a': 'x', 'aws:b': 'y' } } }),
      { ...request, context: { 'aws:a': 'x' } },
      'nothing',
    ],
    [
      'keys in any case',
      allow({ Condition: { Bool: { 'AWS:x': 'true' } } }),
      { ...request, context: { 'aws:X': 'true' } },
      'allow',
    ],
    [
      'a variable',
      allow({ Resource: `arn:aws:s3:::b/$\{aws:PrincipalTag/team}/*` }),
      {
        action: 's3:GetObject',
        resource: 'arn:aws:s3:::b/red/x',
        context: { 'aws:PrincipalTag/team': 'red' },
      },
      'allow',
    ],
    [
      'a variable without a value',
      allow({ Resource: `arn:aws:s3:::b/$\{aws:PrincipalTag/team}/*` }),
      { action: 's3:GetObject', resource: 'arn:aws:s3:::b/red/x' },
      'nothing',
    ],
    [
      'the account of a principal',
      allow({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }),
      { ...request, principal: { AWS: 'arn:aws:iam::123456789012:role/x' } },
      'allow',
    ],
    [
      'another principal',
      allow({ Principal: { AWS: 'arn:aws:iam::123456789012:role/y' } }),
      { ...request, principal: { AWS: 'arn:aws:iam::123456789012:role/x' } },
      'nothing',
    ],
  ] as const)('%s', (_title, document, asked, expected) => {
    expect(evaluate(document, asked)).toBe(expected);
  });

  it('lets Deny win', () => {
    const denial: Statement = { Effect: 'Deny', Action: 's3:*', Resource: '*' };
    const both = policyDocument([...allow({}).Statement, denial]);
    expect(evaluate(both, request)).toBe('deny');
  });
});
