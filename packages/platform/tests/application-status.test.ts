import { describe, expect, it } from 'vitest';
import { applicationGraph, formatGraph, parseApplications, platformStatus } from '../src/index.ts';
import { distribution, example, options, planned } from './real-distribution.ts';

const NODES = [
  { application: 'base', component: 'base', category: 'gitops', wave: 0, after: [] },
  { application: 'mesh', component: 'mesh', category: 'mesh', wave: 1, after: ['base'] },
  { application: 'other', component: 'other', category: 'mesh', wave: 1, after: ['base'] },
  { application: 'web', component: 'web', category: 'access', wave: 2, after: ['mesh'] },
  { application: 'alone', component: 'alone', category: 'access', wave: 2, after: [] },
];

interface Live {
  readonly sync?: string;
  readonly health?: string;
  readonly phase?: string;
  readonly message?: string;
  readonly condition?: string;
}

const live = (
  name: string,
  { sync = 'Synced', health = 'Healthy', phase = 'Succeeded', ...rest }: Live = {},
) => ({
  metadata: { name },
  status: {
    sync: { status: sync },
    health: { status: health },
    operationState: { phase, message: rest.message ?? '' },
    conditions: rest.condition === undefined ? [] : [{ type: 'ComparisonError', message: rest.condition }],
    resources:
      health === 'Degraded' ? [{ kind: 'Pod', namespace: 'n', name: 'p', health: { status: health } }] : [],
  },
});

const statusOf = (...items: readonly object[]) => {
  const status = platformStatus(NODES, parseApplications({ items }), 'kubeflow');
  return {
    states: Object.fromEntries(
      status.applications.map(({ application, progress, waitsFor }) => [
        application,
        [progress, ...waitsFor].join(' '),
      ]),
    ),
    first: status.first,
    isReady: status.isReady,
  };
};
const all = ['kubeflow', 'base', 'mesh', 'other', 'web', 'alone'];
const ready = (...except: readonly string[]) =>
  all.filter((name) => !except.includes(name)).map((name) => live(name));

describe('platformStatus', () => {
  it('is ready where everything is synced and healthy', () => {
    expect(statusOf(...ready())).toMatchObject({ isReady: true, first: undefined });
  });

  it('looks at the root where nothing is there', () => {
    const { states, first, isReady } = statusOf();
    expect(isReady).toBe(false);
    expect(first).toMatchObject({ application: 'kubeflow' });
    expect(states.base).toBe('missing');
    expect(states.web).toBe('missing mesh');
  });

  it('says what waits for what fails first', () => {
    const broken = live('mesh', { health: 'Degraded' });
    const { states, first } = statusOf(
      live('kubeflow', { sync: 'OutOfSync' }),
      live('base'),
      live('other'),
      broken,
    );
    expect(states).toEqual({
      base: 'ready',
      mesh: 'failing',
      other: 'ready',
      web: 'missing mesh',
      alone: 'missing mesh',
    });
    expect(first).toEqual({ application: 'mesh', reasons: ['Pod n/p is Degraded'], waiting: 2 });
  });

  it.each([
    [
      'a build that fails',
      { sync: 'Unknown', condition: 'no such chart' },
      ['ComparisonError: no such chart'],
    ],
    [
      'a sync that failed',
      { phase: 'Failed', message: 'one or more objects failed' },
      ['one or more objects failed'],
    ],
    [
      'a sync that is tried again',
      { phase: 'Running', message: 'no kind X. Retrying attempt #3 at 10:00PM.' },
      ['no kind X. Retrying attempt #3 at 10:00PM.'],
    ],
  ])('counts %s as failing', (_, state, reasons) => {
    const { first, states } = statusOf(...ready('mesh'), live('mesh', state));
    expect(states.mesh).toBe('failing');
    expect(first).toMatchObject({ application: 'mesh', reasons });
  });

  it('prefers what fails to what is only slow', () => {
    const slow = live('mesh', { health: 'Progressing' });
    expect(statusOf(...ready('mesh', 'other'), slow).first?.application).toBe('mesh');
    const failing = live('other', { health: 'Degraded' });
    expect(statusOf(...ready('mesh', 'other'), slow, failing).first?.application).toBe('other');
  });

  it('is not ready while an operation runs or the root is behind', () => {
    expect(statusOf(...ready('web'), live('web', { phase: 'Running' })).isReady).toBe(false);
    expect(statusOf(...ready('kubeflow'), live('kubeflow', { sync: 'OutOfSync' }))).toMatchObject({
      isReady: false,
      first: { application: 'kubeflow' },
    });
  });
});

describe('applicationGraph', () => {
  it.each([[[]], [['components.argocd-private-repository=true', 'argocd.name_prefix=blue-']]])(
    'with %j has every Application of the tree in its wave, after nothing of a later one',
    (texts) => {
      const plan = planned([...example, ...options(...texts)]);
      const nodes = applicationGraph(plan, distribution);
      const files = plan.files.flatMap(({ path }) => /^applications\/(.+)\.yaml$/.exec(path)?.[1] ?? []);
      const names = files.filter((name) => name !== 'kustomization' && name !== 'projects');
      expect(nodes.map(({ application }) => application).toSorted()).toEqual(names.toSorted());
      const waves = new Map(nodes.map(({ application, wave }) => [application, wave]));
      for (const { application, wave, after } of nodes)
        for (const other of after)
          expect([application, other, (waves.get(other) ?? 99) < wave]).toEqual([application, other, true]);
      const withObjects = plan.components.filter(({ hasObjects }) => hasObjects);
      expect(withObjects.map(({ application }) => waves.get(application))).toEqual(
        withObjects.map(({ wave }) => wave),
      );
    },
  );

  it('leaves out what follows from the rest', () => {
    const nodes = applicationGraph(planned(example), distribution);
    expect(nodes.find(({ application }) => application === 'argocd')?.after).toEqual(['namespaces']);
    expect(nodes.find(({ application }) => application === 'istio')?.after).not.toContain('namespaces');
  });
});

describe('formatGraph', () => {
  it('draws the same edges in each form', () => {
    expect(formatGraph(NODES, 'text')).toBe(
      'wave 0\n  base\nwave 1\n  mesh <- base\n  other <- base\nwave 2\n  web <- mesh\n  alone',
    );
    expect(formatGraph(NODES, 'dot').match(/".+" -> ".+"/g)).toEqual([
      '"base" -> "mesh"',
      '"base" -> "other"',
      '"mesh" -> "web"',
    ]);
    expect(formatGraph(NODES, 'mermaid').match(/a\d --> a\d/g)).toEqual([
      'a0 --> a1',
      'a0 --> a2',
      'a1 --> a3',
    ]);
  });
});
