import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePolicy, equalPolicies, mergePolicies, type PolicyDocument, policySize } from '../src/index.ts';
import { documents, requests } from './documents.ts';
import { evaluate } from './evaluate.ts';

const base = {
  Version: '2012-10-17',
  Statement: [
    {
      Sid: 'One',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject'],
      Resource: 'arn:aws:s3:::a/*',
      Condition: { StringEquals: { 'aws:a': ['x', 'y'] }, Bool: { 'aws:SecureTransport': true } },
    },
    { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '123456789012' } },
  ],
};
const changed = (change: (document: typeof base) => void) => {
  const copy = structuredClone(base);
  change(copy);
  return copy;
};
const first = (document: typeof base) => document.Statement[0] as Record<string, unknown>;

describe('makes no difference', () => {
  it.each<[string, unknown]>([
    ['JSON', JSON.stringify(base, null, 4)],
    ['URL-encoded JSON', encodeURIComponent(JSON.stringify(base))],
    ['a list of one document', [base]],
    ['the order of statements', { ...base, Statement: base.Statement.toReversed() }],
    ['a statement twice', changed(({ Statement }) => Statement.push(structuredClone(Statement[0] as never)))],
    ['another Sid', changed((one) => Object.assign(first(one), { Sid: 'Other' }))],
    ['an Id', changed((one) => Object.assign(one, { Id: 'x' }))],
    [
      'the order of actions',
      changed((one) => Object.assign(first(one), { Action: ['s3:PutObject', 's3:GetObject'] })),
    ],
    [
      'capitals in actions',
      changed((one) => Object.assign(first(one), { Action: ['S3:getobject', 's3:PUTOBJECT'] })),
    ],
    [
      'a list of one resource',
      changed((one) => Object.assign(first(one), { Resource: ['arn:aws:s3:::a/*'] })),
    ],
    [
      'capitals in conditions and texts for truth values',
      changed((one) =>
        Object.assign(first(one), {
          Condition: { bool: { 'AWS:securetransport': 'true' }, StringEquals: { 'aws:A': ['y', 'x', 'x'] } },
        }),
      ),
    ],
    [
      'the root of an account',
      changed((one) =>
        Object.assign(one.Statement[1] as object, { Principal: { AWS: ['arn:aws:iam::123456789012:root'] } }),
      ),
    ],
  ])('%s', (_title, other) => {
    expect(equalPolicies(base, other)).toBe(true);
  });
});

describe('makes a difference', () => {
  it.each<[string, unknown]>([
    ['a missing statement', changed(({ Statement }) => Statement.pop())],
    [
      'an action more',
      changed((one) => Object.assign(first(one), { Action: ['s3:GetObject', 's3:PutObject', 's3:*'] })),
    ],
    ['capitals in resources', changed((one) => Object.assign(first(one), { Resource: 'arn:aws:s3:::A/*' }))],
    ['another effect', changed((one) => Object.assign(first(one), { Effect: 'Deny' }))],
    [
      'a value less',
      changed((one) => Object.assign(first(one), { Condition: { StringEquals: { 'aws:a': ['x'] } } })),
    ],
    ['no condition', changed((one) => Object.assign(first(one), { Condition: undefined }))],
    [
      'NotAction',
      changed((one) => Object.assign(first(one), { Action: undefined, NotAction: ['s3:GetObject'] })),
    ],
    ['another version', changed((one) => Object.assign(one, { Version: '2008-10-17' }))],
    [
      'a role of the account',
      changed((one) =>
        Object.assign(one.Statement[1] as object, { Principal: { AWS: 'arn:aws:iam::123456789012:role/x' } }),
      ),
    ],
    ['nothing', undefined],
    ['a text', 'policy'],
  ])('%s', (_title, other) => {
    expect(equalPolicies(base, other)).toBe(false);
  });
});

