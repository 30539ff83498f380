import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runSteps, type StepOutcome } from '../src/cluster/index.ts';
import { applicationGraph, bootstrapSteps, formatCommand, type Step, uninstallPlan } from '../src/index.ts';
import { distribution, example, options, planned } from './real-distribution.ts';

const INPUT = { folder: 'clusters/example', platformFlags: ['-f', 'kfdist.yaml'] };
const PRIVATE = 'components.argocd-private-repository=true';
const SEALED = 'components.secrets=sealed-secrets';
const stepsWith = (...texts: readonly string[]) =>
  bootstrapSteps({ ...INPUT, plan: planned([...example, ...options(...texts)]) });
const SPOKE = ['argocd.cluster=prod', 'argocd.name_prefix=prod-', 'components.argocd=false'];
const ids = (steps: readonly Step[]) => steps.map(({ id }) => id);
const commandsOf = (steps: readonly Step[], id: string) =>
  steps.filter((step) => step.id === id).flatMap(({ commands }) => commands.map(formatCommand));

describe('bootstrapSteps', () => {
  it.each([
    [[], ['roles', 'credentials', 'push', 'namespaces', 'argocd', 'platform', 'status']],
    [
      [PRIVATE],
      [
        'roles',
        'credentials',
        'push',
        'namespaces',
        'external-secrets',
        'secret-stores',
        'git-credential',
        'argocd',
        'platform',
        'status',
      ],
    ],
    [SPOKE, ['roles', 'credentials', 'push']],
    [
      [...SPOKE, SEALED],
      ['roles', 'sealing-key-pair', 'credentials', 'sealing-key', 'push'],
    ],
    [
      [SEALED],
      [
        'roles',
        'sealing-key-pair',
        'credentials',
        'push',
        'namespaces',
        'sealing-key',
        'argocd',
        'platform',
        'status',
      ],
    ],
    [
      [SEALED, PRIVATE],
      [
        'roles',
        'sealing-key-pair',
        'credentials',
        'push',
        'namespaces',
        'sealing-key',
        'sealed-secrets',
        'git-credential',
        'argocd',
        'platform',
        'status',
      ],
    ],
    [['components.argocd=false'], ['roles', 'credentials', 'push', 'namespaces', 'platform', 'status']],
  ])('with %j has the steps %j', (texts, expected) => {
    expect(ids(stepsWith(...texts))).toEqual(expected);
  });

  it('gives the chart of the backend the values that its Application gives it', () => {
    const [template = ''] = commandsOf(stepsWith(PRIVATE), 'external-secrets');
    expect(template).toContain('helm template external-secrets external-secrets --repo https://');
    expect(template).toContain("--values - <<'EOF' | kubectl apply --server-side");
    expect(template).toContain('role/kfdist/example/example-external-secrets');
  });

  it('names the values that are yours to give', () => {
    const why = stepsWith(PRIVATE).find(({ id }) => id === 'credentials')?.why;
    expect(why).toContain('argocd/git-repository/username, argocd/git-repository/password');
    expect(stepsWith().find(({ id }) => id === 'credentials')?.why).not.toContain('git-repository');
  });

  it('seals for the certificate and applies the key that are named', () => {
    const steps = bootstrapSteps({
      ...INPUT,
      plan: planned([...example, ...options(SEALED)]),
      certificate: 'my cert.pem',
      sealingKey: '~/my key.yaml',
    });
    expect(commandsOf(steps, 'sealing-key-pair')).toEqual([
      "kfdist credentials init-key --certificate 'my cert.pem' --key ~/'my key.yaml'",
    ]);
    expect(commandsOf(steps, 'sealing-key')).toEqual([
      "kubectl apply --server-side --force-conflicts -f ~/'my key.yaml'",
    ]);
  });
});

describe('formatCommand', () => {
  it('is read by a shell as the words that it was made from', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 4 }), (words) => {
        const plain = words.map((word) => word.replaceAll('\0', '').replace(/^~/, ''));
        const text = formatCommand({ program: 'kubectl', arguments: plain });
        const script = `kubectl() { printf '%s\\0' "$@"; }; ${text}`;
        const { stdout } = spawnSync('bash', ['-c', script], { encoding: 'utf8' });
        expect(stdout.split('\0').slice(0, -1)).toEqual(plain);
      }),
      { numRuns: 30 },
    );
  });

  it('gives standard input to the first of a pipe', () => {
    const from = { program: 'helm', arguments: ['-'], input: 'a: 1\n' } as const;
    const text = formatCommand({ program: 'kubectl', arguments: ['-'], from });
    const script = `helm() { cat; echo helm; }; kubectl() { cat; echo kubectl; }; ${text}`;
    expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout).toBe('a: 1\nhelm\nkubectl\n');
  });
});

