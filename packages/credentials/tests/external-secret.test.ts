import { describe, expect, it } from 'vitest';
import { externalSecretFor, parseCredentials, remoteNameOf, remoteNamesIn } from '../src/index.ts';

function specOf(secret: object) {
  const { credentials, diagnostics } = parseCredentials([secret], { component: 'dex', namespace: 'auth' });
  expect(diagnostics).toEqual([]);
  const [spec] = credentials;
  if (spec === undefined) throw new Error('no spec');
  return spec;
}

const plain = {
  name: 'oauth2-proxy',
  keys: { 'cookie-secret': { base64url: 32 }, 'client-id': { hex: 16 } },
};

describe('externalSecretFor', () => {
  it('reads each key from the property of its name, keys sorted', () => {
    const spec = specOf(plain);
    const made = externalSecretFor(spec, { store: { name: 'aws' }, naming: { prefix: 'example' } });
    expect(made).toMatchInlineSnapshot(`
      {
        "apiVersion": "external-secrets.io/v1",
        "kind": "ExternalSecret",
        "metadata": {
          "name": "oauth2-proxy",
          "namespace": "auth",
        },
        "spec": {
          "data": [
            {
              "remoteRef": {
                "key": "example/auth/oauth2-proxy",
                "property": "client-id",
              },
              "secretKey": "client-id",
            },
            {
              "remoteRef": {
                "key": "example/auth/oauth2-proxy",
                "property": "cookie-secret",
              },
              "secretKey": "cookie-secret",
            },
          ],
          "refreshInterval": "1h0m0s",
          "secretStoreRef": {
            "kind": "ClusterSecretStore",
            "name": "aws",
          },
          "target": {
            "creationPolicy": "Owner",
            "deletionPolicy": "Retain",
            "name": "oauth2-proxy",
          },
        },
      }
    `);
  });

  it('puts keys into a Secret that is there already', () => {
    const spec = specOf({ ...plain, merge: true });
    const made = externalSecretFor(spec, { store: { name: 'aws' }, naming: { prefix: 'x' } });
    expect(made.spec.target).toEqual({
      name: 'oauth2-proxy',
      creationPolicy: 'Merge',
      deletionPolicy: 'Retain',
    });
  });

  it('carries type, labels and annotations into the Secret, and nothing else', () => {
    const spec = specOf({ ...plain, type: 'kubernetes.io/tls', labels: { a: 'b' }, annotations: { c: 'd' } });
    const { target } = externalSecretFor(spec, {
      store: { name: 'aws', kind: 'SecretStore' },
      naming: { prefix: 'example' },
    }).spec;
    expect(target.template).toEqual({
      type: 'kubernetes.io/tls',
      metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
    });
    const typed = externalSecretFor(specOf({ ...plain, type: 'Opaque' }), {
      store: { name: 'aws' },
      naming: { prefix: 'example' },
    });
    expect(typed.spec.target.template).toEqual({ type: 'Opaque' });
  });

  it('reads a key with a place of its own from there, as the predecessor laid values out', () => {
    const spec = specOf({
      name: 'rds',
      keys: {
        username: { given: 'Database user', remote: { key: 'kubeflow/rds_username' } },
        password: { given: 'Database password', remote: { key: 'kubeflow/rds', property: 'password' } },
        other: { hex: 16 },
      },
    });
    const made = externalSecretFor(spec, { store: { name: 'aws' }, naming: { prefix: 'example' } });
    expect(made.spec.data).toEqual([
      { secretKey: 'other', remoteRef: { key: 'example/auth/rds', property: 'other' } },
      { secretKey: 'password', remoteRef: { key: 'kubeflow/rds', property: 'password' } },
      { secretKey: 'username', remoteRef: { key: 'kubeflow/rds_username' } },
    ]);
    expect(remoteNamesIn(made)).toEqual(['example/auth/rds', 'kubeflow/rds', 'kubeflow/rds_username']);
  });
});

describe('remoteNameOf', () => {
  it.each([
    [plain, { prefix: 'example' }, 'example/auth/oauth2-proxy'],
    [plain, { prefix: 'example', service: 'ParameterStore' as const }, '/example/auth/oauth2-proxy'],
    [{ ...plain, remote: 'flat' }, { prefix: 'example', service: 'ParameterStore' as const }, 'flat'],
    [{ ...plain, remote: 'my/own' }, { prefix: 'example' }, 'my/own'],
    [{ ...plain, remote: '/my/own' }, { prefix: 'example', service: 'ParameterStore' as const }, '/my/own'],
  ])('names the remote secret (%#)', (secret, naming, expected) => {
    expect(remoteNameOf(specOf(secret), naming)).toBe(expected);
  });
});

describe('constants', () => {
  const repository = {
    name: 'git',
    labels: { 'argocd.argoproj.io/secret-type': 'repository' },
    keys: {
      type: { text: 'git' },
      odd: { text: 'a {{ b }}' },
      kept: { text: 'elsewhere', remote: { key: 'x/y' } },
      password: { given: 'Token' },
    },
  };

  it.each([
    ['a text made from another value', { text: '((other/k))' }],
    ['data', { json: 'git' }],
    ['random bytes', { hex: 16 }],
  ])('are not %s', (_what, recipe) => {
    const spec = specOf({ name: 'a', keys: { k: recipe } });
    const { data, target } = externalSecretFor(spec, {
      store: { name: 'aws' },
      naming: { prefix: 'p' },
    }).spec;
    expect(data).toEqual([{ secretKey: 'k', remoteRef: { key: 'p/auth/a', property: 'k' } }]);
    expect(target).not.toHaveProperty('template');
  });

  it('are in the ExternalSecret itself, and nowhere else', () => {
    const made = externalSecretFor(specOf(repository), { store: { name: 'aws' }, naming: { prefix: 'p' } });
    expect(made.spec.target.template).toEqual({
      mergePolicy: 'Merge',
      data: { odd: 'a {{ "{{" }} b }}', type: 'git' },
      metadata: { labels: repository.labels },
    });
    expect(remoteNamesIn(made)).toEqual(['p/auth/git', 'x/y']);
  });

  it('take no slash of Parameter Store away from the others', () => {
    const naming = { prefix: 'p', service: 'ParameterStore' } as const;
    const made = externalSecretFor(specOf(repository), { store: { name: 'aws' }, naming });
    expect(remoteNamesIn(made)).toEqual(['/p/auth/git', '/x/y']);
  });
});
