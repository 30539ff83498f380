import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Choice, type Selectable, select } from '../src/index.ts';

const component = (name: string, rest: Partial<Selectable> = {}): Selectable => ({
  name,
  needs: [],
  after: [],
  ...rest,
});

const components = [
  component('namespaces'),
  component('dex', { provides: 'authentication', needs: ['namespaces'] }),
  component('keycloak', { provides: 'authentication' }),
  component('dashboard', { needs: ['authentication', 'namespaces'] }),
  component('ray', { enabled: false }),
  component('karpenter', { provides: 'autoscaler' }),
  component('nodes', { needs: ['autoscaler'], enabled: false }),
  component('trainer', { provides: 'training' }),
  component('training-operator', { provides: 'training' }),
];
const groups = [
  { name: 'authentication', choices: { dex: ['dex'], keycloak: ['keycloak'] } },
  { name: 'autoscaler', choices: { karpenter: ['karpenter'], none: [] } },
  {
    name: 'training',
    choices: {
      trainer: ['trainer'],
      'training-operator': ['training-operator'],
      both: ['trainer', 'training-operator'],
    },
  },
];
const defaults: Choice[] = [
  { name: 'authentication', value: 'dex', explicit: false },
  { name: 'autoscaler', value: 'none', explicit: false },
  { name: 'training', value: 'trainer', explicit: false },
];
const chosen = (settings: Record<string, string>): Choice[] => [
  ...defaults.filter(({ name }) => !Object.hasOwn(settings, name)),
  ...Object.entries(settings).map(([name, value]) => ({ name, value, explicit: true })),
];
const run = (settings: Record<string, string>) => {
  const { selected, diagnostics } = select({ components, groups }, chosen(settings));
  return { names: selected.map(({ name }) => name), codes: diagnostics.map(({ code }) => code), diagnostics };
};

