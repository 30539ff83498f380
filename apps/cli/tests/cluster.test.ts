/** bootstrap --run and status, in a cluster that is played by what kubectl answers. */
import type { RunCommand } from '@kfdist/credentials/cluster';
import { describe, expect, it } from 'vitest';
import { kfdist, kfdistJson, transcript } from './command.ts';
import { workplace } from './workplace.ts';

interface Played {
  /** What kubectl get applications answers, in turn; the last one again and again. */
  readonly applications?: readonly (readonly object[])[];
  readonly cluster?: string;
  /** A part of the commands that are refused. */
  readonly refuses?: string;
  /** Which of them, counted from 0. @default all */
  readonly refusesAt?: readonly number[];
  /** What git status prints. */
  readonly uncommitted?: string;
}

const NAME = 'arn:aws:eks:eu-central-1:123456789012:cluster/example';

function play({ applications = [], cluster = NAME, refuses, refusesAt, uncommitted = '' }: Played) {
  let asked = 0;
  const ran: string[] = [];
  const answers = [...applications];
  const answer = (text: string): string => {
    if (text.startsWith('kubectl config view'))
      return JSON.stringify({
        'current-context': 'here',
        contexts: [{ context: { cluster } }],
        clusters: [{ cluster: { server: 'https://cluster.example.com' } }],
      });
    if (text.startsWith('kubectl get applications'))
      return JSON.stringify({ items: answers.length > 1 ? answers.shift() : (answers[0] ?? []) });
    return text.startsWith('git status') ? uncommitted : '';
  };
  const run: RunCommand = async ({ program, arguments: words }) => {
    const text = [program, ...words].join(' ');
    ran.push(text);
    const isRefused =
      refuses !== undefined && text.includes(refuses) && (refusesAt?.includes(asked++) ?? true);
    return isRefused
      ? { status: 1, stdout: '', stderr: 'Error from server (Forbidden): not you\n' }
      : { status: 0, stdout: answer(text), stderr: '' };
  };
  return { ran, run };
}

const application = (name: string, health = 'Healthy', condition?: string) => ({
  metadata: { name },
  status: {
    sync: { status: condition === undefined ? 'Synced' : 'Unknown' },
    health: { status: health },
    operationState: { phase: 'Succeeded' },
    conditions: condition === undefined ? [] : [{ type: 'ComparisonError', message: condition }],
  },
});
const NAMES = [
  'kubeflow',
  'namespaces',
  'gateway',
  'dns',
  'login-simple',
  'web',
  'web-secrets',
  'dns-secrets',
];
const up = NAMES.map((name) => application(name));

async function writtenTree(): Promise<string> {
  const folder = workplace();
  await kfdist(folder, ['setup']);
  return folder;
}

describe('kfdist bootstrap --run', () => {
  const options = ['bootstrap', '--run', '--yes', '--from', 'push'];

  it('runs every step in the context that it showed', async () => {
    const { ran, run } = play({ applications: [up] });
    const { exitCode, stderr, stdout } = await kfdist(await writtenTree(), options, { run });
    expect({ exitCode, stdout: stdout.split('\n').at(-2) }).toEqual({
      exitCode: 0,
      stdout: 'The platform is up.',
    });
    expect(stderr).toContain('https://cluster.example.com');
    const acting = ran.filter((text) => text.startsWith('kubectl apply'));
    expect(acting.length).toBeGreaterThan(1);
    for (const text of acting) expect(text).toMatch(/ --context here$/);
  });

  it('does nothing without a yes', async () => {
    for (const answer of [undefined, '', 'no']) {
      const { ran, run } = play({});
      const world = { run, ...(answer === undefined ? {} : { answer }) };
      const argv = options.filter((word) => word !== '--yes');
      const { exitCode, stderr } = await kfdist(await writtenTree(), argv, world);
      expect(exitCode).toBe(1);
      expect(stderr).toContain('NOT_CONFIRMED');
      expect(ran.filter((text) => !text.startsWith('kubectl config'))).toEqual([]);
    }
  });

  it('refuses the cluster of other settings, and a tree that is not written', async () => {
    const other = play({ cluster: NAME.replace('/example', '/production') });
    const { result } = await kfdistJson(await writtenTree(), options, { run: other.run });
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['OTHER_CLUSTER']);
    expect(other.ran).toHaveLength(1);
    const { result: stale } = await kfdistJson(workplace(), options, play({}));
    expect(stale.diagnostics.map(({ code }) => code)).toEqual(['TREE_NOT_WRITTEN']);
  });

  it('waits for a tree that is not committed', async () => {
    const { ran, run } = play({ uncommitted: '?? clusters/\n' });
    const { result, exitCode } = await kfdistJson(await writtenTree(), options, { run });
    expect(exitCode).toBe(1);
    expect(result).toMatchObject({
      diagnostics: [{ code: 'STEP_WAITS' }],
      steps: [{ id: 'push', state: 'waits' }],
    });
    expect(ran.some((text) => text.startsWith('kubectl apply'))).toBe(false);
  });

  it('says what was refused, and how to go on', async () => {
    const { run } = play({ refuses: 'kubeflow.yaml' });
    const { exitCode, stderr } = await kfdist(await writtenTree(), options, { run });
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Forbidden');
    expect(stderr).toContain('--from platform');
  });
});

describe('kfdist status', () => {
  const seen = async (played: Played, ...argv: readonly string[]) =>
    await kfdist(workplace(), ['status', ...argv], { run: play(played).run });

  it.each([
    ['ready', { applications: [up] }],
    ['nothing', { applications: [[]] }],
    [
      'failing',
      {
        applications: [
          [
            ...up.filter(({ metadata }) => ['namespaces', 'kubeflow'].includes(metadata.name)),
            application('gateway', 'Degraded', 'failed to load target state: no such path in the repository'),
          ],
        ],
      },
    ],
  ])('%s', async (name, played) => {
    const argv = ['status', '--detailed-exitcode'];
    const outcome = await kfdist(workplace(), argv, { run: play(played).run });
    await expect(transcript(argv, outcome)).toMatchFileSnapshot(`golden/status-${name}.txt`);
  });

  it('waits until everything is ready, or until its time is over', async () => {
    expect((await seen({ applications: [up] }, '--wait')).exitCode).toBe(0);
    expect((await seen({ applications: [[]] }, '--wait', '--timeout', '0s')).exitCode).toBe(3);
  });

  it('waits on while the API server gives no answer in between, but not where it never gave one', async () => {
    const refuses = 'get applications';
    const soon = ['--wait', '--timeout', '6s'];
    const between = await seen({ applications: [[], up], refuses, refusesAt: [1] }, ...soon);
    expect([between.exitCode, between.stderr]).toEqual([0, '']);
    const start = performance.now();
    const never = await seen({ refuses }, ...soon);
    expect([never.exitCode, performance.now() - start < 3000]).toEqual([3, true]);
    const last = await seen({ applications: [[]], refuses, refusesAt: [1] }, '--wait', '--timeout', '1s');
    expect([last.exitCode, last.stderr.includes('Forbidden')]).toEqual([3, true]);
  }, 20_000);

  it('ends with 3 where the cluster refuses, and says what it said', async () => {
    const { exitCode, stderr, stdout } = await seen({ refuses: 'get applications' });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
    expect(stderr).toMatch(/^error: The Applications could not be read: .*Forbidden.*\n {2}= help: /);
  });

  it('refuses a time that is none', async () => {
    expect((await seen({}, '--timeout', 'soon')).exitCode).toBe(64);
  });
});
