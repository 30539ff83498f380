import { describe, expect, it } from 'vitest';
import { gapsIn } from '../../diagnostics/tests/gaps.ts';
import { checkPolicyText, checkTrust } from '../src/index.ts';

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

const arnOfCluster = 'arn:aws:eks:eu-central-1:123456789012:cluster/example';
const clusterArn = { 'aws:RequestTag/eks-cluster-arn': arnOfCluster };
const podsBy = (operator: string, arn: string) => ({
  ...pods({}),
  Condition: {
    StringEquals: {
      'aws:RequestTag/kubernetes-namespace': 'a',
      'aws:RequestTag/kubernetes-service-account': ['b', 'c'],
    },
    [operator === 'StringEquals' ? 'StringEqualsIgnoreCase' : operator]: {
      'aws:RequestTag/eks-cluster-arn': arn,
    },
  },
});
const chained = (namespace: string | string[], kind: string | string[]) =>
  chain({
    Condition: {
      StringLike: { 'aws:RequestTag/esoNamespace': namespace },
      StringEquals: { 'aws:RequestTag/esoStoreKind': kind },
    },
  });
const ofAccount = (role: string) =>
  chain({
    Principal: { AWS: '123456789012' },
    Condition: { ArnLike: { 'aws:PrincipalArn': role } },
  });
