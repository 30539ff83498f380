import { describe, expect, it } from 'vitest';
import { isValueKind, typeOfKind, VALUE_KINDS, type ValueKind, valueProblem } from '../src/index.ts';
import { kindOf } from '../src/value-kinds.ts';

const label63 = 'a'.repeat(63);

const CASES: Record<Exclude<ValueKind, 'enum'>, { right: string[]; wrong: string[] }> = {
  string: {
    right: ['', 'a b', ' x ', '日本', 'a\tb'],
    wrong: ['a\nb', 'a\rb', 'a\u0000', '\u001b[31m', '\ud800'],
  },
  text: { right: ['', 'a\nb', 'a\r\nb', '\t'], wrong: ['a\u0007', 'a\rb', '\u007f', '\udc00x'] },
  integer: {
    right: ['0', '-1', '42'],
    wrong: ['', '1.5', '01', '+1', '1e3', 'x', '99999999999999999999', '1 '],
  },
  number: { right: ['0', '-1.5', '42'], wrong: ['', '.5', '1e3', '01', 'NaN', 'Infinity'] },
  boolean: { right: ['true', 'false'], wrong: ['', 'True', 'yes', '1'] },
  port: { right: ['1', '3306', '65535'], wrong: ['0', '-1', '65536', '03306', 'http', '3306/tcp', ''] },
  hostname: {
    right: ['a', 'db.example.com', 'A.b', '10.0.0.1', 'x-1.y', `${label63}.x`, 'auth'],
    wrong: [
      '',
      'a b',
      'https://a.b',
      'a.b/c',
      'a.b:3306',
      'a_b',
      'a..b',
      '.a',
      'a.',
      '-a',
      'a-',
      `${label63}a`,
      'u@h',
      '*.a.b',
      'é.fr',
      'a.b\n',
      `${`${label63}.`.repeat(4)}x`,
    ],
  },
  domain: {
    right: ['ml.example.com', 'my-cluster.my-domain', 'x1.io', 'ml.1a.io'],
    wrong: [
      'localhost',
      'ML.example.com',
      '*.example.com',
      '10.0.0.1',
      '10.0.0.12',
      'a..b',
      'https://a.b',
      'a.b.',
      'a.b/',
    ],
  },
  url: {
    right: ['https://a.b', 'redis://h:6379', 'http://localhost:8080/x?y#z', 'rediss://:p@h:1'],
    wrong: [
      '',
      'a.b',
      'https:a.b',
      'https://',
      'https:///x',
      'http://a b',
      'https://a:99999',
      '//a.b',
      'mailto:a@b',
      'https:///x//y',
      'https://a.b/x y',
      `https://a.b/${'x'.repeat(2048)}`,
    ],
  },
  'https-url': {
    right: [
      'https://a.b',
      'https://a.b:8443/x',
      'https://acme-v02.api.letsencrypt.org/directory',
      'https://[::1]/',
      'https://user@a.b/x',
    ],
    wrong: [
      'https://a.b/x y',
      'https://user@-',
      'https://a@b@c/',
      'http://a.b',
      'a.b',
      'https://',
      'https://?x',
      'HTTPS//a',
      'https://-',
    ],
  },
  'git-url': {
    right: [
      'https://github.com/o/r.git',
      'https://github.com/o/r',
      'ssh://git@h.x:22/o/r.git',
      'git@github.com:o/r.git',
      'https://o@dev.azure.com/o/p/_git/r',
    ],
    wrong: [
      '',
      'github.com/o/r',
      'http://h/o/r',
      'https://github.com',
      'https://github.com/',
      'git@github.com',
      'git@github.com:',
      'file:///x',
      '/srv/repo.git',
      'git@-bad-:x',
      'git@github.com:o/r .git',
      'file:///x@h:o/r',
      'git+https://h.x/o/r',
      'https://h.x/o/r .git',
      'https://ada:hunter2@github.com/o/r.git',
      'ssh://git:hunter2@h.x/o/r.git',
    ],
  },
  email: {
    right: ['a@b.co', 'name.surname+x@my-company.com', "o'neil@x.org"],
    wrong: [
      '',
      'a',
      '@b.co',
      'a@',
      'a@b',
      'a@b@c.de',
      'A <a@b.co>',
      'a b@c.de',
      'a@b..co',
      `${'a'.repeat(65)}@b.co`,
    ],
  },
  arn: {
    right: [
      'arn:aws:acm:eu-central-1:123456789012:certificate/x',
      'arn:aws:s3:::bucket',
      'arn:aws-cn:iam::123456789012:role/x',
      'arn:aws:iam::aws:policy/ReadOnlyAccess',
    ],
    wrong: [
      '',
      'aws:acm',
      'arn:aws',
      'arn:gcp:x:y:123456789012:z',
      'arn:aws:acm:eu-central-1:12345:certificate/x',
      'arn:aws:s3:::',
    ],
  },
  'role-arn': {
    right: [
      'arn:aws:iam::123456789012:role/x',
      'arn:aws-us-gov:iam::123456789012:role/kfdist/a/x_y+=,.@-',
      'arn:aws-eusc:iam::123456789012:role/x',
    ],
    wrong: [
      'x',
      'arn:aws:iam::123456789012:user/x',
      'arn:aws:sts::123456789012:assumed-role/x/y',
      'arn:aws:iam:eu-central-1:123456789012:role/x',
      'arn:aws:iam::1:role/x',
      'arn:aws:iam::123456789012:role/',
      `arn:aws:iam::123456789012:role/${'r'.repeat(65)}`,
    ],
  },
  'aws-account-id': {
    right: ['123456789012', '012345678901'],
    wrong: ['', '12345678901', '1234567890123', '1234-5678-9012', 'x23456789012'],
  },
  'aws-region': {
    right: [
      'eu-central-1',
      'us-gov-west-1',
      'ap-southeast-5',
      'cn-north-1',
      'us-isob-east-1',
      'eusc-de-east-1',
      'mx-central-1',
    ],
    wrong: ['', 'eu-central-1a', 'eu-central', 'EU-CENTRAL-1', 'eu_central_1', 'Frankfurt'],
  },
  'aws-partition': {
    right: ['aws', 'aws-cn', 'aws-us-gov', 'aws-iso-f', 'aws-eusc'],
    wrong: ['', 'AWS', 'aws-eu', 'china'],
  },
  'hosted-zone-id': {
    right: ['Z0123456789ABCDEFGHIJ', 'Z01234567XYZABCDEF002'],
    wrong: ['', '/hostedzone/Z01', 'z01', 'example.com', `Z${'A'.repeat(32)}`],
  },
  'vpc-id': {
    right: ['vpc-012345678abcdefgh', 'vpc-0123456789abcdef0', 'vpc-1a2b3c4d'],
    wrong: ['', 'subnet-1a2b3c4d', 'vpc-', 'vpc-123', 'VPC-1a2b3c4d'],
  },
  'oidc-provider-id': {
    right: ['EXAMPLED539D4633E53DE1B71EXAMPLE'],
    wrong: ['', 'https://oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLE', 'oidc.eks.x/id/E', 'E-1'],
  },
  'eks-cluster-name': {
    right: ['example', 'my-cluster', 'A_1', '0x', 'c'.repeat(100)],
    wrong: ['', '-a', '_a', 'a.b', 'a b', 'c'.repeat(101), 'arn:aws:eks:x:1:cluster/a'],
  },
  bucket: {
    right: ['123456789012-example-pipelines', 'a.b', 'abc'],
    wrong: [
      '',
      'ab',
      'A-b',
      'a_b',
      '-ab',
      'ab-',
      'a..b',
      '192.168.0.1',
      'xn--abc',
      'sthree-x',
      'amzn-s3-demo-x',
      'x-s3alias',
      'x--ol-s3',
      'x.mrap',
      'x--x-s3',
      's3://abc',
      'a'.repeat(64),
    ],
  },
  'key-prefix': {
    right: ['pipelines', 'pipelines/artifacts', 'a=b/c_d.e'],
    wrong: ['', '/a', 'a/', 'a//b', 'a b', 'a\\b', 'a#b'],
  },
  'nlb-name': {
    right: ['nlb-example', 'A1', 'n'.repeat(32)],
    wrong: ['', 'n'.repeat(33), '-a', 'a-', 'internal-x', 'a_b', 'a.b'],
  },
  namespace: {
    right: ['team-a', '1', 'a'.repeat(63)],
    wrong: ['', 'Team', 'a_b', 'a.b', '-a', 'a-', 'a'.repeat(64), 'a/b'],
  },
  'kubernetes-name': {
    right: ['team-a', 'a.b-c', '1'],
    wrong: ['', 'A', 'a_b', '.a', 'a.', 'a..b', 'a.-b', 'a-.b', 'a/b', 'a'.repeat(254)],
  },
  'kubernetes-name-prefix': {
    right: ['', 'example-', 'a', '1-'],
    wrong: ['Example-', 'a_', 'a.b-', '-a', 'a b', 'a'.repeat(64)],
  },
  'iam-path': {
    right: ['/', '/kfdist/example/', '/a-b_c.d/'],
    wrong: ['', 'kfdist/', '/kfdist', '/a//b/', '/a b/', '/ä/', `/${'a'.repeat(511)}/`],
  },
  'iam-name-prefix': {
    right: ['example-', 'a', 'A+=,.@_-'],
    wrong: ['', 'a b', 'a/b', 'ä-', 'a'.repeat(129)],
  },
  'storage-size': {
    right: ['10Gi', '1.5Ti', '500Mi', '10G', '1k'],
    wrong: ['', '50', '0Gi', '10GB', '10GiB', 'Gi', '-1Gi', '10 Gi', '10gi'],
  },
  duration: {
    right: ['15d', '744h', '1h30m', '250ms', '2w', '1y'],
    wrong: ['', '15', '1x', 'd', '-1d', '1.5h', '1 d', '15D'],
  },
  'kubernetes-version': {
    right: ['1.35', '1.35.2', '1.9'],
    wrong: ['', 'v1.35', '1', '1.x', '1.35.2.1', '1.35-eks', 'latest', '2.0'],
  },
  'git-revision': {
    right: [
      'main',
      'HEAD',
      'v1.2.3',
      '890123456789/my-cluster.my-domain',
      'feature/x_y',
      'dec0ddf',
      '7e12345',
    ],
    wrong: [
      '',
      '-x',
      'a b',
      'a..b',
      'a~1',
      'a^',
      'a:b',
      'a?',
      'a*',
      'a[',
      'a\\b',
      '/a',
      'a/',
      'a//b',
      'a.lock',
      'a.',
      '.a',
      'a/.b',
      'a@{1}',
    ],
  },
  'git-path': {
    right: ['.', 'clusters/example', 'a-b_c.d', '.kfdist', 'a/..b'],
    wrong: ['', '/a', '../a', 'a/../b', 'a/..', 'a/', 'a//b', './a', 'a/./b', 'a\\b', '~/a', 'C:/a', 'a b'],
  },
};

