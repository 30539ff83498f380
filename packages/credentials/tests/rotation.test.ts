import { describe, expect, it } from 'vitest';
import {
  type CredentialsLock,
  credentialStatus,
  parseCredentials,
  planCredentials,
  recordPlan,
  restartMarks,
  restartsOf,
  rotatedValues,
  valueGraph,
} from '../src/index.ts';
import { specsOf } from './platform.ts';
import { FINGERPRINT, LATER, NOW, settled } from './settled.ts';

const everything = settled(specsOf());

describe('rotatedValues', () => {
  it.each([
    [['nothing'], ['UNKNOWN_NAME'], []],
    [['admin-password'], [], ['admin-password']],
    [['dex-config/hash'], [], ['admin-password']],
    [['keycloak-postgresql'], [], ['auth/keycloak/database-password']],
    [['auth/keycloak'], [], ['auth/keycloak/password', 'auth/keycloak/database-password']],
    [['oauth2-proxy/cookie-secret'], [], ['oauth2-proxy/oauth2-proxy/cookie-secret']],
  ])('%j', (names, codes, ids) => {
    const found = rotatedValues(names, specsOf(), everything.graph);
    expect(found.diagnostics.map(({ code }) => code)).toEqual(codes);
    expect([...found.ids]).toEqual(ids);
  });

  it('asks which one where a name means several', () => {
    const { credentials } = parseCredentials(
      ['one', 'two'].map((namespace) => ({ name: 's', namespace, keys: { k: { hex: 16 } } })),
      { component: 'c', namespace: 'n' },
    );
    const { ids, diagnostics } = rotatedValues(['s'], credentials, valueGraph(credentials).graph);
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['AMBIGUOUS_NAME', { name: 's', meanings: 'one/s, two/s' }],
    ]);
    expect([...ids]).toEqual([]);
  });

  it('says which names there are', () => {
    const specs = specsOf(['oauth2-proxy']);
    const known = (graph = valueGraph(specs).graph, own = specs) =>
      rotatedValues(['x'], own, graph).diagnostics.map(({ args }) => args);
    expect(known()).toEqual([{ name: 'x', known: 'oidc-client-id, oidc-client-secret, oauth2-proxy' }]);
    expect(known(new Map(), [])).toEqual([{ name: 'x', known: 'none' }]);
  });
});

describe('what restarts', () => {
  const rotate = (lock: CredentialsLock, name: string) => {
    const known = new Set([...everything.graph.keys()].filter((id) => id !== name));
    const { plan } = planCredentials({ ...everything, lock, rotate: [name], known });
    return { plan, lock: recordPlan(lock, plan, { graph: everything.graph, now: LATER }) };
  };

  it('is nothing after the first run', () => {
    expect(restartMarks(specsOf(), everything.lock)).toEqual([]);
  });

  it('is who reads a changed value, and its mark changes each time', () => {
    const first = rotate(everything.lock, 'oidc-client-secret');
    const names = restartsOf(first.plan, everything.lock).map(({ name }) => name);
    expect(names.toSorted()).toEqual(['dex', 'keycloak', 'oauth2-proxy']);
    expect(
      restartMarks(specsOf(), first.lock).map(({ workload, annotation }) => [workload.name, annotation]),
    ).toEqual([
      ['oauth2-proxy', 'oauth2-proxy/oauth2-proxy=1'],
      ['dex', 'auth/dex-config=1'],
      ['keycloak', 'auth/kubeflow-realm=1'],
    ]);
    const second = rotate(first.lock, 'admin-password');
    expect(restartMarks(specsOf(), second.lock).map(({ annotation }) => annotation)).toEqual([
      'oauth2-proxy/oauth2-proxy=1',
      'auth/dex-config=2',
      'auth/kubeflow-realm=2',
    ]);
  });

  it('is one workload where several of its Secrets changed, and each of equal name', () => {
    const secret = (name: string, ...restarts: string[]) => ({ name, keys: { k: { hex: 16 } }, restarts });
    const { credentials: specs } = parseCredentials(
      [
        secret('b', 'Deployment/x', 'StatefulSet/x'),
        secret('a', 'Deployment/x'),
        secret('c', 'm/Deployment/x'),
      ],
      { component: 'c', namespace: 'n' },
    );
    const before = settled(specs);
    const { plan } = planCredentials({ ...before, rotate: ['a', 'b', 'c'] });
    const changed = restartsOf(plan, before.lock).map(({ kind, namespace }) => `${kind} ${namespace}`);
    expect(changed).toEqual(['Deployment n', 'StatefulSet n', 'Deployment m']);
    const lock = recordPlan(before.lock, plan, { graph: before.graph, now: LATER });
    const { 'n/c': _untouched, ...secrets } = lock.secrets;
    expect(restartMarks(specs, { ...lock, secrets }).map(({ annotation }) => annotation)).toEqual([
      'n/a=1,n/b=1',
      'n/b=1',
    ]);
  });

  it('is nobody when only the seal is new', () => {
    const input = { ...everything, fingerprint: 'e'.repeat(64), known: new Set(everything.graph.keys()) };
    const { plan } = planCredentials(input);
    expect(restartsOf(plan, everything.lock)).toEqual([]);
    const lock = recordPlan(everything.lock, plan, { graph: everything.graph, now: LATER });
    expect(restartMarks(specsOf(), lock)).toEqual([]);
    expect(lock.values).toEqual(everything.lock.values);
  });
});

