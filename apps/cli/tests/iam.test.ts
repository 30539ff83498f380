/** `kfdist iam` as far as it needs no AWS. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson, places, transcript } from './command.ts';
import { contents, everything, SETTINGS, texts, workplace, write } from './workplace.ts';

const FORMATS = ['json', 'terraform', 'cloudformation', 'eksctl', 'ack', 'crossplane', 'aws-cli'];

const MISTAKES = `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "A", "Effect": "Allow", "Action": "s3:GetObjects", "Resource": "arn:aws:s3:::example/*" },
    { "Sid": "A", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::example" }
  ]
}
`;
const OPEN_TRUST = `{
  "Version": "2012-10-17",
  "Statement": [{
    "Effect": "Allow",
    "Principal": { "Federated": "arn:aws:iam::123456789012:oidc-provider/oidc.eks.eu-central-1.amazonaws.com/id/X" },
    "Action": "sts:AssumeRoleWithWebIdentity",
    "Condition": { "StringEquals": { "oidc.eks.eu-central-1.amazonaws.com/id/X:aud": "sts.amazonaws.com" } }
  }]
}
`;

describe('kfdist iam check', () => {
  it('says what is wrong with a policy, and where', async () => {
    const folder = workplace({ 'policy.json': MISTAKES });
    const { exitCode, result } = await kfdistJson(folder, ['iam', 'check', 'policy.json']);
    expect(exitCode).toBe(1);
    expect(places(result)).toEqual([
      'UNKNOWN_ACTION policy.json:4:48',
      'DUPLICATE_SID policy.json:5:14',
      'RESOURCE_NEVER_MATCHES policy.json:5:76',
    ]);
  });

  it('knows a trust policy by its principals', async () => {
    const folder = workplace({ 'trust.json': OPEN_TRUST });
    const { exitCode, result } = await kfdistJson(folder, ['iam', 'check', 'trust.json']);
    expect(exitCode).toBe(1);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['TRUST_WITHOUT_SUBJECT']);
  });

  it('reads standard input, several files, and says which cannot be read', async () => {
    const folder = workplace({ 'policy.json': MISTAKES });
    const outcome = await kfdistJson(folder, ['iam', 'check', '-', 'policy.json', 'nowhere.json'], {
      stdin: '{',
    });
    expect(outcome.exitCode).toBe(1);
    expect(new Set(outcome.result.diagnostics.map(({ code }) => code))).toEqual(
      new Set([
        'POLICY_NOT_JSON',
        'UNREADABLE_FILE',
        'UNKNOWN_ACTION',
        'DUPLICATE_SID',
        'RESOURCE_NEVER_MATCHES',
      ]),
    );
  });

  it('finds nothing wrong with what setup writes', async () => {
    const folder = workplace();
    await kfdist(folder, ['setup']);
    const files = Object.keys(texts(join(folder, 'clusters/example/iam'))).filter((path) =>
      path.endsWith('.json'),
    );
    expect(files.length).toBe(2);
    const paths = files.map((path) => join('clusters/example/iam', path));
    const { result, exitCode } = await kfdistJson(folder, ['iam', 'check', ...paths]);
    expect(exitCode).toBe(0);
    expect(result.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});

describe('kfdist iam export', () => {
  it.each(FORMATS)('gives the form %s', async (format) => {
    const folder = workplace();
    const argv = ['iam', 'export', '--format', format, '--output-dir', 'out'];
    const outcome = await kfdist(folder, argv);
    const files = Object.entries(texts(join(folder, 'out'))).filter(([path]) => path !== '.kfdist.json');
    const shown = files.map(([path, text]) => `--- out/${path}\n${text}`);
    await expect([transcript(argv, outcome), ...shown].join('\n')).toMatchFileSnapshot(
      `golden/iam-export-${format}.txt`,
    );
    expect(outcome.exitCode).toBe(0);
  });

  it.each(FORMATS.filter((format) => format !== 'json'))(
    'prints %s, the same as it writes',
    async (format) => {
      const folder = workplace();
      const { stdout, exitCode } = await kfdist(folder, ['iam', 'export', '--format', format]);
      await kfdist(folder, ['iam', 'export', '--format', format, '--output-dir', 'out']);
      const [text] = Object.entries(texts(join(folder, 'out'))).flatMap(([path, body]) =>
        path === '.kfdist.json' ? [] : [body],
      );
      expect({ stdout, exitCode }).toEqual({ stdout: text, exitCode: 0 });
    },
  );

  it('wants a folder for several files, or JSON', async () => {
    const folder = workplace();
    const { stdout, stderr, exitCode } = await kfdist(folder, ['iam', 'export', '--format', 'json']);
    expect({ stdout, exitCode }).toEqual({ stdout: '', exitCode: 1 });
    expect(stderr).toContain('EXPORT_NEEDS_FOLDER');
    const { result } = await kfdistJson(folder, ['iam', 'export', '--format', 'json']);
    expect(result.files).toMatchObject([{ path: 'dns.trust.json' }, { path: 'dns.policy.json' }, {}]);
  });

  it('changes nothing when run again, nothing of others, and nothing without knowing the roles', async () => {
    const folder = workplace({ 'mine/main.tf': '# mine\n' });
    const run = (...more: string[]) => kfdist(folder, ['iam', 'export', '--format', 'terraform', ...more]);
    await run('--output-dir', 'out');
    const before = everything(folder);
    expect(await run('--output-dir', 'out')).toMatchObject({ exitCode: 0, stdout: 'out: 1 unchanged\n' });
    expect((await run('--output-dir', 'mine')).exitCode).toBe(1);
    expect((await run('--output-dir', 'new', '--set', 'aws_region=nowhere')).exitCode).toBe(1);
    expect(everything(folder)).toEqual(before);
  });

  it('gives roles the boundary of the flag', async () => {
    const arn = 'arn:aws:iam::123456789012:policy/limits';
    const folder = workplace();
    const argv = ['iam', 'export', '--format', 'terraform', '--permissions-boundary', arn];
    expect((await kfdist(folder, argv)).stdout).toContain(`"permissions_boundary": "${arn}"`);
  });
});

describe('roles in the tree', () => {
  it('are what apply would make, under the names that manifests say', async () => {
    const folder = workplace();
    await kfdist(folder, ['setup']);
    const files = contents(join(folder, 'clusters/example'));
    const arn = 'arn:aws:iam::123456789012:role/kfdist/example/example-dns';
    expect(files['applications/dns.yaml']).toContain(arn);
    expect(files['iam/README.md']).toContain(arn);
  });

  it('wait with a warning for what only they need, and manifests are written', async () => {
    const folder = workplace({
      'distribution/web/component.yaml':
        'name: web\nsummary: The pages\ncategory: kubeflow\nnamespace: { name: web }\nsource: { manifests: {} }\nneeds: [namespaces, login, dns]\nserviceAccounts: [{ name: web, role: web, policy: kserve-s3 }]\n',
    });
    const { result, exitCode } = await kfdistJson(folder, ['setup']);
    expect(exitCode).toBe(0);
    expect(result.diagnostics).toMatchObject([{ code: 'ROLES_WAIT', args: { setting: 's3.bucket.kserve' } }]);
    expect(Object.keys(contents(join(folder, 'clusters/example')))).not.toContain('iam/web.policy.json');
  });

  it('never take part in rendering: a copy of a policy is no manifest', async () => {
    const folder = workplace();
    cpSync(join(folder, 'distribution'), join(folder, 'other'), { recursive: true });
    write(folder, {
      'other/web/policy.json': '{ "Version": "2012-10-17", "Statement": [] }\n',
      'kfdist.yaml': SETTINGS,
    });
    await kfdist(folder, ['setup', '--distribution', 'other']);
    const paths = Object.keys(contents(join(folder, 'clusters/example')));
    expect(paths.filter((path) => path.endsWith('policy.json'))).toEqual(['iam/dns.policy.json']);
  });
});
