import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { BACKENDS, type Backend, SCOPES, type Scope } from './credential.ts';
import { isMapping } from './reading.ts';
import type { Recipe } from './recipe.ts';

/**
 * What was generated and written, when, and for which certificate: no values, and nothing computed from a value.
 * It lies in Git as `credentials.lock.json`.
 */
export interface CredentialsLock {
  readonly version: 1;
  readonly values: Readonly<Record<string, LockedValue>>;
  readonly secrets: Readonly<Record<string, LockedSecret>>;
}

/** A value that exists. */
export interface LockedValue {
  /** The recipe it was made by: see {@link recipeMark}. */
  readonly recipe: string;
  /** When it was made, for a value that is not computed from others. */
  readonly made?: string;
}

/** A Secret that was written. */
export interface LockedSecret {
  readonly backend: Backend;
  readonly scope: Scope;
  /** Counts the times a value in it changed: what makes its readers restart. */
  readonly revision: number;
  readonly keys: Readonly<Record<string, LockedKey>>;
}

/** A key that was written. */
export interface LockedKey {
  readonly written: string;
  /** SHA-256 of the sealing certificate. */
  readonly certificate?: string;
  /** The last characters of the sealed value, which tell it from any other: see `sealMark`. */
  readonly seal?: string;
}

/** The lock of a platform whose credentials were never generated. */
export const EMPTY_LOCK: CredentialsLock = { version: 1, values: {}, secrets: {} };

/** The text of a lock file: keys sorted, the same data always the same bytes. */
export function formatLock(lock: CredentialsLock): string {
  return `${JSON.stringify(sorted(lock), null, 2)}\n`;
}

function sorted(data: unknown): unknown {
  if (!isMapping(data)) return data;
  const entries = Object.entries(data).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([key, value]) => [key, sorted(value)]));
}

/** The data in a lock file; an error and the empty lock where it is damaged. */
export function parseLock(
  text: string,
  path = 'credentials.lock.json',
): { readonly lock: CredentialsLock; readonly diagnostics: readonly Diagnostic[] } {
  const span = { path, start: 0, end: 0 };
  const bad = (problem: string) => ({
    lock: EMPTY_LOCK,
    diagnostics: [report('BAD_LOCK', { args: { problem }, span })],
  });
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return bad(/^<{7}|^>{7}/m.test(text) ? 'it has merge conflicts' : 'it is not JSON');
  }
  if (!isMapping(data)) return bad('it is not a JSON object');
  if (data.version !== 1) return bad('it was written by another version');
  const values = mapAll(data.values, toLockedValue);
  const secrets = mapAll(data.secrets, toLockedSecret);
  if (values === undefined || secrets === undefined) return bad('something is missing in it');
  return { lock: { version: 1, values, secrets }, diagnostics: [] };
}

function mapAll<Item>(
  data: unknown,
  toItem: (data: Readonly<Record<string, unknown>>) => Item | undefined,
): Readonly<Record<string, Item>> | undefined {
  if (!isMapping(data)) return undefined;
  const items = Object.entries(data).map(([key, item]) => [key, isMapping(item) && toItem(item)] as const);
  const sound = items.flatMap(([key, item]) => (item ? [[key, item] as const] : []));
  return sound.length === items.length ? Object.fromEntries(sound) : undefined;
}

function toLockedValue({ recipe, made }: Readonly<Record<string, unknown>>): LockedValue | undefined {
  if (typeof recipe !== 'string') return undefined;
  return { recipe, ...(typeof made === 'string' ? { made } : {}) };
}

function toLockedSecret(data: Readonly<Record<string, unknown>>): LockedSecret | undefined {
  const backend = BACKENDS.find((known) => known === data.backend);
  const scope = SCOPES.find((known) => known === data.scope);
  const keys = mapAll(data.keys, toLockedKey);
  const { revision } = data;
  if (backend === undefined || scope === undefined || keys === undefined) return undefined;
  return typeof revision === 'number' ? { backend, scope, revision, keys } : undefined;
}

function toLockedKey({
  written,
  certificate,
  seal,
}: Readonly<Record<string, unknown>>): LockedKey | undefined {
  if (typeof written !== 'string') return undefined;
  return {
    written,
    ...(typeof certificate === 'string' ? { certificate } : {}),
    ...(typeof seal === 'string' ? { seal } : {}),
  };
}

/**
 * What the lock file keeps of a recipe to notice that it changed. Recipes are public data; the content of a template
 * is kept as a checksum because it can be long. What a given value is asked with does not matter.
 */
export function recipeMark(recipe: Recipe): string {
  if (recipe.kind === 'bcrypt') return `bcrypt ${recipe.ident} ${recipe.cost} of ${recipe.of}`;
  if ('of' in recipe) return `${recipe.kind} ${recipe.of}`;
  if (recipe.kind === 'random') return `${recipe.encoding} ${recipe.bytes}`;
  if (recipe.kind === 'password') return `password ${recipe.length} ${recipe.symbols}`.trim();
  if (recipe.kind === 'private-key') return recipe.algorithm;
  if (recipe.kind === 'access-key') return `access key ${recipe.part} of ${recipe.user}`;
  return recipe.kind === 'given' ? 'given' : `${recipe.format} ${checksum(JSON.stringify(recipe.content))}`;
}

/** FNV-1a over 64 bits: it tells texts apart, and need not resist anybody, because the texts are public. */
function checksum(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  return hash.toString(16).padStart(16, '0');
}
