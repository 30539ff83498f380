import { formatDiagnostics, type Source, sourcesOf } from '@kfdist/diagnostics';
import { describe, expect, it } from 'vitest';
import {
  explainSetting,
  hasPassword,
  isSensitiveKey,
  parseOption,
  parseSettingsFile,
  redactedSource,
  resolveSettings,
  sensitiveInFile,
} from '../src/index.ts';
import { codes, define, resolve, under } from './reading.ts';

describe('keys that name a secret', () => {
  it.each([
    'password',
    'rds.password',
    'rds_password',
    'db.rootPassword',
    'DB_PASSWORD',
    'dbpassword',
    'admin.password_hash',
    'passwords.0',
    'passwords.admin',
    'smtp.pass',
    'pwd',
    'keystore_passphrase',
    'htpasswd',
    'client_secret',
    'oidc.client_secret',
    'oidc.cookie_secret',
    'clientSecret',
    'secret',
    'secrets.grafana',
    'secret.value',
    'token',
    'github_token',
    'argocd.token.value',
    'authtoken',
    'slack.bot-token',
    'credentials',
    'aws.creds',
    'api_key',
    'apikey',
    'api.key',
    'tls.key',
    'ssh_private_key',
    'ssh-key',
    's3_accesskey',
    's3.secretkey',
    'aws_secret_access_key',
    'access_key',
    'encryption.keys.0',
    'license_key',
    'kubeconfig',
    'token2',
    'password12',
    'api--key',
    'jwt',
  ])('%s', (key) => expect(isSensitiveKey(key)).toBe(true));
});

describe('keys that only sound like it', () => {
  it.each([
    'external_secret_name.kubeflow.rds_password',
    'external_secret_name.auth.oidc_client_secret',
    'external_secret_name.kubeflow.s3_secretkey',
    'external_secret_name.istio_system.auth_cert_pk',
    'role_arn.external_secrets',
    'role_arn.external_secrets.auth',
    'external_secrets.backend_type',
    'external_secrets.version',
    'sealed_secrets.version',
    'sealed-secrets.controller',
    's3.key_prefix.mlflow',
    's3.key_prefix.pipelines',
    'kms_key_id',
    'kms.key_arn',
    'aws_access_key_id',
    'ssh_key_name',
    'ec2.key_pair',
    'public_key',
    'signing.public_key',
    'partition_key',
    'sort-key',
    'label_key',
    'token_url',
    'token.ttl',
    'oidc.token_endpoint',
    'password_policy',
    'secret_name',
    'secretName',
    'secret_ref',
    'secretsManager',
    'secrets.backend',
    'secret_store',
    'keycloak.host',
    'monkey',
    'keyboard',
    'tokenizer',
    'max_tokens_count',
    'bypass',
    'compass',
    'oidc.user_id_claim',
    'oidc.client_id',
    'domain',
    'components.external-secrets',
    '',
    'credentials_file',
    'secret_namespace',
    'rotation.secret_days',
    'password_length',
    'passwordless',
    'pass1word',
    'public--key',
  ])('%s', (key) => expect(isSensitiveKey(key)).toBe(false));
});

it('believes the definition', () => {
  const [secret, plain] = define('[{ key: a, kind: url, sensitive: true }, { key: token, kind: string }]');
  expect(isSensitiveKey('a', secret)).toBe(true);
  expect(isSensitiveKey('token', plain)).toBe(false);
});

it.each([
  ['https://u:p@h/x', true],
  ['redis://:p@h:6379', true],
  ['https://u@h/x', false],
  ['https://h:443/a@b', false],
  ['https://h/?x=a:b@c', false],
  ['git@h:o/r', false],
  ['a:b@c', false],
])('sees passwords in URLs: %s', (text, expected) => expect(hasPassword(text)).toBe(expected));

describe('a sensitive value', () => {
  const text =
    'rds.password: hunter2\nurl: mysql://<<__rds.password__>>@h\nport: 3306\nrepo: https://u:hunter2@h/r\n';

  it('makes what is made from it sensitive', () => {
    const { settings } = resolve(text);
    expect([...settings.values].filter(([, { sensitive }]) => sensitive).map(([key]) => key)).toEqual([
      'rds.password',
      'repo',
      'url',
    ]);
  });

  it('is not explained', () => {
    const { settings } = resolve(text);
    const explained = ['rds.password', 'url', 'repo'].map((key) => explainSetting(settings, key));
    expect(explained.map((explanation) => explanation?.value)).toEqual([
      '[redacted]',
      '[redacted]',
      '[redacted]',
    ]);
    expect(JSON.stringify(explained)).not.toContain('hunter2');
  });

  it('may be given as an option', () => {
    const { entry } = parseOption('password=hunter2');
    const { settings } = resolveSettings(entry === undefined ? [] : [entry]);
    expect([settings.values.size, sensitiveInFile(settings)]).toEqual([1, []]);
  });

  it('does not belong in a file', () => {
    const { settings } = resolve(text);
    expect(sensitiveInFile(settings).map(({ code, args }) => [code, args?.key])).toEqual([
      ['SENSITIVE_IN_FILE', 'rds.password'],
      ['SENSITIVE_IN_FILE', 'repo'],
    ]);
  });

  it('is of a URL only the password', () => {
    const definitions = '- { key: redis, kind: url, sensitive: true }';
    const codesOf = (written: string) => codes(sensitiveInFile(resolve(written, { definitions }).settings));
    expect(codesOf('redis: rediss://redis.example.com:6379')).toEqual([]);
    expect(codesOf('redis: rediss://:hunter2@redis.example.com:6379')).toEqual(['SENSITIVE_IN_FILE']);
  });

  it.each([
    ['password: ""', []],
    ['password: <<__p__>>\np: x', []],
    ['password: x<<__p__>>\np: x', ['SENSITIVE_IN_FILE']],
    ['password: <<__p__>>x\np: x', ['SENSITIVE_IN_FILE']],
    ['<<__passwort__>>=x', []],
    ['url: https://<<__u__>>:<<__p__>>@h\nu: x\np: y', []],
  ])('%j', (written, expected) => {
    expect(codes(sensitiveInFile(resolve(written).settings))).toEqual(expected);
  });
});

