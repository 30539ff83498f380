import { type CredentialKey, type CredentialSpec, credentialId, type RemoteRef } from './credential.ts';

/** The store that External Secrets reads from. */
export interface StoreRef {
  readonly name: string;
  /** @default 'ClusterSecretStore' */
  readonly kind?: 'SecretStore' | 'ClusterSecretStore';
}

/** The AWS services that can hold a Secret's values. */
export type RemoteService = 'SecretsManager' | 'ParameterStore';

/** How remote secrets are named. */
export interface RemoteNaming {
  /** Keeps clusters apart, usually the cluster's name. */
  readonly prefix: string;
  /** @default 'SecretsManager' */
  readonly service?: RemoteService;
}

/** What an ExternalSecret needs besides the specification. */
export interface ExternalSecretOptions {
  readonly store: StoreRef;
  /** Name of the remote secret that holds all keys as one JSON object: see {@link remoteNameOf}. */
  readonly remote: string;
  /** How often the remote secret is read again. @default '1h0m0s' */
  readonly refreshInterval?: string;
}

/**
 * The remote secret of a specification, `<prefix>/<namespace>/<name>` unless the specification says otherwise.
 * Parameter Store wants a slash in front of names with slashes.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function remoteNameOf(spec: CredentialSpec, { prefix, service }: RemoteNaming): string {
  const name = spec.remote ?? `${prefix}/${credentialId(spec)}`;
  return service === 'ParameterStore' && name.includes('/') && !name.startsWith('/') ? `/${name}` : name;
}

/** A key of a Secret and the place its value is read from. */
export interface ExternalSecretData {
  readonly secretKey: string;
  readonly remoteRef: RemoteRef;
}

/** An ExternalSecret, in the fields that are used here. */
export interface ExternalSecret {
  readonly apiVersion: 'external-secrets.io/v1';
  readonly kind: 'ExternalSecret';
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly refreshInterval: string;
    readonly secretStoreRef: { readonly name: string; readonly kind: string };
    readonly target: {
      readonly name: string;
      readonly creationPolicy: 'Owner';
      readonly deletionPolicy: 'Retain';
      readonly template?: {
        readonly type?: string;
        readonly metadata?: {
          readonly labels?: Readonly<Record<string, string>>;
          readonly annotations?: Readonly<Record<string, string>>;
        };
      };
    };
    readonly data: readonly ExternalSecretData[];
  };
}

/**
 * The ExternalSecret that makes the Secret of a specification from its remote values. Keys are sorted, so that the
 * same specification gives the same bytes.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @example
 * externalSecretFor(spec, { store: { name: 'aws' }, remote: remoteNameOf(spec, { prefix: 'example' }) });
 */
export function externalSecretFor(spec: CredentialSpec, options: ExternalSecretOptions): ExternalSecret {
  const { name, namespace } = spec;
  const { store, remote, refreshInterval = '1h0m0s' } = options;
  const template = templateOf(spec);
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace },
    spec: {
      refreshInterval,
      secretStoreRef: { name: store.name, kind: store.kind ?? 'ClusterSecretStore' },
      target: {
        name,
        creationPolicy: 'Owner',
        deletionPolicy: 'Retain',
        ...(template === undefined ? {} : { template }),
      },
      data: sortedKeys(spec).map((key) => ({ secretKey: key.key, remoteRef: remoteRefOf(key, remote) })),
    },
  };
}

/** Where one key's value lies: its own place, or the property of that name in the Secret's remote secret. */
export function remoteRefOf({ key, remote }: CredentialKey, secret: string): RemoteRef {
  return remote ?? { key: secret, property: key };
}

/** The remote secrets that an ExternalSecret reads, sorted: what the reader's policy must allow, and nothing else. */
export function remoteNamesIn({ spec }: ExternalSecret): readonly string[] {
  return [...new Set(spec.data.map(({ remoteRef }) => remoteRef.key))].toSorted();
}

function sortedKeys({ keys }: CredentialSpec): readonly CredentialKey[] {
  return keys.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function templateOf({ type, labels, annotations }: CredentialSpec) {
  if (type === undefined && labels === undefined && annotations === undefined) return undefined;
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  return {
    ...(type === undefined ? {} : { type }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
}
