import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { checkPolicy, checkPolicyText, checkTrust, readPolicy } from '../src/index.ts';

/** The codes of a policy with the text that each is about. */
function found(text: string): readonly (readonly [code: string, place: string])[] {
  const diagnostics = checkPolicyText({ path: 'policy.json', text });
  expect(gapsIn(diagnostics)).toEqual([]);
  return diagnostics.map(({ code, span }) => [
    code,
    span === undefined ? '' : text.slice(span.start, span.end),
  ]);
}

const statement = (parts: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/x/*', ...parts }],
  });

describe('what is not a policy', () => {
  it.each([
    ['', 'POLICY_NOT_JSON', ''],
    ['{', 'POLICY_NOT_JSON', ''],
    ['{"Version": 2012-10-17}', 'POLICY_NOT_JSON', '-'],
    ['{"a": 1,}', 'POLICY_NOT_JSON', '}'],
    ['{} x', 'POLICY_NOT_JSON', 'x'],
    ["{'a': 1}", 'POLICY_NOT_JSON', "'"],
    ['{"a": "x\ny"}', 'POLICY_NOT_JSON', '"'],
    ['[]', 'POLICY_BAD_SHAPE', '[]'],
  ])('%j', (text, code, place) => {
    expect(found(text)[0]).toEqual([code, place]);
  });

  it('names every part that is wrong', () => {
    const text =
      '{"Version":"2020-01-01","Statement":[{"Effect":"allow","Action":[],"Resourse":"*","Condition":[]}]}';
    expect(found(text)).toEqual([
      ['POLICY_BAD_SHAPE', '"2020-01-01"'],
      ['POLICY_BAD_SHAPE', '"*"'],
      ['POLICY_BAD_SHAPE', '"allow"'],
      ['POLICY_BAD_SHAPE', '[]'],
      ['POLICY_BAD_SHAPE', '[]'],
    ]);
  });

  it('sees keys that are there twice', () => {
    const text =
      '{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*","Resource":"arn:aws:s3:::b"}}';
    expect(found(text)).toEqual([['POLICY_DUPLICATE_KEY', '"Resource"']]);
    expect(found(text.replace('s3:*', 's3:Nothing'))).toEqual([['POLICY_DUPLICATE_KEY', '"Resource"']]);
  });

  it('takes a single statement, numbers and truth values', () => {
    const { document, diagnostics } = readPolicy({
      Version: '2012-10-17',
      Statement: {
        Effect: 'Allow',
        Action: 's3:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': true } },
      },
    });
    expect(diagnostics).toEqual([]);
    expect(document?.Statement[0]?.Condition).toEqual({ Bool: { 'aws:SecureTransport': 'true' } });
  });
});

describe('what is wrong in a policy', () => {
  it.each<[string, object, readonly (readonly [string, string])[]]>([
    ['nothing', {}, []],
    ['a misspelt action', { Action: 's3:GetObjects' }, [['UNKNOWN_ACTION', '"s3:GetObjects"']]],
    [
      'a service that there is not',
      { Action: 'route54:GetChange' },
      [['UNKNOWN_SERVICE', '"route54:GetChange"']],
    ],
    [
      'a pattern of nothing',
      { Action: ['s3:Frobnicate*'] },
      [['ACTION_MATCHES_NOTHING', '"s3:Frobnicate*"']],
    ],
    ['an action without a service', { Action: 'GetObject' }, [['UNKNOWN_ACTION', '"GetObject"']]],
    ['a wide action', { Action: 's3:*Object' }, [['WIDE_ACTION', '"s3:*Object"']]],
    ['every action', { Action: '*' }, [['FULL_ADMINISTRATOR', '"*"']]],
    ['every action, spelt out', { Action: '*:*' }, [['FULL_ADMINISTRATOR', '"*:*"']]],
    ['every resource', { Resource: '*' }, [['WIDE_RESOURCE', '"*"']]],
    ['every resource, spelt out', { Resource: '*:*' }, [['WIDE_RESOURCE', '"*:*"']]],
    ['every ARN', { Resource: ['arn:*'] }, [['WIDE_RESOURCE', '"arn:*"']]],
    ['every resource under no condition', { Resource: '*', Condition: {} }, [['WIDE_RESOURCE', '"*"']]],
    [
      'every resource under a condition',
      { Resource: '*', Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
      [],
    ],
    ['every resource, denied', { Effect: 'Deny', Resource: '*' }, []],
    ['every action, denied', { Effect: 'Deny', Action: '*', Resource: '*' }, []],
    ['a wide action, denied', { Effect: 'Deny', Action: 's3:*Object' }, []],
    ['everything except, denied', { Effect: 'Deny', Action: undefined, NotAction: 's3:GetObject' }, []],
    [
      'everywhere except',
      { Resource: undefined, NotResource: ['arn:aws:s3:::b/*'] },
      [['ALLOW_EXCEPT', '["arn:aws:s3:::b/*"]']],
    ],
    ['a prefix that is denied', { Effect: 'Deny', Resource: 'arn:aws:s3:::b/x*' }, []],
    ['a prefix of objects', { Resource: 'arn:aws:s3:::b/x*' }, [['OPEN_PREFIX', '"arn:aws:s3:::b/x*"']]],
    ['any role to pass, denied', { Effect: 'Deny', Action: 'iam:PassRole', Resource: '*' }, []],
    [
      'any role to pass, among others',
      { Action: ['iam:Pass*', 'iam:GetRole'], Resource: ['arn:aws:iam::123456789012:role/x', '*'] },
      [
        ['WIDE_ACTION', '"iam:Pass*"'],
        ['WIDE_RESOURCE', '"*"'],
        ['WIDE_PASS_ROLE', '"*"'],
      ],
    ],
    [
      'any role to pass, in other words',
      { Action: 'iam:PassRole', Resource: ['arn:aws:iam::*:role*', 'arn:aws:iam::123456789012:*'] },
      [
        ['WIDE_PASS_ROLE', '"arn:aws:iam::*:role*"'],
        ['WIDE_PASS_ROLE', '"arn:aws:iam::123456789012:*"'],
      ],
    ],
    [
      'the roles of a folder to pass',
      {
        Action: 'iam:PassRole',
        Resource: ['arn:aws:iam::123456789012:role/kfdist/*', 'arn:aws:iam::1:role/a*'],
      },
      [],
    ],
    ['one role to pass', { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/x' }, []],
    ['a resource that is no ARN', { Resource: 'bucket/*' }, [['BAD_RESOURCE', '"bucket/*"']]],
    [
      'a prefix without a slash',
      { Action: 'secretsmanager:GetSecretValue', Resource: 'arn:aws:secretsmanager:r:1:secret:example*' },
      [['OPEN_PREFIX', '"arn:aws:secretsmanager:r:1:secret:example*"']],
    ],
    [
      'any role to pass',
      { Action: 'iam:PassRole', Resource: 'arn:aws:iam::123456789012:role/*' },
      [['WIDE_PASS_ROLE', '"arn:aws:iam::123456789012:role/*"']],
    ],
    [
      'everything except',
      { Action: undefined, NotAction: 's3:GetObject' },
      [['ALLOW_EXCEPT', '"s3:GetObject"']],
    ],
    [
      'the bucket for its objects',
      { Resource: 'arn:aws:s3:::b' },
      [['RESOURCE_NEVER_MATCHES', '"arn:aws:s3:::b"']],
    ],
    [
      'one action of two for the wrong kind',
      { Action: ['s3:GetObject', 's3:ListBucket'] },
      [['RESOURCE_NEVER_MATCHES', '["s3:GetObject","s3:ListBucket"]']],
    ],
    [
      'a key of another action',
      {
        Action: 's3:GetBucketLocation',
        Resource: 'arn:aws:s3:::b',
        Condition: { StringLike: { 's3:prefix': 'x/*' } },
      },
      [['CONDITION_NEVER_MATCHES', '"x/*"']],
    ],
    [
      'an operator that there is not',
      { Condition: { StringEqual: { 'aws:PrincipalTag/team': 'x' } } },
      [['UNKNOWN_OPERATOR', '{"aws:PrincipalTag/team":"x"}']],
    ],
    ['a Sid with a space', { Sid: 'a b' }, [['BAD_SID', '"a b"']]],
    ['a character that IAM refuses', { Resource: 'arn:aws:s3:::b/\u2026/*' }, [['POLICY_BAD_CHARACTER', '']]],
  ])('%s', (_title, parts, expected) => {
    const result = found(statement(parts));
    expect(result).toEqual(expected.map(([code, place], index) => [code, place || result[index]?.[1]]));
  });

  it('sees Sids that are there twice, and size', () => {
    const one = {
      Sid: '',
      Effect: 'Allow',
      Action: 's3:GetObject',
      Resource: `arn:aws:s3:::b/${'x'.repeat(6000)}/*`,
    };
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [one, one] });
    expect(found(text).map(([code]) => code)).toEqual(['POLICY_OVERSIZE', 'DUPLICATE_SID']);
  });

  it('names the character that IAM refuses, and its statement', () => {
    const named = (parts: object) => {
      const text = statement({ Resource: 'arn:aws:s3:::b/\u{1f511}\u2026/*', ...parts });
      return checkPolicyText({ path: 'p', text }).map(({ args, span }) => [
        args,
        span && JSON.parse(text.slice(span.start, span.end)),
      ]);
    };
    expect(named({})).toEqual([
      [{ where: 'Statement[0]', character: 'U+1F511' }, expect.objectContaining({ Effect: 'Allow' })],
    ]);
    expect(named({ Sid: 'One' })[0]?.[0]).toEqual({ where: 'One', character: 'U+1F511' });
    expect(named({ Resource: ['arn:aws:s3:::b/*', 'arn:aws:s3:::b/\u0100/*'] })[0]?.[0]).toEqual({
      where: 'Statement[0]',
      character: 'U+0100',
    });
  });

  it('warns of an old version', () => {
    const text = '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}';
    expect(found(text).map(([code]) => code)).toEqual(['POLICY_OLD_VERSION']);
  });

  it('suggests the action that was meant', () => {
    const [diagnostic] = checkPolicyText({ path: 'p', text: statement({ Action: 's3:GetObjekt' }) });
    expect(diagnostic?.hint).toBe('Did you mean s3:GetObject?');
    const [far] = checkPolicyText({ path: 'p', text: statement({ Action: 's3:Qqqqqqqqqqqqqqqq' }) });
    expect([far?.code, far?.hint]).toEqual(['UNKNOWN_ACTION', 'Correct its name.']);
  });

  it('accepts wide statements with a reason', () => {
    const { document } = readPolicy(
      JSON.parse(statement({ Sid: 'List', Action: 's3:ListAllMyBuckets', Resource: '*' })),
    );
    if (document === undefined) throw new Error('not a policy');
    expect(checkPolicy(document).map(({ code }) => code)).toEqual(['WIDE_RESOURCE']);
    expect(checkPolicy(document, { justified: { List: 'It knows no resource.' } })).toEqual([]);
  });
});

describe('any text and any JSON', () => {
  it('never throws', () => {
    const words = fc.constantFrom(
      'Version',
      'Statement',
      'Effect',
      'Allow',
      'Action',
      's3:*',
      'Principal',
      'AWS',
      '*',
      'Condition',
    );
    const { json } = fc.letrec((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        words,
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        tie('list'),
        tie('record'),
      ),
      list: fc.array(tie('json'), { maxLength: 3 }),
      record: fc.dictionary(words, tie('json'), { maxKeys: 4 }),
    }));
    fc.assert(
      fc.property(fc.oneof(json, fc.jsonValue()), (value) => {
        checkPolicyText({ path: 'p', text: JSON.stringify(value) ?? '' });
        const { document } = readPolicy(value);
        if (document !== undefined) checkTrust(document);
      }),
      { numRuns: 2000 },
    );
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(checkPolicyText({ path: 'p', text }).every(({ code }) => code.length > 0)).toBe(true);
      }),
    );
    expect(found('['.repeat(100_000))[0]?.[0]).toBe('POLICY_NOT_JSON');
  });

  it('reads JSON as JSON.parse does', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const isRefused = checkPolicyText({ path: 'p', text }).some(({ code }) => code === 'POLICY_NOT_JSON');
        expect(isRefused).toBe(false);
      }),
    );
  });
});