describe('principals', () => {
  const of = (Principal: unknown) => ({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal }] });
  it.each<[unknown, unknown, boolean]>([
    ['*', { AWS: '*' }, true],
    ['*', { Service: '*' }, false],
    ['*', { AWS: '123456789012' }, false],
    [{ AWS: ['a', 'b'] }, { AWS: ['b', 'a', 'a'] }, true],
    [{ Service: 'a', AWS: 'b' }, { AWS: ['b'], Service: ['a'] }, true],
    [{ Service: 'a' }, { Federated: 'a' }, false],
    [{ Service: 'arn:aws:iam::123456789012:root' }, { Service: '123456789012' }, false],
    ['other', 'other', true],
    ['other', 'another', false],
  ])('%j and %j are the same: %s', (one, other, expected) => {
    expect(equalPolicies(of(one), of(other))).toBe(expected);
  });
});

describe('laws of comparing', () => {
  it('is reflexive, symmetric and throws for no value', () => {
    const any = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), documents);
    fc.assert(
      fc.property(any, any, (one, other) => {
        expect(equalPolicies(one, one)).toBe(true);
        expect(equalPolicies(one, other)).toBe(equalPolicies(other, one));
      }),
    );
  });

  it('does not see the order', () => {
    const shuffled = documents.chain((document) =>
      fc
        .shuffledSubarray([...document.Statement], { minLength: document.Statement.length })
        .map((Statement) => ({
          document,
          other: { ...document, Statement: Statement.map(turned) },
        })),
    );
    fc.assert(
      fc.property(shuffled, ({ document, other }) => {
        expect(equalPolicies(document, encodeURIComponent(JSON.stringify(other)))).toBe(true);
      }),
    );
  });

  it('calls equal only what decides equally', () => {
    fc.assert(
      fc.property(documents, documents, requests, (one, other, request) => {
        fc.pre(equalPolicies(one, other));
        expect(evaluate(one, request)).toBe(evaluate(other, request));
      }),
    );
  });

  it('reads back what was encoded', () => {
    fc.assert(
      fc.property(documents, (document) => {
        expect(decodePolicy(encodeURIComponent(JSON.stringify(document)))).toEqual(document);
      }),
    );
  });
});

/** Lists the other way round. */
function turned(statement: PolicyDocument['Statement'][number]): PolicyDocument['Statement'][number] {
  return JSON.parse(
    JSON.stringify(statement, (_key, value: unknown) => (Array.isArray(value) ? value.toReversed() : value)),
  ) as PolicyDocument['Statement'][number];
}

describe('laws of merging', () => {
  it('changes no decision', () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 3 }), requests, (parts, request) => {
        const whole: PolicyDocument = {
          Version: '2012-10-17',
          Statement: parts.flatMap(({ Statement }) => Statement),
        };
        expect(evaluate(mergePolicies(parts), request)).toBe(evaluate(whole, request));
      }),
      { numRuns: 1000 },
    );
  });

  it('has no more statements, different Sids, and nothing left to merge', () => {
    fc.assert(
      fc.property(fc.array(documents, { maxLength: 3 }), (parts) => {
        const merged = mergePolicies(parts);
        const sids = merged.Statement.flatMap(({ Sid }) => Sid ?? []);
        expect(merged.Statement.length).toBeLessThanOrEqual(
          parts.flatMap(({ Statement }) => Statement).length,
        );
        expect(new Set(sids).size).toBe(sids.length);
        expect(policySize(mergePolicies([merged, merged]))).toBeLessThanOrEqual(policySize(merged) + 20);
      }),
    );
  });

  it('joins actions on one resource', () => {
    const one = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' } as const;
    const two = { ...one, Action: ['s3:PutObject', 's3:GetObject'] } as const;
    expect(mergePolicies([{ Version: '2012-10-17', Statement: [one, two] }]).Statement).toEqual([
      { Effect: 'Allow', Action: ['s3:GetObject', 's3:PutObject'], Resource: 'arn:aws:s3:::a/*' },
    ]);
  });
});
