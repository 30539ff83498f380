import { describe, expect, it } from 'vitest';
import {
  codes,
  distribution,
  example,
  options,
  planned,
} from '../../packages/platform/tests/real-distribution.ts';
import { isDone, readApplications, syncedAgain, waitForApplications } from '../e2e/applications.mjs';
import { proveAws } from '../e2e/aws-proofs.mjs';
import { FLEETS } from '../e2e/fleet.mjs';
import { formatPage } from '../e2e/report-page.mjs';
import { runCommand } from '../e2e/run-command.mjs';
import { runSteps } from '../e2e/run-steps.mjs';
import { VARIANTS } from '../e2e/variants.mjs';

interface State {
  readonly name: string;
  readonly sync?: string;
  readonly health?: string;
  readonly phase?: string;
  readonly history?: readonly number[];
}

const START = Date.parse('2026-01-01T00:00:00Z');
const later = (seconds: number) => new Date(START + seconds * 1000).toISOString();

function item({ name, sync = 'Synced', health = 'Healthy', phase = 'Succeeded', history = [0] }: State) {
  return {
    metadata: {
      name,
      creationTimestamp: later(1),
      annotations: { 'argocd.argoproj.io/sync-wave': '3' },
    },
    status: {
      sync: { status: sync },
      health: { status: health, lastTransitionTime: later(9) },
      ...(phase === '' ? {} : { operationState: { phase, message: 'said', finishedAt: later(7) } }),
      history: history.map((id) => ({ id })),
      resources: [{ kind: 'Service', name: 'a', status: 'Synced' }],
    },
  };
}

/** A cluster whose Applications change from one reading to the next. */
function cluster(...readings: readonly (readonly State[])[]) {
  let reading = 0;
  return {
    kubectl: async () => {
      const items = readings[Math.min(reading++, readings.length - 1)] ?? [];
      return JSON.stringify({ items: items.map(item) });
    },
  };
}

describe('the Applications of a cluster', () => {
  it('are read with their waves and the seconds since the start', async () => {
    const [one] = await readApplications(cluster([{ name: 'a', phase: 'Running' }]), START);
    expect(one).toMatchObject({
      name: 'a',
      wave: 3,
      objects: 1,
      created: 1,
      synced: 7,
      healthy: 9,
      syncs: 0,
    });
    expect(one?.reasons).toEqual(['said']);
  });

  it.each<[Partial<State>, boolean]>([
    [{}, true],
    [{ sync: 'OutOfSync' }, false],
    [{ health: 'Progressing' }, false],
    [{ phase: 'Running' }, false],
    [{ phase: '' }, true],
    [{ phase: '', sync: 'OutOfSync' }, false],
  ])('%j is done: %s', async (state, done) => {
    const [one] = await readApplications(cluster([{ name: 'a', ...state }]));
    expect(one && isDone(one)).toBe(done);
  });

  it.each<[string, readonly State[], boolean]>([
    ['all of them', [{ name: 'a' }, { name: 'b' }], true],
    ['one is missing', [{ name: 'a' }], false],
    ['one is there that should not be', [{ name: 'a' }, { name: 'b' }, { name: 'c' }], false],
    ['one is not healthy', [{ name: 'a' }, { name: 'b', health: 'Degraded' }], false],
  ])('are waited for: %s', async (_, states, done) => {
    const outcome = await waitForApplications(cluster(states), ['a', 'b'], { seconds: 0, start: START });
    expect(outcome.done).toBe(done);
  });

  it('were synced again where their history grew', async () => {
    const before = await readApplications(
      cluster([
        { name: 'a', history: [0] },
        { name: 'b', history: [0] },
      ]),
    );
    const after = await readApplications(
      cluster([{ name: 'a', history: [0, 1] }, { name: 'b', history: [0] }, { name: 'c' }]),
    );
    expect(syncedAgain(before, after)).toEqual(['a']);
  });
});

describe('what manifests name and AWS must have', () => {
  const arn = 'arn:aws:iam::123456789012:role/kfdist/example/example-dns';
  const account = {
    metadata: { name: 'dns', namespace: 'dns', annotations: { 'eks.amazonaws.com/role-arn': arn } },
  };
  const trust = (sub: string) => ({
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRoleWithWebIdentity',
        Condition: { StringEquals: { 'oidc:sub': sub, 'oidc:aud': 'sts.amazonaws.com' } },
      },
    ],
  });
  const claims = { sub: 'system:serviceaccount:dns:dns', aud: ['sts.amazonaws.com'] };
  const token = `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

  function world(role: unknown) {
    return {
      kubectl: async (verb: string) => (verb === 'create' ? token : JSON.stringify({ items: [account] })),
      run: async ([program]: readonly string[]) => {
        if (program === 'kubectl')
          return { code: 1, stderr: `error: the server doesn't have a resource type` };
        return role === undefined
          ? { code: 254, stdout: '' }
          : { code: 0, stdout: JSON.stringify({ Role: role }) };
      },
    };
  }

  it.each<[string, unknown, readonly string[]]>([
    ['a role that trusts the token', { Arn: arn, AssumeRolePolicyDocument: trust(claims.sub) }, []],
    ['no role', undefined, [`${arn} of ${claims.sub} does not exist`]],
    [
      'a role that trusts another ServiceAccount',
      { Arn: arn, AssumeRolePolicyDocument: trust('system:serviceaccount:dns:other') },
      [`${arn} does not trust ${claims.sub}`],
    ],
  ])('%s', async (_, role, missing) => {
    const [roles] = await proveAws(world(role), { region: 'eu-central-1' });
    expect(roles).toMatchObject({ seen: 1, missing });
  });
});

