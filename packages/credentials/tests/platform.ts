import { type CredentialSpec, type KeyPairs, parseCredentials } from '../src/index.ts';

/** The credentials of a platform much like the real one, by component. */
export const SECRETS: Readonly<Record<string, { namespace: string; secrets: readonly object[] }>> = {
  'oauth2-proxy': {
    namespace: 'oauth2-proxy',
    secrets: [
      {
        name: 'oauth2-proxy',
        keys: {
          'client-id': { same: 'oidc-client-id' },
          'client-secret': { same: 'oidc-client-secret' },
          'cookie-secret': { base64url: 32 },
        },
        values: { 'oidc-client-id': { hex: 16 }, 'oidc-client-secret': { hex: 32 } },
        restarts: ['Deployment/oauth2-proxy'],
      },
    ],
  },
  dex: {
    namespace: 'auth',
    secrets: [
      {
        name: 'dex-config',
        keys: {
          'config.yaml': {
            yaml: {
              issuer: 'https://auth.example.com/dex',
              staticClients: [
                { id: '((oidc-client-id))', secret: '((oidc-client-secret))', name: 'Kubeflow' },
              ],
              staticPasswords: [
                {
                  email: '((admin-email))',
                  hash: '((dex-config/hash))',
                  username: '((admin-username))',
                  emailVerified: true,
                },
              ],
            },
          },
          hash: { bcrypt: { of: 'admin-password', cost: 10 } },
        },
        values: {
          'admin-email': { given: 'E-mail of the first user', otherwise: { text: 'admin@example.org' } },
          'admin-username': { given: 'Name of the first user', otherwise: { text: 'admin' } },
          'admin-password': {
            given: 'Password of the first user',
            otherwise: { password: 24 },
            show: 'Password of the first Kubeflow user',
          },
          'oidc-client-id': { hex: 16 },
          'oidc-client-secret': { hex: 32 },
        },
        restarts: ['Deployment/dex'],
      },
    ],
  },
  keycloak: {
    namespace: 'auth',
    secrets: [
      {
        name: 'kubeflow-realm',
        keys: {
          'realm.json': {
            json: {
              realm: 'kubeflow',
              loginTheme: `\${theme}`,
              users: [
                {
                  username: '((admin-username))',
                  email: '((admin-email))',
                  credentials: [{ type: 'password', value: '((admin-password))' }],
                },
              ],
              clients: [{ clientId: '((oidc-client-id))', secret: '((oidc-client-secret))' }],
            },
          },
        },
        restarts: ['StatefulSet/keycloak'],
      },
      {
        name: 'keycloak',
        keys: {
          username: { text: 'admin' },
          password: { password: 24, show: 'Password of the Keycloak administrator' },
          'database-password': { hex: 16 },
        },
      },
      { name: 'keycloak-postgresql', keys: { password: { same: 'keycloak/database-password' } } },
    ],
  },
  argocd: {
    namespace: 'argocd',
    secrets: [
      {
        name: 'argocd-secret',
        labels: { 'app.kubernetes.io/part-of': 'argocd' },
        annotations: { 'sealedsecrets.bitnami.com/managed': 'true' },
        keys: {
          'admin.password': { bcrypt: { of: 'argocd-password', cost: 10, ident: '2a' } },
          'admin.passwordMtime': { madeAt: 'argocd-password' },
          'server.secretkey': { base64url: 32 },
        },
        values: { 'argocd-password': { password: 24, show: 'Password of the Argo CD administrator' } },
        restarts: ['Deployment/argocd-server'],
      },
      {
        name: 'git',
        type: 'Opaque',
        scope: 'namespace-wide',
        labels: { 'argocd.argoproj.io/secret-type': 'repository' },
        keys: { username: { given: 'Git user' }, password: { given: 'Git token' } },
      },
    ],
  },
  kubeflow: {
    namespace: 'kubeflow',
    secrets: [
      {
        name: 'mysql-secret',
        keys: { username: { given: 'RDS user' }, password: { given: 'RDS password' } },
      },
      {
        name: 'katib-mysql-secrets',
        scope: 'cluster-wide',
        keys: {
          DB_USER: { same: 'mysql-secret/username' },
          DB_PASSWORD: { same: 'mysql-secret/password' },
          DB_HOST: { text: 'db.example.com' },
        },
      },
      {
        name: 'signing',
        keys: { 'key.pem': { ecdsa: 'P-256' }, 'public.pem': { publicKeyOf: 'signing/key.pem' } },
      },
    ],
  },
};

/** What the people who run the platform above must give. */
export const GIVEN = {
  'argocd/git/username': 'git-user-7f3a',
  'argocd/git/password': 'git "token"\\ with ü and\nnewline',
  'kubeflow/mysql-secret/username': 'rds-user-51c2',
  'kubeflow/mysql-secret/password': 'rds-password-: {x}',
};

/** The specifications of these components, or of all. */
export function specsOf(components: readonly string[] = Object.keys(SECRETS)): readonly CredentialSpec[] {
  return components.flatMap((component) => {
    const { namespace, secrets } = SECRETS[component] ?? { namespace: '', secrets: [] };
    const { credentials, diagnostics } = parseCredentials(secrets, { component, namespace });
    if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
    return credentials;
  });
}

/** Bytes that look random and are the same in every run. */
export function seededRandom(seed = 1): (size: number) => Uint8Array {
  let state = seed >>> 0;
  return (size) =>
    Uint8Array.from({ length: size }, () => {
      // xorshift32
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state & 0xff;
    });
}

/** Key pairs that are only names of key pairs. */
export function countedKeyPairs(): KeyPairs {
  let count = 0;
  return {
    makePrivateKey: (algorithm) => `private ${algorithm} ${++count}`,
    publicKeyOf: (key) => key.replace('private', 'public'),
  };
}
