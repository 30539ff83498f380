import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPolicy, checkPolicyText, checkTrust, readPolicy } from '../src/index.ts';

/** The codes of a policy with the text that each is about. */
function found(text: string): readonly (readonly [code: string, place: string])[] {
  return checkPolicyText({ path: 'policy.json', text }).map(({ code, span }) => [
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
    ['an action without a service', { Action: 'GetObject' }, [['UNKNOWN_SERVICE', '"GetObject"']]],
    ['a wide action', { Action: 's3:*Object' }, [['WIDE_ACTION', '"s3:*Object"']]],
    ['every action', { Action: '*' }, [['FULL_ADMINISTRATOR', '"*"']]],
    ['every action, spelt out', { Action: '*:*' }, [['FULL_ADMINISTRATOR', '"*:*"']]],
    ['every resource', { Resource: '*' }, [['WIDE_RESOURCE', '"*"']]],
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

  it('warns of an old version', () => {
    const text = '{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}]}';
    expect(found(text).map(([code]) => code)).toEqual(['POLICY_OLD_VERSION']);
  });

  it('suggests the action that was meant', () => {
    const [diagnostic] = checkPolicyText({ path: 'p', text: statement({ Action: 's3:GetObjekt' }) });
    expect(diagnostic?.hint).toBe('Did you mean s3:GetObject?');
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

const issuer = 'oidc.eks.eu-central-1.amazonaws.com/id/ABC';
const irsa = (Condition: object, provider = issuer) => ({
  Effect: 'Allow',
  Principal: { Federated: `arn:aws:iam::123456789012:oidc-provider/${provider}` },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition,
});
const aud = { [`${issuer}:aud`]: 'sts.amazonaws.com' };
const sub = { [`${issuer}:sub`]: 'system:serviceaccount:a:b' };
const pods = (Condition: object) => ({
  Effect: 'Allow',
  Principal: { Service: 'pods.eks.amazonaws.com' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringEquals: Condition },
});
const chain = (parts: object) => ({
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::123456789012:role/operator' },
  Action: 'sts:AssumeRole',
  ...parts,
});

describe('what is wrong in a trust policy', () => {
  it.each<[string, object, readonly string[]]>([
    ['nothing', irsa({ StringEquals: { ...aud, ...sub } }), []],
    ['no subject', irsa({ StringEquals: aud }), ['TRUST_WITHOUT_SUBJECT']],
    ['no audience', irsa({ StringEquals: sub }), ['TRUST_WITHOUT_AUDIENCE']],
    [
      'no condition',
      { ...irsa({}), Condition: undefined },
      ['TRUST_WITHOUT_SUBJECT', 'TRUST_WITHOUT_AUDIENCE'],
    ],
    [
      'a subject that may be missing',
      irsa({ StringEquals: aud, StringEqualsIfExists: sub }),
      ['TRUST_WITHOUT_SUBJECT'],
    ],
    [
      'a subject of all values',
      irsa({ StringEquals: aud, 'ForAllValues:StringEquals': sub }),
      ['TRUST_WITHOUT_SUBJECT'],
    ],
    ['all but one subject', irsa({ StringEquals: aud, StringNotEquals: sub }), ['TRUST_WITHOUT_SUBJECT']],
    [
      'every ServiceAccount of a name',
      irsa({
        StringEquals: aud,
        StringLike: { [`${issuer}:sub`]: 'system:serviceaccount:*:default-editor' },
      }),
      ['TRUST_WILDCARD_SUBJECT'],
    ],
    [
      'a wildcard that is none',
      irsa({ StringEquals: { ...aud, [`${issuer}:sub`]: 'system:serviceaccount:a:*' } }),
      [],
    ],
    [
      'a subject that is no ServiceAccount',
      irsa({ StringEquals: { ...aud, [`${issuer}:sub`]: 'a:b' } }),
      ['TRUST_BAD_SUBJECT'],
    ],
    [
      'the audience that China does not have',
      irsa({ StringEquals: { ...sub, [`${issuer}:aud`]: 'sts.amazonaws.com.cn' } }),
      ['TRUST_WRONG_AUDIENCE'],
    ],
    [
      'conditions about another cluster',
      irsa({ StringEquals: { ...aud, ...sub } }, 'oidc.eks.eu-central-1.amazonaws.com/id/DEF'),
      ['TRUST_OTHER_ISSUER', 'TRUST_OTHER_ISSUER', 'TRUST_WITHOUT_SUBJECT', 'TRUST_WITHOUT_AUDIENCE'],
    ],
    ['anybody', { ...irsa({}), Principal: '*' }, ['TRUST_ANYONE']],
    ['any account', { ...irsa({}), Principal: { AWS: '*' } }, ['TRUST_ANYONE']],
    ['any provider', { ...irsa({}), Principal: { Federated: '*' } }, ['TRUST_ANYONE']],
    ['any pod of any cluster', pods({ 'aws:SourceAccount': '123456789012' }), ['TRUST_OPEN_POD_IDENTITY']],
    [
      'a pod of any cluster',
      pods({ 'aws:RequestTag/kubernetes-namespace': 'a', 'aws:RequestTag/kubernetes-service-account': 'b' }),
      ['TRUST_OPEN_POD_IDENTITY'],
    ],
    [
      'a pod of one cluster',
      pods({
        'aws:RequestTag/eks-cluster-name': 'example',
        'aws:RequestTag/kubernetes-namespace': 'a',
        'aws:RequestTag/kubernetes-service-account': 'b',
      }),
      [],
    ],
    ['a role without a condition', chain({}), ['TRUST_PLAIN_CHAIN']],
    ['a role with an external id', chain({ Condition: { StringEquals: { 'sts:ExternalId': 'x' } } }), []],
    [
      'a namespace that tenants can forge',
      chain({ Condition: { StringEquals: { 'aws:RequestTag/esoNamespace': 'a' } } }),
      ['TRUST_FORGEABLE_CHAIN'],
    ],
    [
      'a namespace bound to stores of tenants',
      chain({
        Condition: {
          StringEquals: { 'aws:RequestTag/esoNamespace': 'a', 'aws:RequestTag/esoStoreKind': 'SecretStore' },
        },
      }),
      ['TRUST_FORGEABLE_CHAIN'],
    ],
    ['an account', chain({ Principal: { AWS: '123456789012' } }), ['TRUST_WIDE_ACCOUNT']],
    ['a denial of everybody', { ...irsa({}), Effect: 'Deny', Principal: '*' }, []],
  ])('%s', (_title, one, expected) => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [one] });
    expect(found(text).map(([code]) => code)).toEqual(expected);
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
