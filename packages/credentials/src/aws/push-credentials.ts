import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { report } from '../codes.ts';
import { type CredentialSpec, keyId } from '../credential.ts';
import { remotePlacesOf } from '../external-secret.ts';
import type { Values } from '../generate.ts';
import { knownValues } from '../known.ts';
import { backendOf } from '../plan.ts';
import { isMapping } from '../reading.ts';
import { type Redacted, redact } from '../redacted.ts';
import { type Generation, type GenerationInput, generateCredentials } from '../seal/generate-credentials.ts';
import { valueGraph } from '../value-graph.ts';
import type { RemoteStore } from './remote-store.ts';

/** Where credentials are pushed to. */
export interface PushOptions {
  readonly store: RemoteStore;
  /** What remote names begin with, usually the cluster's name: see `remoteNameOf`. */
  readonly prefix: string;
  /** Called with the id of each value that AWS has now, also where a later one is refused. */
  readonly onWritten?: (id: string) => void;
}

/** What happened to one remote secret. */
export interface PushedSecret {
  readonly name: string;
  readonly change: 'create' | 'update' | 'unchanged';
}

/**
 * Writes values to the remote secrets that ExternalSecrets read. Everything is read and checked before the first
 * write; what exists beside these values stays, and what is equal is not written.
 *
 * @example
 * await pushCredentials(generation.remote, { store: secretsManager(), prefix: 'example' });
 */
export async function pushCredentials(
  writes: readonly { readonly spec: CredentialSpec; readonly values: Values }[],
  options: PushOptions,
): Promise<{ readonly pushed: readonly PushedSecret[]; readonly diagnostics: readonly Diagnostic[] }> {
  const { store } = options;
  const planned = await Promise.all(
    [...wantedTexts(writes, options)].map(async (want) => await plan(want, store)),
  );
  const diagnostics = planned.flatMap(({ name, text }) => tooLarge(name, text, store));
  if (hasErrors(diagnostics)) return { pushed: [], diagnostics };
  for (const { name, text, change, ids } of planned) {
    if (change !== 'unchanged') await store.write(name, text, change === 'update');
    for (const id of ids) options.onWritten?.(id);
  }
  return { pushed: planned.map(({ name, change }) => ({ name, change })), diagnostics };
}

/** What belongs under one remote name: one text, or properties of a JSON object. */
interface Wanted {
  readonly name: string;
  readonly ids: string[];
  whole?: Redacted;
  readonly properties: Map<string, Redacted>;
}

function wantedTexts(
  writes: readonly { readonly spec: CredentialSpec; readonly values: Values }[],
  { store, prefix }: PushOptions,
): Iterable<Wanted> {
  const wanted = new Map<string, Wanted>();
  for (const { spec, values } of writes) {
    for (const { key, remoteRef } of remotePlacesOf(spec, { prefix, service: store.service })) {
      const value = values.get(key.key);
      if (value === undefined) continue;
      const { key: name, property } = remoteRef;
      const want = wanted.get(name) ?? { name, ids: [], properties: new Map<string, Redacted>() };
      want.ids.push(keyId(spec, key.key));
      if (property === undefined) want.whole = value;
      else want.properties.set(property, value);
      wanted.set(name, want);
    }
  }
  return wanted.values();
}

async function plan({ name, ids, whole, properties }: Wanted, store: RemoteStore) {
  const existing = await store.read(name);
  const before = existing?.reveal();
  const text = whole?.reveal() ?? withProperties(name, before, properties);
  const change: PushedSecret['change'] =
    before === undefined ? 'create' : before === text ? 'unchanged' : 'update';
  return { name, ids, text: redact(text), change };
}

function withProperties(name: string, before: string | undefined, properties: Wanted['properties']): string {
  const data = before === undefined ? {} : parseObject(before);
  if (data === undefined)
    throw new Error(
      `The remote secret ${name} is not a JSON object, so it is not written over. Move it away first.`,
    );
  const fresh = [...properties].map(([property, value]) => [property, value.reveal()] as const);
  // an equal text must stay equal, whatever its layout
  if (before !== undefined && fresh.every(([property, value]) => data[property] === value)) return before;
  const entries = Object.entries({ ...data, ...Object.fromEntries(fresh) });
  return JSON.stringify(Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1))));
}

/** The parser's own error would repeat what it read. */
function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return isMapping(data) ? data : undefined;
  } catch {
    return undefined;
  }
}

function tooLarge(secret: string, text: Redacted, { limit, service }: RemoteStore): Diagnostic[] {
  const size = Buffer.byteLength(text.reveal());
  if (size <= limit) return [];
  const place = service === 'SecretsManager' ? 'Secrets Manager' : 'Parameter Store';
  return [report('SECRET_TOO_LARGE', { args: { secret, size: String(size), limit: String(limit), place } })];
}

/**
 * Generates what is missing or to be rotated and pushes what belongs into remote secrets: `credentials push`. What is
 * there already is known and stays. Nothing is pushed where there are errors; write the files and the lock after it.
 */
export async function generateAndPush(
  input: GenerationInput,
  options: PushOptions,
): Promise<{
  readonly generation?: Generation;
  readonly pushed: readonly PushedSecret[];
  readonly diagnostics: readonly Diagnostic[];
}> {
  const remote = input.specs.filter((spec) => backendOf(spec, input.defaultBackend) === 'external-secrets');
  const { graph } = valueGraph(input.specs);
  const found = knownValues(await readRemoteSecrets(remote, options), graph, input.lock);
  const known = new Map([...found, ...(input.known ?? [])]);
  const { generation, diagnostics } = await generateCredentials({ ...input, known });
  if (generation === undefined) return { pushed: [], diagnostics };
  const pushing = await pushCredentials(generation.remote, options);
  const all = [...diagnostics, ...pushing.diagnostics];
  return { ...(hasErrors(all) ? {} : { generation }), pushed: pushing.pushed, diagnostics: all };
}

/** What the remote secrets of these specifications hold, by `namespace/secret/key`: input of `knownValues`. */
export async function readRemoteSecrets(
  specs: readonly CredentialSpec[],
  { store, prefix }: PushOptions,
): Promise<Values> {
  const places = specs.flatMap((spec) =>
    remotePlacesOf(spec, { prefix, service: store.service }).map(({ key, remoteRef }) => ({
      id: keyId(spec, key.key),
      ...remoteRef,
    })),
  );
  const names = [...new Set(places.map(({ key }) => key))];
  const texts = new Map(
    await Promise.all(names.map(async (name) => [name, await store.read(name)] as const)),
  );
  const found = places.flatMap(({ id, key, property }) => {
    const text = texts.get(key)?.reveal();
    const value = text === undefined || property === undefined ? text : parseObject(text)?.[property];
    return typeof value === 'string' ? [[id, redact(value)] as const] : [];
  });
  return new Map(found);
}
