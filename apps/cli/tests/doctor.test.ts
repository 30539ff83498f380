/** doctor in a world that is played: one run gives the text and the JSON that people and programs read. */
import type { RunCommand } from '@kfdist/credentials/cluster';
import type { AwsLookups } from '@kfdist/platform/aws';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson, transcript } from './command.ts';
import { workplace } from './workplace.ts';

const CLUSTER = 'arn:aws:eks:eu-central-1:123456789012:cluster/example';
const ISSUER = 'oidc.eks.eu-central-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B71EXAMPLE';

const HEALTHY: Readonly<Record<string, string>> = {
  'git --version': 'git version 2.47.3\n',
  'git rev-parse': '/home/platform\n',
  'git remote': 'origin\tgit@github.com:example/platform.git (fetch)\n',
  'kubectl version --client': '{"clientVersion": {"gitVersion": "v1.34.1"}}',
  'kubectl version': '{"serverVersion": {"gitVersion": "v1.34.2-eks-1"}}',
  'kubectl config': JSON.stringify({
    'current-context': 'here',
    contexts: [{ context: { cluster: CLUSTER } }],
  }),
  'kubectl auth': 'yes\n',
  'kubectl get nodes': JSON.stringify({
    items: [{ status: { conditions: [{ type: 'Ready', status: 'True' }] } }],
  }),
  'kubectl get applications': JSON.stringify({
    items: ['kubeflow', 'namespaces', 'gateway', 'dns', 'login-simple', 'web'].map((name) => ({
      metadata: { name },
      status: { sync: { status: 'Synced' }, health: { status: 'Healthy' } },
    })),
  }),
};

/** Programs that answer as the longest fitting entry says; `undefined` refuses. */
function programs(answers: Readonly<Record<string, string | undefined>>): RunCommand {
  const entries = Object.entries(answers).toSorted(([a], [b]) => b.length - a.length);
  return async ({ program, arguments: words }) => {
    const text = [program, ...words].join(' ');
    const [, answer] = entries.find(([start]) => text.startsWith(start)) ?? [text, ''];
    return answer === undefined
      ? { status: 1, stdout: '', stderr: 'fatal: refused\n' }
      : { status: 0, stdout: answer, stderr: '' };
  };
}

const lookups =
  (changes: Partial<AwsLookups> = {}): (() => Promise<AwsLookups>) =>
  async () => ({
    caller: async () => ({ accountId: '123456789012', arn: 'arn:aws:iam::123456789012:user/ada' }),
    clusters: async () => ['example'],
    cluster: async (name) => ({
      name,
      status: 'ACTIVE',
      version: '1.34',
      issuer: `https://${ISSUER}`,
      vpcId: 'vpc-1',
    }),
    oidcProviders: async () => [`arn:aws:iam::123456789012:oidc-provider/${ISSUER}`],
    hostedZones: async () => [],
    hostedZone: async (id) => ({ id, name: 'example.com', isPrivate: false }),
    certificate: async () => undefined,
    bucketRegion: async () => 'eu-central-1',
    existingSecrets: async (names) => new Set(names),
    quota: async () => 256,
    roleQuota: async () => ({ used: 12, limit: 1000 }),
    ...changes,
  });

const world = (
  answers: Readonly<Record<string, string | undefined>> = {},
  aws: Partial<AwsLookups> = {},
) => ({
  run: programs({ ...HEALTHY, ...answers }),
  aws: lookups(aws),
  reach: async () => undefined,
});

interface Checks {
  readonly healthy: boolean;
  readonly checks: readonly { readonly id: string; readonly state: string; readonly hint?: string }[];
}

/** The ids of checks that are neither ok nor left out. */
async function complaints(played: ReturnType<typeof world>, ...argv: readonly string[]) {
  const { result, exitCode } = await kfdistJson(workplace(), ['doctor', ...argv], played);
  const { checks } = result as unknown as Checks;
  const wrong = checks.filter(({ state }) => state === 'failed' || state === 'warning');
  return { exitCode, wrong: wrong.map(({ id, state }) => `${state} ${id}`), checks };
}

const refuse = async (): Promise<never> => {
  throw Object.assign(new Error('The security token included in the request is expired'), {
    name: 'ExpiredToken',
  });
};
const SICK = world(
  { 'git push': undefined, 'kubectl get nodes': '{"items": []}', 'git status': '?? clusters/\n' },
  {
    oidcProviders: async () => [],
    hostedZone: async (id) => ({ id, name: 'example.org', isPrivate: false }),
    roleQuota: async () => ({ used: 1000, limit: 1000 }),
    cluster: async (name) => ({ name, status: 'ACTIVE', version: '1.34', issuer: `https://${ISSUER}` }),
  },
);

