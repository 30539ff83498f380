import { credentialId, type Recipe, remotePlacesOf } from '@kfdist/credentials';
import type { PlannedCredentials } from '../secrets.ts';
import type { MapSecret } from './platform-map.ts';

/** The Secrets of a plan: how each value is made and where it is kept, never what it is. */
export function mapSecrets({ specs, backend: usual, naming }: PlannedCredentials): readonly MapSecret[] {
  return specs
    .map((spec) => {
      const { component, keys, restarts, backend = usual } = spec;
      const places = backend === 'external-secrets' ? remotePlacesOf(spec, naming) : [];
      const remotes = new Map(places.map(({ key, remoteRef }) => [key.key, remoteRef]));
      return {
        id: credentialId(spec),
        component,
        backend: backend === 'external-secrets' ? SERVICES[naming.service] : 'sealed in Git',
        keys: keys.map(({ key, recipe }) => {
          const remote = remotes.get(key);
          const place =
            remote && [remote.key, remote.property].filter((part) => part !== undefined).join(' : ');
          return { key, recipe: sentence(recipe), ...(place === undefined ? {} : { remote: place }) };
        }),
        restarts: restarts.map(({ kind, namespace, name }) => `${kind} ${namespace}/${name}`),
      };
    })
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

const SERVICES = { SecretsManager: 'AWS Secrets Manager', ParameterStore: 'AWS Parameter Store' } as const;

type Sentences = { readonly [Kind in Recipe['kind']]: (recipe: Extract<Recipe, { kind: Kind }>) => string };

const SENTENCES: Sentences = {
  random: ({ bytes, encoding }) => `${bytes} random bytes, ${encoding}`,
  password: ({ length }) => `a random password of ${length} characters`,
  bcrypt: ({ of }) => `the bcrypt hash of ${of}`,
  'private-key': ({ algorithm }) => `a private key, ${algorithm}`,
  'public-key': ({ of }) => `the public key of ${of}`,
  template: ({ format }) => `put together as ${format}`,
  given: () => 'given by a person',
  'access-key': ({ user, part }) => `the ${part} of an access key of ${user}`,
  'made-at': ({ of }) => `when ${of} was made`,
  same: ({ of }) => `the same as ${of}`,
};

function sentence<Kind extends Recipe['kind']>(recipe: Extract<Recipe, { kind: Kind }>): string {
  const kind: Kind = recipe.kind;
  return SENTENCES[kind](recipe);
}
