import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Values } from './generate.ts';
import { type CredentialsLock, EMPTY_LOCK } from './lock.ts';
import { readSlots } from './recipe.ts';
import { valueMark } from './record.ts';
import { type Redacted, redact } from './redacted.ts';
import { parseTemplate } from './template.ts';
import type { Value } from './value.ts';
import type { ValueGraph } from './value-graph.ts';

/** What the predecessor's script asks about the first user, and the names of its flags and environment variables. */
export const LOGIN_NAMES = ['email', 'username', 'firstname', 'lastname', 'password'] as const;

/** The value that holds something about the first user: `admin-email` and so on. */
export function loginId(name: (typeof LOGIN_NAMES)[number]): string {
  return `admin-${name}`;
}

/**
 * What is said about the first user, under flags or in an environment, as given values. Only what a credential uses:
 * `username` is a common variable.
 */
export function loginsFrom(source: Readonly<Record<string, string | undefined>>, graph: ValueGraph): Values {
  const given = LOGIN_NAMES.flatMap((name) => {
    const value = source[name];
    const id = loginId(name);
    return value === undefined || value === '' || !graph.has(id) ? [] : [[id, redact(value)] as const];
  });
  return new Map(given);
}

/** Reports given values that no credential uses. */
export function checkGiven(given: Values, graph: ValueGraph): readonly Diagnostic[] {
  const known = [...graph.values()].flatMap(({ id, recipe }) => (recipe.kind === 'given' ? [id] : []));
  return [...given.keys()]
    .filter((value) => !graph.has(value))
    .map((value) => report('UNKNOWN_GIVEN', { args: { value, known: known.join(', ') || 'none' } }));
}

/**
 * The values that follow from the contents of existing Secrets, by `namespace/secret/key`: each content is its key's
 * value, and also the value that the key is the same as. Contents that are not text are left out. A value that stands
 * alone in a template is read back from it, where the lock says that the template is still the one that was filled in.
 */
export function knownValues(
  contents: ReadonlyMap<string, Redacted<string | Uint8Array>>,
  graph: ValueGraph,
  lock: CredentialsLock = EMPTY_LOCK,
): Values {
  const known = new Map<string, Redacted>();
  const inTemplates = new Map<string, Redacted>();
  for (const [id, content] of contents) {
    const text = toText(content.reveal());
    if (text === undefined) continue;
    const isRecorded = lock.values[id]?.recipe === valueMark(id, graph);
    for (const value of sameAs(id, graph)) {
      known.set(value.id, redact(text));
      for (const [other, inside] of isRecorded ? valuesIn(text, value) : []) inTemplates.set(other, inside);
    }
  }
  return new Map([...inTemplates, ...known]);
}

function valuesIn(text: string, { recipe, references }: Value): Values {
  if (recipe.kind !== 'template') return new Map();
  const found = readSlots(recipe.content, parseTemplate(recipe.format, text));
  return new Map(
    [...references].flatMap(([reference, id]) => {
      const inside = found.get(reference);
      return inside === undefined ? [] : [[id, redact(inside)] as const];
    }),
  );
}

/** The value and, where it is the same as another one, that one, and so on. */
function sameAs(id: string, graph: ValueGraph): readonly Value[] {
  const value = graph.get(id);
  if (value === undefined) return [];
  const others = value.recipe.kind === 'same' ? [...value.references.values()] : [];
  return [value, ...others.flatMap((other) => sameAs(other, graph))];
}

function toText(content: string | Uint8Array): string | undefined {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