describe('uninstallPlan', () => {
  const planWith = (...texts: readonly string[]) => {
    const plan = planned([...example, ...options(...texts)]);
    const nodes = applicationGraph(plan, distribution);
    return { nodes, ...uninstallPlan({ ...INPUT, plan, nodes }) };
  };

  it.each([
    [[]],
    [['components.autoscaler=karpenter', 'components.secrets=both']],
    [[PRIVATE, SEALED, 'components.serving=none']],
  ])('with %j deletes nothing before what stands on it, and Argo CD last', (texts) => {
    const { nodes, steps } = planWith(...texts);
    const order = steps.flatMap(({ commands }) =>
      commands.filter(
        ({ arguments: [verb, kind] }) => verb === 'delete' && kind === 'applications.argoproj.io',
      ),
    );
    const position = (name: string) =>
      order.findIndex(({ arguments: words }) => words.slice(2, words.indexOf('--namespace')).includes(name));
    for (const { application, after } of nodes.filter(({ component }) => component !== 'argocd')) {
      expect(position(application)).toBeGreaterThan(0);
      for (const other of after.filter((name) => name !== 'argocd'))
        expect([application, other, position(application) < position(other)]).toEqual([
          application,
          other,
          true,
        ]);
    }
    expect(position('kubeflow')).toBe(0);
    expect(position('argocd')).toBe(order.length - 1);
  });

  it('deletes of a fleet member its Applications where Argo CD is, and everything else where it is', () => {
    const { steps } = planWith(...SPOKE);
    expect(ids(steps).slice(0, 3)).toEqual(['member', 'root', 'profiles']);
    expect(commandsOf(steps, 'member')[0]).toBe('git rm clusters/example/fleet-member.yaml');
    const commands = steps.flatMap(({ commands: some }) =>
      some.filter(({ program }) => program === 'kubectl'),
    );
    for (const { arguments: words } of commands)
      expect(words.slice(-2)).toEqual([
        '--context',
        words.includes('applications.argoproj.io') ? 'MANAGER' : 'MEMBER',
      ]);
    expect(
      planWith()
        .steps.flatMap(({ commands: some }) => some.map(formatCommand))
        .join(),
    ).not.toContain('--context');
  });

  it('shows the Applications of others before the kinds of Argo CD go', () => {
    const [first] = commandsOf(planWith().steps, 'argocd');
    expect(first).toBe('kubectl get applications.argoproj.io --all-namespaces');
  });

  it('leaves an Argo CD that the platform has not brought', () => {
    const namespaces = (...texts: readonly string[]) =>
      planWith(...texts).steps.flatMap(({ commands }) =>
        commands.flatMap(({ arguments: [verb, kind, ...names] }) =>
          verb === 'delete' && kind === 'namespace' ? names : [],
        ),
      );
    expect(namespaces()).toContain('argocd');
    expect(namespaces('components.argocd=false')).toContain('kubeflow');
    expect(namespaces('components.argocd=false')).not.toContain('argocd');
  });

  it('names load balancers and data, of selected components only', () => {
    const { remainders } = planWith();
    const named = Object.fromEntries(remainders.map(({ what, names }) => [what, names]));
    expect(named).toMatchObject({
      'load balancers': ['nlb-example'],
      buckets: ['123456789012-example-loki', '123456789012-example-pipelines'],
      databases: ['example.abcdefghijkl.eu-central-1.rds.amazonaws.com'],
      'secrets in AWS': ['example/*'],
    });
  });

  it('looks for load balancers after the Application that has them', () => {
    const { steps } = planWith();
    const [step] = steps.filter(({ commands }) =>
      commands.some(({ arguments: words }) => words.includes('spec.type=LoadBalancer')),
    );
    expect(step?.commands[0]?.arguments).toContain('istio');
  });
});

describe('runSteps', () => {
  const cwd = mkdtempSync(join(tmpdir(), 'kfdist-steps-'));
  const kubectl = (...words: readonly string[]) => ({ program: 'kubectl', arguments: words }) as const;
  const run = async (steps: readonly Step[], fail: readonly string[] = []) => {
    const ran: string[] = [];
    const inputs: string[] = [];
    const outcomes = await runSteps(steps, {
      context: 'lab',
      cwd,
      run: async ({ program, arguments: words, input }) => {
        ran.push([program, ...words].join(' '));
        if (input !== undefined) inputs.push(input.reveal());
        const failed = fail.some((word) => words.includes(word));
        return { status: failed ? 1 : 0, stdout: `out of ${program}`, stderr: failed ? 'no' : '' };
      },
      kfdist: async (words) => {
        ran.push(`kfdist ${words.join(' ')}`);
        return fail.includes('kfdist') ? 3 : 0;
      },
    });
    return { ran, inputs, states: outcomes.map(({ step, state }: StepOutcome) => `${step.id} ${state}`) };
  };

  it('runs kubectl in the one context, and stops at the first refusal', async () => {
    const steps = [
      { id: 'a', why: '', commands: [kubectl('one'), { program: 'kfdist', arguments: ['iam'] } as const] },
      { id: 'b', why: '', commands: [kubectl('two'), kubectl('three')] },
      { id: 'c', why: '', commands: [kubectl('four')] },
    ];
    expect(await run(steps, ['two'])).toMatchObject({
      ran: ['kubectl one --context lab', 'kfdist iam', 'kubectl two --context lab'],
      states: ['a done', 'b failed'],
    });
    expect((await run(steps, ['kfdist'])).states).toEqual(['a failed']);
    expect((await run(steps)).states).toEqual(['a done', 'b done', 'c done']);
  });

  it('gives a pipe what the program before it printed', async () => {
    const from = { program: 'helm', arguments: ['template'], input: 'values' } as const;
    const piped = { id: 'a', why: '', commands: [{ ...kubectl('apply'), from }] };
    expect(await run([piped])).toMatchObject({
      ran: ['helm template', 'kubectl apply --context lab'],
      inputs: ['values', 'out of helm'],
    });
    expect(await run([piped], ['template'])).toMatchObject({ ran: ['helm template'], states: ['a failed'] });
  });

  it('skips what is done, and waits for people where it is not', async () => {
    writeFileSync(join(cwd, 'there.crt'), '');
    const git = { program: 'git', arguments: ['status'] } as const;
    const steps: readonly Step[] = [
      { id: 'made', why: '', commands: [kubectl('no')], creates: 'there.crt' },
      { id: 'push', why: '', commands: [kubectl('no')], byHand: true, doneWhenSilent: [git] },
      { id: 'last', why: '', commands: [kubectl('no')] },
    ];
    expect(await run(steps)).toMatchObject({ ran: ['git status'], states: ['made skipped', 'push waits'] });
  });
});