/** The others are about conditions. */
const ABOUT_WHO = /^TRUST_(ANYONE|WIDE_ACCOUNT|PLAIN_CHAIN|FORGEABLE_CHAIN)$/;

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
    ['many roles', chain({ Principal: { AWS: 'arn:aws:iam::123456789012:role/a*' } }), ['TRUST_ANYONE']],
    ['any service', { ...irsa({}), Principal: { Service: ['ec2.amazonaws.com', '*'] } }, ['TRUST_ANYONE']],
    [
      'a key that only begins like a subject',
      irsa({ StringEquals: { ...aud, ...sub, 'saml:sub_type': 'x' } }),
      [],
    ],
    ['what ends like an account', chain({ Principal: { AWS: 'AIDA123456789012' } }), ['TRUST_PLAIN_CHAIN']],
    ['one namespace, or every one', chained(['a', '*'], 'ClusterSecretStore'), ['TRUST_FORGEABLE_CHAIN']],
    [
      'everybody but one',
      { ...irsa({}), Principal: undefined, NotPrincipal: { AWS: '123456789012' } },
      ['TRUST_ANYONE'],
    ],
    ['another service', { ...irsa({}), Principal: { Service: 'ec2.amazonaws.com' } }, []],
    [
      'a provider of SAML, and an identity pool',
      {
        ...irsa({}),
        Principal: {
          Federated: ['arn:aws:iam::123456789012:saml-provider/x', 'cognito-identity.amazonaws.com'],
        },
      },
      [],
    ],
    [
      'operators and keys in other letters',
      irsa({ stringequals: { [`${issuer}:AUD`]: 'sts.amazonaws.com' }, 'foranyvalue:StringEquals': sub }),
      [],
    ],
    [
      'one wildcard in a list of subjects',
      irsa({
        StringEqualsIgnoreCase: aud,
        'ForAnyValue:StringLike': {
          [`${issuer}:sub`]: ['system:serviceaccount:a:b', 'system:serviceaccount:a:?'],
        },
      }),
      ['TRUST_WILDCARD_SUBJECT'],
    ],
    [
      'an audience too many',
      irsa({ StringEquals: { ...sub, [`${issuer}:aud`]: ['sts.amazonaws.com', 'kubernetes'] } }),
      ['TRUST_WRONG_AUDIENCE'],
    ],
    [
      'subjects of five parts and of three',
      irsa({
        StringEquals: {
          ...aud,
          [`${issuer}:sub`]: [
            'system:serviceaccount:a:b:c',
            'system:serviceaccount:a',
            'x:system:serviceaccount:a:b',
          ],
        },
      }),
      ['TRUST_BAD_SUBJECT', 'TRUST_BAD_SUBJECT', 'TRUST_BAD_SUBJECT'],
    ],
    [
      'a provider of others, with subjects and audiences of its own',
      irsa(
        { StringEquals: { 'ci.example.com:sub': 'repo:x', 'ci.example.com:aud': 'ci' } },
        'ci.example.com',
      ),
      [],
    ],
    [
      'a provider of others without an audience',
      irsa({ StringEquals: { 'ci.example.com:sub': 'repo:x' } }, 'ci.example.com'),
      ['TRUST_WITHOUT_AUDIENCE'],
    ],
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
    [
      'every pod of a namespace',
      pods({ ...clusterArn, 'aws:RequestTag/kubernetes-namespace': 'a' }),
      ['TRUST_OPEN_POD_IDENTITY'],
    ],
    [
      'a ServiceAccount of every namespace',
      pods({ ...clusterArn, 'aws:RequestTag/kubernetes-service-account': 'b' }),
      ['TRUST_OPEN_POD_IDENTITY'],
    ],
    ['pods by a pattern', podsBy('StringLike', `${arnOfCluster}*`), ['TRUST_OPEN_POD_IDENTITY']],
    ['pods by a pattern of ARNs', podsBy('ArnEquals', `${arnOfCluster}*`), ['TRUST_OPEN_POD_IDENTITY']],
    ['pods by any of them', podsBy('ForAnyValue:ArnEquals', `${arnOfCluster}?`), ['TRUST_OPEN_POD_IDENTITY']],
    ['pods by a text like that', podsBy('StringLike', arnOfCluster), []],
    ['pods by an exact text with an asterisk', podsBy('StringEquals', `${arnOfCluster}*`), []],
    ['a role without a condition', chain({}), ['TRUST_PLAIN_CHAIN']],
    ['a role with nothing in its condition', chain({ Condition: {} }), ['TRUST_PLAIN_CHAIN']],
    ['a role with no key in its condition', chain({ Condition: { Bool: {} } }), ['TRUST_PLAIN_CHAIN']],
    ['every namespace of stores', chained('*', 'ClusterSecretStore'), ['TRUST_FORGEABLE_CHAIN']],
    ['a namespace of stores of the platform', chained('a', 'ClusterSecretStore'), []],
    [
      'a namespace of both kinds of stores',
      chained('a', ['ClusterSecretStore', 'SecretStore']),
      ['TRUST_FORGEABLE_CHAIN'],
    ],
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
    [
      'the root of an account, in China',
      chain({ Principal: { AWS: 'arn:aws-cn:iam::123456789012:root' } }),
      ['TRUST_WIDE_ACCOUNT'],
    ],
    ['an account for one of its roles', ofAccount('arn:aws:iam::123456789012:role/operator'), []],
    [
      'an account for any of its roles',
      ofAccount('arn:aws:iam::123456789012:role/*'),
      ['TRUST_WIDE_ACCOUNT'],
    ],
    ['a denial of everybody', { ...irsa({}), Effect: 'Deny', Principal: '*' }, []],
  ])('%s', (_title, one, expected) => {
    const text = JSON.stringify({ Version: '2012-10-17', Statement: [one] });
    const diagnostics = checkPolicyText({ path: 'policy.json', text });
    expect(diagnostics.map(({ code }) => code)).toEqual(expected);
    for (const { code, span } of diagnostics) {
      const field = ABOUT_WHO.test(code) ? 'Principal' : 'Condition';
      const { [field]: wrong = one } = one as Record<string, object>;
      expect(span && text.slice(span.start, span.end)).toBe(JSON.stringify(wrong));
    }
    expect(gapsIn(diagnostics)).toEqual([]);
  });

  it('is a policy about who, if only one of its statements is', () => {
    const { Principal: _nobody, ...open } = irsa({ StringEquals: { ...aud, ...sub } });
    const text = JSON.stringify({
      Version: '2012-10-17',
      Statement: [irsa({ StringEquals: { ...aud, ...sub } }), open],
    });
    expect(checkPolicyText({ path: 'p', text }).map(({ code }) => code)).toEqual(['TRUST_ANYONE']);
  });

  it('names what is asked for by nothing, and which issuer is meant', () => {
    const argsOf = (statement: object) =>
      checkTrust({ Version: '2012-10-17', Statement: [statement as never] }).map(({ args }) => args);
    expect(argsOf(pods({}))).toEqual([
      {
        keys: 'aws:RequestTag/eks-cluster-arn, aws:RequestTag/kubernetes-namespace, aws:RequestTag/kubernetes-service-account',
      },
    ]);
    expect(argsOf(pods(clusterArn))).toEqual([
      { keys: 'aws:RequestTag/kubernetes-namespace, aws:RequestTag/kubernetes-service-account' },
    ]);
    expect(argsOf(irsa({ StringEquals: { ...aud, ...sub, 'other:sub': 'x' } }))).toEqual([
      { provider: `arn:aws:iam::123456789012:oidc-provider/${issuer}`, issuer: 'other' },
    ]);
    expect(argsOf(chain({ Principal: { AWS: 'arn:aws:iam::123456789012:root' } }))).toEqual([
      { account: '123456789012' },
    ]);
    expect(argsOf(irsa({}))).toEqual([{ key: `${issuer}:sub` }, { key: `${issuer}:aud` }]);
  });
});