describe('select', () => {
  it.each<[string, Record<string, string>, string[]]>([
    ['the defaults', {}, ['namespaces', 'dex', 'dashboard', 'trainer']],
    ['another member', { authentication: 'keycloak' }, ['namespaces', 'keycloak', 'dashboard', 'trainer']],
    ['a member by its own switch', { keycloak: 'true' }, ['namespaces', 'keycloak', 'dashboard', 'trainer']],
    [
      'a member instead of the default',
      { dex: 'false', keycloak: 'true' },
      ['namespaces', 'keycloak', 'dashboard', 'trainer'],
    ],
    ['a component switched on', { ray: 'true' }, ['namespaces', 'dex', 'dashboard', 'ray', 'trainer']],
    ['a component switched off', { dashboard: 'false' }, ['namespaces', 'dex', 'trainer']],
    [
      'the default where a switch says neither',
      { namespaces: 'maybe', ray: 'maybe' },
      ['namespaces', 'dex', 'dashboard', 'trainer'],
    ],
    [
      'a choice of two members',
      { training: 'both' },
      ['namespaces', 'dex', 'dashboard', 'trainer', 'training-operator'],
    ],
    ['a choice of no member', { autoscaler: 'none' }, ['namespaces', 'dex', 'dashboard', 'trainer']],
  ])('takes %s', (_title, settings, names) => {
    expect(run(settings)).toMatchObject({ names, codes: [] });
  });

  it.each<[string, Record<string, string>, string[]]>([
    ['no member', { dex: 'false' }, ['MISSING_CHOICE']],
    ['two members', { authentication: 'dex', keycloak: 'true' }, ['CONFLICTING_CHOICE']],
    ['two switched members', { dex: 'true', keycloak: 'true' }, ['CONFLICTING_CHOICE']],
    ['a stranger', { authentication: 'okta' }, ['UNKNOWN_CHOICE']],
    ['none where a member is needed', { authentication: 'none' }, ['UNKNOWN_CHOICE']],
    ['none where one is needed', { autoscaler: 'none', nodes: 'true' }, ['MISSING_NEED']],
    ['a missing need', { namespaces: 'false' }, ['MISSING_NEED', 'MISSING_NEED']],
  ])('refuses %s', (_title, settings, codes) => {
    expect(run(settings).codes).toEqual(codes);
  });

  it('keeps apart two choices with the same members', () => {
    const sessions = { name: 'sessions', choices: { cookie: [], redis: [] } };
    const choice = { name: 'sessions', value: 'redis', explicit: true };
    expect(select({ components: [], groups: [sessions] }, [choice]).chosen.get('sessions')).toBe('redis');
  });

  describe('in a group whose choices have several members', () => {
    const login = {
      name: 'login',
      choices: { dex: ['dex', 'proxy'], keycloak: ['keycloak', 'proxy'], external: ['proxy'] },
    };
    const serving = { name: 'serving', choices: { kserve: ['kserve', 'knative'], none: [] } };
    const members = ['dex', 'keycloak', 'proxy', 'kserve', 'knative'].map((name) =>
      component(name, { provides: ['kserve', 'knative'].includes(name) ? 'serving' : 'login' }),
    );
    const usual: Choice[] = [
      { name: 'login', value: 'dex', explicit: false },
      { name: 'serving', value: 'kserve', explicit: false },
    ];
    const switched = (name: string, value: string) =>
      select({ components: members, groups: [login, serving] }, [...usual, { name, value, explicit: true }]);

    it.each([
      ['dex', 'true', 'dex', 'kserve'],
      ['keycloak', 'true', 'keycloak', 'kserve'],
      ['proxy', 'true', 'dex', 'kserve'],
      ['dex', 'false', 'external', 'kserve'],
      ['kserve', 'false', 'dex', 'none'],
      ['knative', 'false', 'dex', 'none'],
    ])('a switch %s: %s stands for a whole choice', (name, value, chosenLogin, chosenServing) => {
      const { chosen: found, selected, diagnostics } = switched(name, value);
      expect(diagnostics).toEqual([]);
      expect(Object.fromEntries(found)).toEqual({ login: chosenLogin, serving: chosenServing });
      const whole = [
        ...(login.choices[chosenLogin as 'dex'] ?? []),
        ...(serving.choices[chosenServing as 'none'] ?? []),
      ];
      expect(selected.map(({ name: one }) => one).toSorted()).toEqual(whole.toSorted());
    });

    it('a switch against an explicit choice is a conflict', () => {
      const choices: Choice[] = [
        { name: 'serving', value: 'kserve', explicit: true },
        { name: 'knative', value: 'false', explicit: true },
      ];
      const { diagnostics } = select({ components: members, groups: [serving] }, choices);
      expect(diagnostics.map(({ code }) => code)).toEqual(['CONFLICTING_CHOICE']);
    });
  });

  it('names the group and its members', () => {
    expect(run({ dex: 'true', keycloak: 'true' }).diagnostics[0]?.args).toEqual({
      group: 'authentication',
      members: 'dex, keycloak',
      chosen: 'dex and keycloak',
    });
  });

  it('reports names that nobody has, also of components that are not selected', () => {
    const span = { path: 'component.yaml', start: 0, end: 1 };
    const broken = component('x', { needs: ['nobody'], after: ['noone'], enabled: false, span });
    const { diagnostics } = select({ components: [broken], groups: [] }, []);
    expect(diagnostics).toMatchObject([
      { code: 'UNKNOWN_COMPONENT', span, args: { name: 'nobody' } },
      { code: 'UNKNOWN_COMPONENT', args: { name: 'noone' } },
    ]);
  });

  it('does not depend on the order of components or choices', () => {
    const settings = { ray: 'true', keycloak: 'true' };
    fc.assert(
      fc.property(
        fc.shuffledSubarray(components, { minLength: components.length }),
        fc.boolean(),
        (shuffled, reverse) => {
          const choices = reverse ? chosen(settings).toReversed() : chosen(settings);
          const names = select({ components: shuffled, groups }, choices).selected.map(({ name }) => name);
          expect(names.toSorted()).toEqual(run(settings).names.toSorted());
        },
      ),
    );
  });
});
