import type { Diagnostic, Span } from '@kfdist/diagnostics';
import {
  BACKENDS,
  type CredentialKey,
  type CredentialSpec,
  type NamedValue,
  type RemoteRef,
  SCOPES,
  WORKLOAD_KINDS,
  type Workload,
} from './credential.ts';
import {
  at,
  badSecret,
  booleanAt,
  checkFields,
  choiceAt,
  isMapping,
  OPTIONAL_FIELDS,
  optionalTextAt,
  type Path,
  type Place,
  textAt,
} from './reading.ts';
import { parseRecipe } from './recipe-declaration.ts';

/** What the reader of a `secrets` list must know about its component. */
export interface DeclarationContext {
  readonly component: string;
  /** Where a Secret lies that names no namespace. */
  readonly namespace: string;
  /** Where a part of the list lies in its file, by its path from the list: `[0, 'keys', 'client-id']`. */
  readonly locate?: (path: Path) => Span | undefined;
  /** Values of sensitive settings: none may stand in a recipe. */
  readonly sensitive?: readonly string[];
}

const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const DNS_NAME = /^(?=.{1,253}$)[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const SECRET_KEY = /^(?!\.\.?$)[-._a-zA-Z0-9]{1,253}$/;
const VALUE_NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const WORKLOAD = /^([a-z0-9-]+\/)?(Deployment|StatefulSet|DaemonSet)\/[a-z0-9.-]+$/;

/**
 * The credentials that the `secrets` list of a component.yaml declares. What is wrong is reported and left out; the
 * rest is read nevertheless. A Secret with `enabled: "false"` is none.
 *
 * @example
 * parseCredentials([{ name: 'oauth2-proxy', keys: { 'cookie-secret': { base64url: 32 } } }], {
 *   component: 'oauth2-proxy',
 *   namespace: 'oauth2-proxy',
 * }).credentials[0].keys[0].recipe;
 * //=> { kind: 'random', encoding: 'base64url', bytes: 32 }
 */
export function parseCredentials(
  secrets: unknown,
  context: DeclarationContext,
): { readonly credentials: readonly CredentialSpec[]; readonly diagnostics: readonly Diagnostic[] } {
  const { locate = () => undefined, sensitive = [] } = context;
  const diagnostics: Diagnostic[] = [];
  const list: Place = { reading: { locate, sensitive, diagnostics }, path: [], value: secrets ?? [] };
  if (!Array.isArray(list.value)) badSecret(list, 'must be a list');
  const items: readonly unknown[] = Array.isArray(list.value) ? list.value : [];
  const credentials = items.flatMap((_item, index) => parseCredential(at(list, index), context) ?? []);
  return { credentials, diagnostics };
}

function parseCredential(place: Place, context: DeclarationContext): CredentialSpec | undefined {
  if (!isMapping(place.value)) return badSecret(place, 'must be a mapping');
  checkFields(place, ['name', 'keys', ...OPTIONAL_FIELDS]);
  // without it, what its parts are made from does not matter
  if (!isSwitchedOn(at(place, 'enabled'))) return undefined;
  const name = textAt(at(place, 'name'), 'a Kubernetes object name', DNS_NAME);
  const namespace =
    optionalTextAt(at(place, 'namespace'), 'a namespace name', DNS_LABEL) ?? context.namespace;
  const keys = entriesAt(place, 'keys').flatMap((key) => parseKey(key) ?? []);
  if (name === undefined) return undefined;
  const span = place.reading.locate(place.path);
  return {
    name,
    namespace,
    component: context.component,
    ...parseDetails(place),
    keys,
    values: entriesAt(place, 'values').flatMap((value) => parseNamedValue(value) ?? []),
    restarts: parseRestarts(at(place, 'restarts'), namespace),
    ...(span === undefined ? {} : { span }),
  };
}

/** A template over settings gives text. */
function isSwitchedOn(enabled: Place): boolean {
  if (typeof enabled.value === 'boolean') return enabled.value;
  return choiceAt(enabled, ['true', 'false']) !== 'false';
}

function parseDetails(place: Place) {
  const type = optionalTextAt(at(place, 'type'), 'a Secret type such as kubernetes.io/tls');
  const labels = parseTexts(at(place, 'labels'));
  const annotations = parseTexts(at(place, 'annotations'));
  const merge = booleanAt(at(place, 'merge'));
  const backend = choiceAt(at(place, 'backend'), BACKENDS);
  const scope = choiceAt(at(place, 'scope'), SCOPES);
  const remote = optionalTextAt(at(place, 'remote'), 'the name of a remote secret', REMOTE_NAME);
  return {
    ...(type === undefined ? {} : { type }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
    ...(merge === undefined ? {} : { merge }),
    ...(backend === undefined ? {} : { backend }),
    ...(scope === undefined ? {} : { scope }),
    ...(remote === undefined ? {} : { remote }),
  };
}

/** @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_CreateSecret.html */
const REMOTE_NAME = /^[A-Za-z0-9/_+=.@:-]{1,512}$/;

interface Entry {
  readonly name: string;
  readonly place: Place;
}

function entriesAt(place: Place, field: 'keys' | 'values'): readonly Entry[] {
  const mapping = at(place, field);
  if (mapping.value === undefined && field === 'values') return [];
  if (!isMapping(mapping.value) || (field === 'keys' && Object.keys(mapping.value).length === 0)) {
    badSecret(mapping, 'must map names to recipes');
    return [];
  }
  return Object.keys(mapping.value).map((name) => ({ name, place: at(mapping, name) }));
}

function parseKey({ name: key, place }: Entry): CredentialKey | undefined {
  if (!SECRET_KEY.test(key)) return badSecret(place, 'is not a key that a Secret can have');
  const recipe = parseRecipe(place, ['remote', 'show']);
  const remote = parseRemoteRef(at(place, 'remote'));
  return recipe && { key, recipe, ...(remote === undefined ? {} : { remote }), ...parseMarks(place) };
}

function parseNamedValue({ name, place }: Entry): NamedValue | undefined {
  if (!VALUE_NAME.test(name)) return badSecret(place, 'is not a value name such as admin-password');
  const recipe = parseRecipe(place, ['show']);
  return recipe && { name, recipe, ...parseMarks(place) };
}

function parseMarks(place: Place) {
  const show = optionalTextAt(at(place, 'show'), 'what people call this login');
  const span = place.reading.locate(place.path);
  return { ...(show === undefined ? {} : { show }), ...(span === undefined ? {} : { span }) };
}

function parseRemoteRef(place: Place): RemoteRef | undefined {
  if (place.value === undefined) return undefined;
  if (!isMapping(place.value)) return badSecret(place, 'must have a key and may have a property');
  checkFields(place, ['key', 'property']);
  const key = textAt(at(place, 'key'), 'the name of a remote secret', REMOTE_NAME);
  const property = optionalTextAt(at(place, 'property'), 'the name of a property');
  return key === undefined ? undefined : { key, ...(property === undefined ? {} : { property }) };
}

function parseTexts(place: Place): Readonly<Record<string, string>> | undefined {
  const { value } = place;
  if (value === undefined) return undefined;
  if (!isMapping(value)) return badSecret(place, 'must map names to texts');
  const texts = Object.keys(value).map((name) => [name, textAt(at(place, name), 'a text', /^/)] as const);
  return Object.fromEntries(texts.flatMap(([name, text]) => (text === undefined ? [] : [[name, text]])));
}

function parseRestarts(place: Place, namespace: string): readonly Workload[] {
  const { value = [] } = place;
  if (!Array.isArray(value)) {
    badSecret(place, 'must be a list');
    return [];
  }
  return value.flatMap((_item, index) => {
    const text = textAt(at(place, index), 'a workload such as Deployment/dex', WORKLOAD) ?? '';
    const [name = '', word, own = namespace] = text.split('/').toReversed();
    const kind = WORKLOAD_KINDS.find((known) => known === word);
    return kind === undefined ? [] : [{ kind, namespace: own, name }];
  });
}
