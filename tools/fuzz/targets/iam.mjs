import { formatDiagnostics, sourcesOf } from '@kfdist/diagnostics';
import {
  canonicalPolicy,
  checkPolicyText,
  checkTrust,
  decodePolicy,
  exportFormats,
  exportRoles,
  mergePolicies,
  parseArn,
  parsePolicy,
  planRoles,
  readPolicy,
} from '@kfdist/iam';
import { parse } from 'yaml';
import { dataOf, invariant, soundDiagnostics } from './invariant.mjs';

const print = (diagnostics, sources) => formatDiagnostics(diagnostics, sourcesOf(sources));
const tokens = [
  '"Effect":"Allow"',
  '"Action":',
  '"NotAction":',
  '"Resource":',
  '"Principal":',
  '"Condition":',
  '"StringEquals":',
  '"StringLike":',
  '"Sid":',
  '"*"',
  '"s3:GetObject"',
  '"iam:PassRole"',
  '"sts:AssumeRoleWithWebIdentity"',
  '"arn:aws:s3:::b/*"',
  '"Federated":',
  '":sub"',
  '":aud"',
  '$\u007baws:PrincipalTag/x}',
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '1e999',
  '"__proto__":',
  '%7B',
  '?',
  '"AWS":',
];
const policies = [
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:GetObject"],"Resource":"arn:aws:s3:::b/*"}]}',
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"arn:aws:iam::123456789012:oidc-provider/x"},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"x:aud":"sts.amazonaws.com","x:sub":"system:serviceaccount:a:b"}}}}',
];
const plan =
  '{partition: aws, region: eu-central-1, accountId: "123456789012", clusterName: example, oidcIssuer: "https://oidc.eks.eu-central-1.amazonaws.com/id/X", scope: {hostedZoneIds: [Z0], domains: [a.b]}, roles: [{key: dns, policies: [external-dns], subjects: [{namespace: a, serviceAccount: b}]}]}';

export const targets = [
  {
    name: 'policy.json',
    texts: policies,
    tokens,
    run: (text) => {
      const source = { path: 'policy.json', text };
      const { document: policy, diagnostics } = parsePolicy(source);
      soundDiagnostics([...diagnostics, ...checkPolicyText(source)], [source], print);
      decodePolicy(text);
      if (policy === undefined) return;
      const encoded = encodeURIComponent(JSON.stringify(policy));
      invariant(
        canonicalPolicy(encoded) === canonicalPolicy(policy),
        'its encoded form means something else',
      );
      mergePolicies([policy, policy]);
      checkTrust(policy);
    },
  },
  { name: 'policy-data', texts: policies, tokens, run: (text) => readPolicy(dataOf(parse, text)) },
  {
    name: 'arn',
    texts: ['arn:aws:iam::123456789012:role/a/b', 'arn:aws-cn:s3:::b'],
    tokens: [':', '/', '*', 'arn', 'aws', '::'],
    run: (text) => parseArn(text),
  },
  {
    name: 'roles',
    texts: [plan],
    tokens: [
      ': ',
      ', ',
      '{',
      '}',
      'both',
      'pod-identity',
      'identity: ',
      'policies: ',
      '"*"',
      'karpenter',
      '$\u007bx}',
      '%{x}',
      "'",
      '"',
      '\\',
      '$(x)',
      '`x`',
      '\n',
      'tags: ',
    ],
    run: (text) => {
      const input = dataOf(parse, text);
      if (!isRoleInput(input)) return;
      const made = planRoles(input);
      print(made.diagnostics, []);
      for (const format of exportFormats)
        for (const file of exportRoles(made, format).files)
          if (file.path.endsWith('.json')) JSON.parse(file.text);
    },
  },
];

/** Of the shape that the types ask for; the texts in it are what is tried. */
function isRoleInput(input) {
  const isText = (value) => typeof value === 'string';
  const isTexts = (value) => Array.isArray(value) && value.every(isText);
  const isRole = (role) =>
    isText(role?.key) &&
    isTexts(role.policies) &&
    Array.isArray(role.subjects) &&
    role.subjects.every((subject) => isText(subject?.namespace) && isText(subject.serviceAccount));
  const known = new Set(['partition', 'region', 'accountId', 'clusterName', 'oidcIssuer', 'scope', 'roles']);
  return (
    typeof input === 'object' &&
    input !== null &&
    Object.keys(input).every((key) => known.has(key)) &&
    ['partition', 'region', 'accountId', 'clusterName', 'oidcIssuer'].every((key) => isText(input[key])) &&
    isTexts(input.scope?.hostedZoneIds) &&
    isTexts(input.scope.domains) &&
    Object.keys(input.scope).length === 2 &&
    Array.isArray(input.roles) &&
    input.roles.every(isRole)
  );
}
