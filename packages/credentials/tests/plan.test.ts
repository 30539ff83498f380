import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Backend,
  type CredentialSpec,
  credentialId,
  EMPTY_LOCK,
  keyId,
  type PlanInput,
  parseCredentials,
  planCredentials,
  recordPlan,
  rotatedValues,
  sourcesOf,
  valueGraph,
} from '../src/index.ts';
import { specsOf } from './platform.ts';
import { LATER, NOW, settled } from './settled.ts';

const writesOf = (input: PlanInput) => {
  const { plan, diagnostics } = planCredentials(input);
  return {
    writes: Object.fromEntries(
      plan.secrets.flatMap(({ spec, write }) => write.map(({ key, reason }) => [keyId(spec, key), reason])),
    ),
    codes: [...new Set(diagnostics.map(({ code }) => code))],
    plan,
    diagnostics,
  };
};

const everything = settled(specsOf());
const allKeys = specsOf().flatMap((spec) => spec.keys.map(({ key }) => keyId(spec, key)));

describe('planCredentials', () => {
  it('writes everything at first', () => {
    const { writes, codes } = writesOf({ ...everything, lock: EMPTY_LOCK, sealed: new Map() });
    expect(writes).toEqual(Object.fromEntries(allKeys.map((id) => [id, 'new'])));
    expect(codes).toEqual([]);
  });

  it('writes nothing the second time', () => {
    const { writes, plan, codes } = writesOf(everything);
    expect(writes).toEqual({});
    expect([...plan.make]).toEqual([]);
    expect(codes).toEqual([]);
  });

  it.each([
    ['oidc-client-secret', ['admin-email', 'admin-username', 'oidc-client-id', 'admin-password']],
    ['auth/keycloak/database-password', []],
    ['admin-password', ['admin-email', 'admin-username', 'oidc-client-id', 'oidc-client-secret']],
    ['argocd-password', []],
    ['kubeflow/mysql-secret/password', []],
    ['kubeflow/signing/key.pem', []],
  ])('rotates %s with exactly what depends on it', (name, known) => {
    const { writes, plan, codes } = writesOf({ ...everything, rotate: [name], known: new Set(known) });
    const { graph } = everything;
    const dependents = allKeys.filter((id) => sourcesOf(id, graph).has(name));
    expect(Object.keys(writes).toSorted()).toEqual(dependents.toSorted());
    expect(new Set(Object.values(writes))).toEqual(new Set(['rotation']));
    expect([...plan.make]).toEqual([name]);
    expect(codes).toEqual([]);
  });

  it('says which other values a rotation needs', () => {
    const { diagnostics } = writesOf({ ...everything, rotate: ['oidc-client-secret'] });
    const missing = diagnostics.map(({ code, args }) => `${code} ${args?.secret} ${args?.value}`);
    expect(missing).toContain('VALUE_NOT_KNOWN auth/dex-config admin-email');
    expect(missing).toHaveLength(8);
  });

  it('takes a given value for one that it needs and does not know, wherever that is used', () => {
    const others = ['admin-username', 'oidc-client-id', 'admin-password'];
    const input = { ...everything, rotate: ['oidc-client-secret'], known: new Set(others) };
    expect([...planCredentials(input).plan.unknown]).toEqual(['admin-email']);
    const { writes, plan, codes } = writesOf({
      ...input,
      given: new Set(['admin-email', 'argocd-password']),
    });
    expect(codes).toEqual([]);
    expect([...plan.make]).toEqual(['oidc-client-secret', 'admin-email']);
    expect(plan.unknown.size).toBe(0);
    expect(writes).toEqual({
      'oauth2-proxy/oauth2-proxy/client-secret': 'rotation',
      'auth/dex-config/config.yaml': 'rotation',
      'auth/kubeflow-realm/realm.json': 'rotation',
    });
  });

  it('needs no password behind a hash that stays and is known', () => {
    const known = ['auth/dex-config/hash', 'admin-email', 'admin-username', 'oidc-client-id'];
    const input = { ...everything, rotate: ['oidc-client-secret'], known: new Set(known) };
    const { diagnostics } = writesOf(input);
    expect(diagnostics.map(({ args }) => `${args?.secret} ${args?.value}`)).toEqual([
      'auth/kubeflow-realm admin-password',
    ]);
    expect([...planCredentials({ ...input, rotate: ['admin-password'] }).plan.settled]).toEqual([]);
    const { plan } = planCredentials({
      ...input,
      known: new Set([...known, 'auth/gone', 'auth/keycloak/username']),
    });
    expect([...plan.settled]).toEqual(['auth/dex-config/hash', 'auth/keycloak/username']);
    const { 'auth/dex-config/hash': _lost, ...values } = everything.lock.values;
    const unrecorded = planCredentials({ ...input, lock: { ...everything.lock, values } });
    expect([...unrecorded.plan.settled]).toEqual([]);
  });

  it('adds a key to a Secret, and writes everything that nobody shows it', () => {
    const { credentials: specs } = parseCredentials(
      [{ name: 's', keys: { k: { hex: 16 }, more: { same: 's/k' } } }],
      { component: 'c', namespace: 'n' },
    );
    const [spec] = specs;
    if (spec === undefined) throw new Error('no spec');
    const { sealed, ...before } = settled([{ ...spec, keys: spec.keys.slice(0, 1) }]);
    const input = { ...before, specs, graph: valueGraph(specs).graph, known: new Set(['n/s/k']) };
    expect(writesOf({ ...input, sealed }).writes).toEqual({ 'n/s/more': 'new' });
    expect(writesOf(input).writes).toEqual({ 'n/s/k': 'missing', 'n/s/more': 'new' });
    const after = recordPlan(settled(specs).lock, planCredentials(before).plan, {
      graph: before.graph,
      now: LATER,
    });
    expect(Object.keys(after.secrets['n/s']?.keys ?? {})).toEqual(['k']);
    expect(Object.keys(after.values)).toEqual(['n/s/k']);
  });

  it('makes a value anew when its recipe changes, with what depends on it and nothing else', () => {
    const specs = specsOf().map((spec) => ({
      ...spec,
      keys: spec.keys.map((key) =>
        key.key === 'database-password'
          ? { ...key, recipe: { kind: 'random', encoding: 'hex', bytes: 32 } as const }
          : key,
      ),
    }));
    const { writes, codes } = writesOf({ ...everything, specs, graph: valueGraph(specs).graph });
    expect(writes).toEqual({
      'auth/keycloak/database-password': 'recipe',
      'auth/keycloak-postgresql/password': 'recipe',
    });
    expect(codes).toEqual([]);
  });

  it('computes a template anew when its text changes, from values that must be known', () => {
    const specs = specsOf(['kubeflow']).map((spec) => ({
      ...spec,
      keys: spec.keys.map((key) =>
        key.key === 'DB_HOST'
          ? { ...key, recipe: { kind: 'template', format: 'text', content: 'other' } as const }
          : key,
      ),
    }));
    const before = settled(specsOf(['kubeflow']));
    const { writes, codes } = writesOf({ ...before, specs, graph: valueGraph(specs).graph });
    expect(writes).toEqual({ 'kubeflow/katib-mysql-secrets/DB_HOST': 'recipe' });
    expect(codes).toEqual([]);
  });

  it('never changes a value for a new certificate', () => {
    const other = { ...everything, fingerprint: 'e'.repeat(64) };
    const unknown = writesOf(other);
    expect(unknown.writes).toEqual({});
    expect(unknown.codes).toEqual(['SEALED_FOR_OTHER_CERTIFICATE']);
    expect(unknown.diagnostics[0]?.args).toEqual({
      secret: 'oauth2-proxy/oauth2-proxy',
      fingerprint: 'f'.repeat(16),
    });
    const known = writesOf({ ...other, known: new Set(everything.graph.keys()) });
    expect([...new Set(Object.values(known.writes))]).toEqual(['certificate']);
    expect(Object.keys(known.writes)).toHaveLength(allKeys.length);
    expect([...known.plan.make]).toEqual([]);
    expect(known.codes).toEqual([]);
  });

  it('wants a lost file, another scope and another backend written again, from known values', () => {
    const id = 'auth/keycloak';
    const lost = { ...everything, sealed: new Map([...everything.sealed].filter(([other]) => other !== id)) };
    expect(writesOf(lost).codes).toEqual(['VALUE_NOT_KNOWN']);
    const known = new Set(everything.graph.keys());
    expect(new Set(Object.values(writesOf({ ...lost, known }).writes))).toEqual(new Set(['missing']));
    const changed = (change: Partial<CredentialSpec>) =>
      specsOf().map((spec) => (credentialId(spec) === id ? { ...spec, ...change } : spec));
    const wide = writesOf({ ...everything, specs: changed({ scope: 'cluster-wide' }), known });
    expect(new Set(Object.values(wide.writes))).toEqual(new Set(['scope']));
    const moved = writesOf({ ...everything, specs: changed({ backend: 'external-secrets' }), known });
    expect(new Set(Object.values(moved.writes))).toEqual(new Set(['backend']));
  });

  it('notices a changed template behind a shared name in each backend, whichever runs first', () => {
    const specsWith = (text: string) =>
      (['sealed-secrets', 'external-secrets'] as const).flatMap((backend) => {
        const secret = {
          name: backend,
          backend,
          keys: { k: { same: 'shared' } },
          values: { shared: { text } },
        };
        return parseCredentials([secret], { component: 'c', namespace: 'n' }).credentials;
      });
    const { fingerprint: _none, ...before } = settled(specsWith('before'));
    const specs = specsWith('after');
    const { graph } = valueGraph(specs);
    const input = { ...before, specs, graph };
    for (const backend of ['sealed-secrets', 'external-secrets'] as const) {
      const other = backend === 'sealed-secrets' ? 'external-secrets' : 'sealed-secrets';
      const first = planCredentials({ ...input, backends: [backend] });
      expect(first.plan.secrets.map(({ write }) => write)).toEqual([
        [{ key: 'k', id: `n/${backend}/k`, reason: 'recipe' }],
      ]);
      const lock = recordPlan(before.lock, first.plan, { graph, now: LATER });
      const again = planCredentials({ ...input, lock, backends: [backend] });
      expect(again.plan.secrets.map(({ write }) => write)).toEqual([[]]);
      const second = planCredentials({ ...input, lock, backends: [other] });
      expect(second.plan.secrets.map(({ write }) => write)).toEqual([
        [{ key: 'k', id: `n/${other}/k`, reason: 'recipe' }],
      ]);
    }
  });

  it('is quiet about a key that is made through a key of the other backend', () => {
    const { credentials: specs } = parseCredentials(
      [
        {
          name: 'hashes',
          backend: 'external-secrets',
          keys: { hash: { bcrypt: 'p' } },
          values: { p: { password: 24 } },
        },
        { name: 'config', backend: 'sealed-secrets', keys: { file: { yaml: { hash: '((hashes/hash))' } } } },
      ],
      { component: 'c', namespace: 'n' },
    );
    const both = settled(specs);
    const { 'n/hashes/hash': _hash, ...values } = both.lock.values;
    const input: PlanInput = { ...both, lock: { ...both.lock, values }, backends: ['sealed-secrets'] };
    expect(writesOf(input).writes).toEqual({});
  });

  it('needs no certificate to say that nothing is to be done', () => {
    const { fingerprint: _none, ...input } = { ...everything, known: new Set(everything.graph.keys()) };
    expect(writesOf(input).writes).toEqual({});
  });

  it('does not split a value over two runs', () => {
    const specs = specsOf(['oauth2-proxy', 'dex']).map((spec) =>
      spec.component === 'dex' ? { ...spec, backend: 'external-secrets' as const } : spec,
    );
    const backends: Backend[] = ['sealed-secrets'];
    const first: PlanInput = {
      specs,
      graph: valueGraph(specs).graph,
      lock: EMPTY_LOCK,
      defaultBackend: 'sealed-secrets',
      backends,
    };
    const { diagnostics } = writesOf(first);
    expect(diagnostics.map(({ code, args }) => [code, args?.value])).toEqual([
      ['SPLIT_VALUE', 'oidc-client-id'],
      ['SPLIT_VALUE', 'oidc-client-secret'],
    ]);
    expect(writesOf({ ...first, backends: ['sealed-secrets', 'external-secrets'] }).codes).toEqual([]);
  });

  it('does not overwrite what it did not seal, unless asked', () => {
    const strange = {
      ...everything,
      lock: EMPTY_LOCK,
      specs: specsOf(['argocd']),
      graph: valueGraph(specsOf(['argocd'])).graph,
    };
    expect(writesOf(strange).codes).toEqual(['UNRECORDED_SEAL']);
    expect(writesOf({ ...strange, rotate: ['git'] }).codes).toEqual(['UNRECORDED_SEAL']);
    expect(writesOf({ ...strange, rotate: ['argocd-secret', 'git'] }).codes).toEqual([]);
    const { diagnostics } = writesOf({ ...strange, rotate: ['argocd-secret', 'git/password'] });
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      ['UNRECORDED_SEAL', { secret: 'argocd/git' }],
    ]);
    const { credentials } = parseCredentials([{ name: 's', keys: { k: { text: 'constant' } } }], {
      component: 'c',
      namespace: 'n',
    });
    expect(writesOf({ ...settled(credentials), lock: EMPTY_LOCK }).codes).toEqual(['UNRECORDED_SEAL']);
  });

  it('notices a sealed value that is not the recorded one', () => {
    const sealed = new Map(everything.sealed).set(
      'auth/keycloak-postgresql',
      new Map([['password', 'x'.repeat(16)]]),
    );
    const { diagnostics, writes } = writesOf({ ...everything, sealed });
    expect(diagnostics.map(({ code, args }) => [code, args])).toEqual([
      [
        'SEAL_NOT_OURS',
        { secret: 'auth/keycloak-postgresql', key: 'password', value: 'auth/keycloak-postgresql/password' },
      ],
    ]);
    expect(writes).toEqual({});
  });

  it('names what nothing declares any more', () => {
    const specs = specsOf(['kubeflow']);
    const { plan } = planCredentials({ ...everything, specs, graph: valueGraph(specs).graph });
    expect(plan.obsolete).toContain('auth/keycloak');
    const lock = recordPlan(everything.lock, plan, { graph: valueGraph(specs).graph, now: LATER });
    expect(Object.keys(lock.secrets).toSorted()).toEqual([
      'kubeflow/katib-mysql-secrets',
      'kubeflow/mysql-secret',
      'kubeflow/signing',
    ]);
    expect(lock.values.email).toBeUndefined();
  });

  it('keeps both halves of an access key together', () => {
    const { credentials } = parseCredentials(
      [{ name: 's3', keys: { id: { accessKeyId: 'pipelines' }, secret: { secretAccessKey: 'pipelines' } } }],
      { component: 'pipelines', namespace: 'kubeflow' },
    );
    const { graph } = valueGraph(credentials);
    expect([...rotatedValues(['s3/id'], credentials, graph).ids]).toEqual([
      'kubeflow/s3/id',
      'kubeflow/s3/secret',
    ]);
  });

  it('makes both halves of an access key where one is new, wherever they are', () => {
    const half = (name: string, recipe: object) => ({ name, keys: { k: recipe } });
    const specsWith = (...secrets: object[]) =>
      parseCredentials(secrets, { component: 'c', namespace: 'n' }).credentials;
    const first = [half('id', { accessKeyId: 'ada' }), half('other', { accessKeyId: 'bob' })];
    const specs = specsWith(...first, half('secret', { secretAccessKey: 'ada' }));
    const { graph } = valueGraph(specs);
    const { plan } = planCredentials({ ...settled(specsWith(...first)), specs, graph });
    expect([...plan.make].toSorted()).toEqual(['n/id/k', 'n/secret/k']);
    expect(plan.secrets.map(({ write }) => write.map(({ reason }) => reason))).toEqual([
      ['given'],
      [],
      ['new'],
    ]);
  });

  it('rotates exactly the dependents in any platform', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    const use = fc
      .subarray(names, { minLength: 1 })
      .map((list) => ({ text: list.map((one) => `((${one}))`).join() }));
    fc.assert(
      fc.property(
        fc.array(use, { minLength: 1, maxLength: 6 }),
        fc.subarray(names, { minLength: 1 }),
        (uses, rotate) => {
          const keys = Object.fromEntries(uses.map((one, index) => [`k${index}`, one]));
          const values = Object.fromEntries(names.map((one) => [one, { hex: 16 }]));
          const { credentials } = parseCredentials([{ name: 's', keys, values }], {
            component: 'c',
            namespace: 'n',
          });
          const before = settled(credentials);
          const { plan } = planCredentials({ ...before, rotate, known: new Set(names) });
          const expected = uses.flatMap(({ text }, index) =>
            rotate.some((one) => text.includes(`((${one}))`)) ? [`k${index}`] : [],
          );
          expect(plan.secrets[0]?.write.map(({ key }) => key)).toEqual(expected);
          const after = recordPlan(before.lock, plan, { graph: before.graph, now: LATER });
          for (const [key, locked] of Object.entries(after.secrets['n/s']?.keys ?? {}))
            expect(locked.written).toBe(expected.includes(key) ? LATER : NOW);
        },
      ),
    );
  });
});