describe('runs', () => {
  it('end at the first step that fails, and leave out what there is no AWS for', async () => {
    const steps = [
      { title: 'a', run: async () => 'done' },
      { title: 'b', aws: true, run: async () => 'never' },
      { title: 'c', run: async () => await Promise.reject(new Error('broken')) },
      { title: 'd', run: async () => 'never' },
    ];
    const seen = await runSteps(steps, {}, { hasAws: false, say: () => {} });
    expect(seen.map(({ title, result, said }) => `${title} ${result} ${said}`)).toEqual([
      'a passed done',
      'b left out no AWS',
      'c failed broken',
      'd not reached ',
    ]);
  });

  it('report what a failed command said, and its paths only to whoever watches', async () => {
    const failing = [process.execPath, '-e', 'console.error("no key"); process.exit(2)', '/a/path'] as const;
    const watched: string[] = [];
    const [seen] = await runSteps(
      [{ title: 'a', run: async () => await runCommand([...failing]) }],
      {},
      { hasAws: true, say: (line: string) => watched.push(line) },
    );
    expect(seen).toMatchObject({ result: 'failed', said: 'exit code 2\nno key' });
    expect(seen).not.toHaveProperty('command');
    expect(watched.at(-1)).toContain('/a/path');
  });

  it('have every member of every pick-one group, each without a mistake in its settings', () => {
    const chosen = Object.values(VARIANTS).map((texts) => planned([...example, ...options(...texts)]));
    expect(chosen.flatMap(codes)).toEqual([]);
    for (const { name, choices } of distribution.groups) {
      const seen = chosen.map(({ settings }) => settings.values.get(`components.${name}`)?.text);
      expect(Object.keys(choices).filter((choice) => !seen.includes(choice))).toEqual([]);
    }
    const selected = chosen.flatMap(({ components }) => components.map(({ name }) => name));
    const optional = distribution.components
      .filter(({ enabled }) => enabled === false)
      .map(({ name }) => name);
    expect(optional.filter((name) => !selected.includes(name))).toEqual(['fleet', 'model-registry']);
    expect(Object.keys(FLEETS)).toEqual(['hub-and-spoke', 'each-its-own']);
  });
});

describe('the page of all runs', () => {
  const known = ['one', 'two', 'three'];
  async function run(name: string, health: string) {
    const applications = await readApplications(
      cluster([
        { name: 'a', health },
        { name: 'b', health, phase: '' },
      ]),
      START,
    );
    const steps = [
      { title: 'x', result: 'passed', seconds: 4, said: 'a|b <c>' },
      { title: 'y', result: 'not reached', said: '' },
    ];
    const versions = [['Argo CD', '3.2']];
    return { name, date: '2026-01-01', versions, options: ['a=b'], steps, applications, notes: ['a note'] };
  }
  const headings = (page: string) => [...page.matchAll(/^## (.*)/gm)].map(([, name]) => name);

  it('has the steps and Applications of a run, and the reason of one that is not there', async () => {
    const page = formatPage('', [await run('one', 'Degraded')], known);
    expect(page).toContain('| x | passed | 4 | a\\|b &lt;c> |');
    expect(page).toContain('| 3 | a | 1 | 7 s | 9 s | Synced Degraded Succeeded');
    expect(page).toContain('2026-01-01; Argo CD 3.2.');
    expect(page).toContain('| [one](#one) | 2 | 2 | not | 1 passed, 1 not reached |');
    expect(page).toContain('Not made yet: two, three.');
  });

  it('keeps the sections of other runs, in order, and drops what is no run', async () => {
    const first = formatPage('', [await run('three', 'Healthy'), await run('one', 'Degraded')], known);
    const second = formatPage(`${first}\n## gone\n\ntext\n`, [await run('one', 'Healthy')], known);
    expect(headings(second)).toEqual(['one', 'three']);
    expect(second).toContain('| [one](#one) | 2 | 2 | 9 s |');
    expect(second).not.toContain('Degraded');
    expect(formatPage(second, [], known)).toBe(second);
  });
});