describe('redaction', () => {
  const redactions = (source: Source, definitions = '[]') => {
    const { entries } = parseSettingsFile(source);
    const { redacted = [] } = redactedSource(source, entries, define(definitions));
    return redacted.map((range) => under(source.text, { path: '', ...range }));
  };

  it.each([
    ['a.yaml', 'rds: { password: "hunter2", port: 1 }', ['"hunter2"']],
    ['a.yaml', 'password: |\n  hunter2\n  more\nx: 1', ['|\n  hunter2\n  more\n']],
    ['a.yaml', 'x: &x hunter2\npassword: *x', ['hunter2', '*x']],
    ['a.yaml', 'a: [{ token: hunter2 }]', ['hunter2']],
    ['a.yaml', 'password: "hunter2\nx: 1', ['"hunter2\nx: 1']],
    ['a.yaml', '- password: hunter2', ['hunter2']],
    ['a.yaml', 'a\n  password: hunter2', ['hunter2']],
    ['a.yaml', 'repo: https://u:hunter2@h', ['https://u:hunter2@h']],
    ['a.conf', '<<__password__>>= hunter2', ['hunter2']],
    ['a.conf', '<<__password=hunter2', ['hunter2']],
    ['a.conf', '<<__password__>> hunter2', ['hunter2']],
    ['a.conf', 'password hunter2', ['hunter2']],
    ['a.conf', '  password: hunter2', ['hunter2']],
    ['a.conf', '# password=hunter2', ['hunter2']],
    ['a.conf', 'x=1', []],
    ['a.conf', 'password', []],
    ['a.conf', 'password:', []],
    ['a.conf', 'password,x', []],
    ['a.conf', '(password) x', []],
    ['a.conf', '<<__password_=hunter2', ['hunter2']],
    ['a.conf', '<<__password__', []],
    ['a.conf', `<<__password=${'x'.repeat(2000)}`, ['x'.repeat(2000)]],
    ['a.conf', '<<__external_secret_name.a.password__>>=x', []],
  ])('%s %j', (path, text, expected) => {
    expect(redactions({ path, text })).toEqual(expected);
  });

  it('follows the definitions, also in lists', () => {
    const definitions = '[{ key: p.*.mark, kind: string, sensitive: true }, { key: token, kind: string }]';
    expect(redactions({ path: 'a.yaml', text: 'p: [{ mark: x }]\ntoken: y' }, definitions)).toEqual(['x']);
  });

  it('has no overlaps and keeps what was redacted', () => {
    const source = { path: 'a.yaml', text: 'password: hunter2', redacted: [{ start: 0, end: 12 }] };
    expect(redactedSource(source, parseSettingsFile(source).entries).redacted).toEqual([
      { start: 0, end: 17 },
    ]);
  });

  it('joins what overlaps or touches', () => {
    const ranges = [
      [7, 9],
      [0, 3],
      [2, 2],
      [3, 5],
      [1, 2],
      [12, 12],
      [8, 10],
    ].map(([start = 0, end = 0]) => ({ start, end }));
    const { redacted } = redactedSource({ path: 'x', text: 'x'.repeat(20), redacted: ranges }, []);
    expect(redacted?.map(({ start, end }) => [start, end])).toEqual([
      [0, 5],
      [7, 10],
    ]);
  });

  it('keeps secrets out of every frame', () => {
    const broken = [
      '<<__a.password=hunter2',
      '<<__api_token__>>=hunter2 ',
      'tls_key hunter2',
      '<<__x.secret__>>=hunter2\uFFFD',
    ];
    const source = { path: 'setup.conf', text: broken.join('\n') };
    const { entries, diagnostics } = parseSettingsFile(source);
    const resolved = resolveSettings(entries);
    const printed = formatDiagnostics(
      [...diagnostics, ...resolved.diagnostics],
      sourcesOf([redactedSource(source, entries)]),
    );
    expect(printed.split('setup.conf:').length - 1).toBe(4);
    expect(printed).toContain('[redacted]');
    expect(printed).not.toContain('hunter2');
  });
});

describe('a key near a sensitive one', () => {
  const definitions =
    '[{ key: vault.seal, kind: string, sensitive: true }, { key: vault.host, kind: string }]';
  it.each([
    ['vault.sael: hush', true],
    ['vault.seal: [hush]', true],
    ['vault.seal.inner: hush', true],
    ['vault.hosts: plain', false],
    ['other.seal: plain', false],
  ])('%s', (written, expected) => {
    const { settings } = resolve(written, { definitions });
    expect([...settings.values.values()].some(({ sensitive }) => sensitive)).toBe(expected);
  });
});