describe('credentialStatus', () => {
  it('says how each Secret stands', () => {
    const specs = specsOf(['argocd', 'kubeflow']);
    const lock = { ...everything.lock, secrets: { ...everything.lock.secrets } };
    delete lock.secrets['kubeflow/signing'];
    const sealed = new Map(everything.sealed).set('kubeflow/mysql-secret', new Map());
    const status = credentialStatus({ ...everything, specs, graph: valueGraph(specs).graph, lock, sealed });
    expect(status.map(({ secret, state }) => `${secret} ${state}`)).toEqual([
      'argocd/argocd-secret current',
      'argocd/git current',
      'kubeflow/mysql-secret stale',
      'kubeflow/katib-mysql-secrets current',
      'kubeflow/signing missing',
      'oauth2-proxy/oauth2-proxy obsolete',
      'auth/dex-config obsolete',
      'auth/kubeflow-realm obsolete',
      'auth/keycloak obsolete',
      'auth/keycloak-postgresql obsolete',
    ]);
    expect(status[0]).toStrictEqual({
      secret: 'argocd/argocd-secret',
      component: 'argocd',
      backend: 'sealed-secrets',
      state: 'current',
      stale: {},
      made: NOW,
      certificates: [FINGERPRINT],
    });
    expect(status.at(-1)).toStrictEqual({
      secret: 'auth/keycloak-postgresql',
      component: '',
      backend: 'sealed-secrets',
      state: 'obsolete',
      stale: {},
      certificates: [FINGERPRINT],
    });
    expect(status[2]).toEqual({
      secret: 'kubeflow/mysql-secret',
      component: 'kubeflow',
      backend: 'sealed-secrets',
      state: 'stale',
      stale: { username: 'missing', password: 'missing' },
      made: NOW,
      certificates: [FINGERPRINT],
    });
  });

  it('knows the age of each Secret from what it is made from, and each backend', () => {
    const { credentials: specs } = parseCredentials(
      [
        { name: 'old', keys: { k: { same: 'shared' }, l: { hex: 16 } }, values: { shared: { hex: 16 } } },
        { name: 'young', backend: 'external-secrets', keys: { k: { hex: 16 } } },
        { name: 'fixed', keys: { k: { text: 'a' } } },
        { name: 'none', backend: 'external-secrets', keys: { k: { hex: 16 } } },
      ],
      { component: 'c', namespace: 'n' },
    );
    const { lock, ...input } = settled(specs);
    const values: CredentialsLock['values'] = {
      ...lock.values,
      shared: { recipe: 'hex 16', made: '2025-01-01T00:00:00Z' },
    };
    const { 'n/none': _new, ...secrets } = lock.secrets;
    const { 'n/none/k': _made, ...made } = values;
    const status = credentialStatus({ ...input, lock: { ...lock, values: made, secrets } });
    expect(status.map(({ secret, backend, state, ...rest }) => [secret, backend, state, rest.made])).toEqual([
      ['n/old', 'sealed-secrets', 'current', '2025-01-01T00:00:00Z'],
      ['n/young', 'external-secrets', 'current', NOW],
      ['n/fixed', 'sealed-secrets', 'current', undefined],
      ['n/none', 'external-secrets', 'missing', undefined],
    ]);
    expect(status[3]).toStrictEqual({
      secret: 'n/none',
      component: 'c',
      backend: 'external-secrets',
      state: 'missing',
      stale: { k: 'new' },
      certificates: [],
    });
  });
});
