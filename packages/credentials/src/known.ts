import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import type { Values } from './generate.ts';
import { type Redacted, redact } from './redacted.ts';
import type { ValueGraph } from './value-graph.ts';

/** The values that people always give by name: those of the first login, as in the predecessor's script. */
export const LOGIN_VALUES = ['email', 'username', 'firstname', 'lastname', 'password'] as const;

/**
 * The login values that are set in an environment under their lower-case names and that a credential uses. Others
 * with such names, as `username` often is, are not taken.
 */
export function loginsFrom(
  environment: Readonly<Record<string, string | undefined>>,
  graph: ValueGraph,
): Values {
  const given = LOGIN_VALUES.flatMap((name) => {
    const value = environment[name];
    return value === undefined || value === '' || !graph.has(name) ? [] : [[name, redact(value)] as const];
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
 * value, and also the value that the key is the same as. Contents that are not text are left out.
 */
export function knownValues(
  contents: ReadonlyMap<string, Redacted<string | Uint8Array>>,
  graph: ValueGraph,
): Values {
  const known = new Map<string, Redacted>();
  for (const [id, content] of contents) {
    const text = toText(content.reveal());
    if (text === undefined) continue;
    for (const same of sameAs(id, graph)) known.set(same, redact(text));
  }
  return known;
}

function sameAs(id: string, graph: ValueGraph): readonly string[] {
  const value = graph.get(id);
  if (value === undefined) return [];
  const [target] = value.recipe.kind === 'same' ? value.references.values() : [];
  return target === undefined ? [id] : [id, ...sameAs(target, graph)];
}

function toText(content: string | Uint8Array): string | undefined {
  if (typeof content === 'string') return content;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(content);
  } catch {
    return undefined;
  }
}