describe.each(Object.entries(CASES))('%s', (name, { right, wrong }) => {
  if (!isValueKind(name)) throw new Error(name);

  it.each(right)('takes %j', (text) => expect(valueProblem(text, { kind: name })).toBeUndefined());
  it.each(wrong)('refuses %j', (text) =>
    expect(valueProblem(text, { kind: name })).toMatch(/^(?:it|the part) /),
  );

  it('has an example that is right', () => {
    expect(valueProblem(kindOf(name).example, { kind: name })).toBeUndefined();
  });

  it('has a pattern for editors that refuses nothing right', () => {
    const pattern = new RegExp(kindOf(name).pattern ?? '', 'u');
    expect(right.filter((text) => !pattern.test(text))).toEqual([]);
  });
});

describe('a kind', () => {
  it('is tested', () => {
    expect(VALUE_KINDS.filter((name) => name !== 'enum')).toEqual(Object.keys(CASES).toSorted());
  });

  it.each(['prot', '__proto__', 'constructor', '', undefined])('is not %j', (name) => {
    expect(isValueKind(name)).toBe(false);
  });

  it('enum takes its values only', () => {
    expect(valueProblem('a', { kind: 'enum', values: ['a', 'b'] })).toBeUndefined();
    expect(valueProblem('c', { kind: 'enum', values: ['a', 'b'] })).toBe('it is none of them');
    expect(valueProblem('a', { kind: 'enum' })).toBe('it is none of them');
  });

  it.each([
    ['port', 'integer'],
    ['boolean', 'boolean'],
    ['number', 'number'],
    ['aws-account-id', 'string'],
    ['enum', 'string'],
  ] as const)('%s gives type %s', (kind, type) => expect(typeOfKind(kind)).toBe(type));
});

it.each([
  ['aws-region', 'eu-central-1a', 'it is an availability zone of eu-central-1'],
  ['aws-account-id', '12345678901', 'it has 11'],
  ['hostname', 'https://db.x.org', 'it is a URL: leave out the part up to // and everything after the host'],
  ['url', 'a.b', 'it does not start with a scheme such as https://'],
  ['https-url', 'http://a.b', 'it does not start with https://'],
  ['https-url', 'https://-', 'it has no valid host'],
  ['git-url', 'https://github.com', 'it names no repository'],
  ['email', 'a@b@c.de', 'it has more than one @'],
  ['nlb-name', 'n'.repeat(40), 'it has 40 characters, and 32 are allowed'],
] as const)('%s says what is wrong with %s', (kind, text, sentence) => {
  expect(valueProblem(text, { kind })).toBe(sentence);
});