describe('kfdist doctor', () => {
  it.each([
    ['healthy', world(), 80],
    ['sick', SICK, 80],
    ['sick-wide', SICK, 120],
  ])('%s', async (name, played, width) => {
    // The version of Node.js is this machine's own
    const tidy = (text: string) =>
      text.replace(/(ok {7}node .*?: )[\d.]+/, '$120.19.0').replace(/\n("version": "\d.*)/, '');
    const text = await kfdist(workplace(), ['doctor'], { ...played, width });
    await expect(tidy(transcript(['doctor'], text))).toMatchFileSnapshot(`golden/doctor-${name}.txt`);
    const json = await kfdist(workplace(), ['doctor', '-o', 'json'], { ...played, width });
    const same = json.stdout.replace(
      /("id": "node",\s+"title": "[^"]+",\s+"state": "ok",\s+"detail": ")[\d.]+/,
      '$120.19.0',
    );
    await expect(transcript(['doctor', '-o', 'json'], { ...json, stdout: same })).toMatchFileSnapshot(
      `golden/doctor-${name}-json.txt`,
    );
  });

  it.each([
    [
      'an account that is another',
      {},
      { caller: async () => ({ accountId: '9', arn: 'a' }) },
      ['failed aws-account'],
    ],
    ['expired credentials', {}, { caller: refuse }, ['failed aws-account']],
    ['no cluster', {}, { cluster: async () => undefined }, ['failed eks-cluster']],
    [
      'an old cluster',
      { 'kubectl version': '{"serverVersion": {"gitVersion": "v1.34.0"}}' },
      { roleQuota: refuse },
      ['warning role-quota'],
    ],
    [
      'a private zone',
      {},
      { hostedZone: async (id: string) => ({ id, name: 'ml.example.com', isPrivate: true }) },
      ['failed hosted-zone'],
    ],
    ['no zone', {}, { hostedZone: async () => undefined }, ['failed hosted-zone']],
    [
      'another issuer',
      {},
      {
        cluster: async (name: string) => ({
          name,
          status: 'ACTIVE',
          version: '1.34',
          issuer: 'https://x/id/Y',
        }),
      },
      ['failed oidc-issuer', 'failed oidc-provider'],
    ],
    ['few CPUs', {}, { quota: async () => 5 }, ['warning vcpu-quota']],
    ['no kubectl', { kubectl: undefined, 'kubectl version --client': undefined }, {}, ['failed kubectl']],
    [
      'another context',
      { 'kubectl config': HEALTHY['kubectl config']?.replace('/example', '/other') },
      {},
      ['failed kube-context'],
    ],
    [
      'another remote',
      { 'git remote': 'origin\thttps://github.com/example/other.git (fetch)\n' },
      {},
      ['warning git-remote'],
    ],
    ['an old git', { 'git --version': 'git version 1.9.1\n' }, {}, ['failed git']],
    [
      'Applications that are not there',
      { 'kubectl get applications': '{"items": []}' },
      {},
      ['failed applications'],
    ],
  ])('finds %s', async (_, answers, aws, expected) => {
    const { wrong, exitCode } = await complaints(world(answers, aws));
    expect(wrong).toEqual(expected);
    expect(exitCode).toBe(expected.some((line) => line.startsWith('failed')) ? 3 : 0);
  });

  it('says what git found wrong, without the advice that it gives with everything', async () => {
    const healthy = world();
    const stderr =
      "fatal: 'origin' does not appear to be a git repository\nfatal: Could not read from remote repository.\n\nPlease make sure you have the correct access rights\nand the repository exists.\n";
    const { checks } = await complaints({
      ...healthy,
      run: async (command) =>
        command.arguments[0] === 'push' ? { status: 128, stdout: '', stderr } : await healthy.run(command),
    });
    expect(checks.find(({ id }) => id === 'git-push')).toMatchObject({
      detail:
        "fatal: 'origin' does not appear to be a git repository; fatal: Could not read from remote repository.",
    });
  });

  it('finds no rights, which kubectl says with an error', async () => {
    const played = world();
    const run: RunCommand = async (command) =>
      command.arguments[0] === 'auth' ? { status: 1, stdout: 'no\n', stderr: '' } : await played.run(command);
    const { wrong, checks } = await complaints({ ...played, run });
    expect(wrong).toEqual(['failed kube-permissions']);
    expect(checks.find(({ id }) => id === 'kube-permissions')).toMatchObject({ detail: 'you may not' });
  });

  it.each(['ada:hunter22', 'hunter22'])('shows nothing of who signs in at the remote as %s', async (user) => {
    for (const name of ['platform', 'other']) {
      const remote = { 'git remote': `origin\thttps://${user}@github.com/example/${name}.git (fetch)\n` };
      const { checks } = await complaints(world(remote));
      expect(JSON.stringify(checks)).toContain(`github.com/example/${name}`);
      expect(JSON.stringify(checks)).not.toContain('hunter22');
    }
  });

  it('leaves out what needs something that is missing, and says what', async () => {
    const { checks } = await complaints(world({}, { caller: refuse }));
    expect(checks.find(({ id }) => id === 'oidc-provider')).toMatchObject({
      state: 'skipped',
      detail: 'it needs eks-cluster',
    });
  });

  it('asks before a bootstrap only what can be true then', async () => {
    const { checks } = await complaints(world(), '--pre');
    const ids = checks.map(({ id }) => id);
    expect(ids).toContain('oidc-provider');
    expect(ids.filter((id) => ['applications', 'secrets', 'git-pushed', 'aws-secrets'].includes(id))).toEqual(
      [],
    );
  });

  it('looks at nothing while the settings are wrong', async () => {
    const { exitCode } = await kfdist(workplace(), ['doctor', '--set', 'aws_account_id=1'], {
      run: async () => {
        throw new Error('asked');
      },
    });
    expect(exitCode).toBe(1);
  });
});
