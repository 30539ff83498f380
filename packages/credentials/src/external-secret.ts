import { type CredentialKey, type CredentialSpec, credentialId, type RemoteRef } from './credential.ts';
import { referencesOf } from './recipe.ts';

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
  readonly naming: RemoteNaming;
  /** How often the remote secret is read again. @default '1h0m0s' */
  readonly refreshInterval?: string;
}

/**
 * The remote secret of a specification, `<prefix>/<namespace>/<name>` unless the specification says otherwise.
 * Parameter Store wants a slash in front of names with slashes.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-su-create.html
 */
export function remoteNameOf(spec: CredentialSpec, naming: RemoteNaming): string {
  return nameIn(naming, spec.remote ?? `${naming.prefix}/${credentialId(spec)}`);
}

function nameIn({ service }: RemoteNaming, name: string): string {
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
      readonly creationPolicy: 'Owner' | 'Merge';
      readonly deletionPolicy: 'Retain';
      readonly template?: {
        readonly mergePolicy?: 'Merge';
        readonly data?: Readonly<Record<string, string>>;
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
 * The ExternalSecret that makes the Secret of a specification from its remote values; constants it holds itself. Keys
 * are sorted, so that the same specification gives the same bytes.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 * @example
 * externalSecretFor(spec, { store: { name: 'aws' }, naming: { prefix: 'example' } });
 */
export function externalSecretFor(spec: CredentialSpec, options: ExternalSecretOptions): ExternalSecret {
  const { name, namespace } = spec;
  const { store, naming, refreshInterval = '1h0m0s' } = options;
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
        creationPolicy: spec.merge === true ? 'Merge' : 'Owner',
        deletionPolicy: 'Retain',
        ...(template === undefined ? {} : { template }),
      },
      data: remotePlacesOf(spec, naming).map(({ key, remoteRef }) => ({ secretKey: key.key, remoteRef })),
    },
  };
}

/** A key of a Secret whose value is kept remotely, and where. */
export interface RemotePlace {
  readonly key: CredentialKey;
  readonly remoteRef: RemoteRef;
}

/**
 * Where the values of a Secret lie: each at its own place, or as the property of its name in the Secret's remote secret.
 * Constants without a place of their own are no secrets and lie nowhere.
 */
export function remotePlacesOf(spec: CredentialSpec, naming: RemoteNaming): readonly RemotePlace[] {
  const own = remoteNameOf(spec, naming);
  return sortedKeys(spec)
    .filter((key) => constantOf(key) === undefined)
    .map((key) => ({
      key,
      remoteRef: key.remote
        ? { ...key.remote, key: nameIn(naming, key.remote.key) }
        : { key: own, property: key.key },
    }));
}

function constantOf({ recipe, remote }: CredentialKey): string | undefined {
  const isConstant = remote === undefined && recipe.kind === 'template' && recipe.format === 'text';
  if (!isConstant || typeof recipe.content !== 'string' || referencesOf(recipe).length > 0) return undefined;
  return recipe.content;
}

/** The remote secrets that an ExternalSecret reads, sorted: what the reader's policy must allow, and nothing else. */
export function remoteNamesIn({ spec }: ExternalSecret): readonly string[] {
  return [...new Set(spec.data.map(({ remoteRef }) => remoteRef.key))].toSorted();
}

function sortedKeys({ keys }: CredentialSpec): readonly CredentialKey[] {
  return keys.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

function templateOf(spec: CredentialSpec) {
  const { type, labels, annotations } = spec;
  const constants = sortedKeys(spec).flatMap((key) => {
    const text = constantOf(key);
    // The text is a Go template there
    return text === undefined ? [] : [[key.key, text.replaceAll('{{', '{{ "{{" }}')] as const];
  });
  const metadata = {
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const template = {
    ...(constants.length === 0 ? {} : { mergePolicy: 'Merge' as const, data: Object.fromEntries(constants) }),
    ...(type === undefined ? {} : { type }),
    ...(Object.keys(metadata).length === 0 ? {} : { metadata }),
  };
  return Object.keys(template).length === 0 ? undefined : template;
}
