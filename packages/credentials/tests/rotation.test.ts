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
    expect(diagnostics.map(({ code }) => code)).toEqual(['AMBIGUOUS_NAME']);
    expect([...ids]).toEqual([]);
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
});
