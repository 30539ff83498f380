import { AWS_KINDS } from './aws-kinds.ts';
import type { ValueType } from './entry.ts';
import type { Kind } from './kind.ts';
import { KUBERNETES_KINDS } from './kubernetes-kinds.ts';
import { NETWORK_KINDS } from './network-kinds.ts';
import { PLAIN_KINDS } from './plain-kinds.ts';

const KINDS = {
  ...PLAIN_KINDS,
  ...NETWORK_KINDS,
  ...AWS_KINDS,
  ...KUBERNETES_KINDS,
} as const satisfies Record<string, Kind>;

/** What a setting may be: decides which values are possible and what they become in manifests. */
export type ValueKind = keyof typeof KINDS;

/** The names of all kinds, sorted. */
export const VALUE_KINDS: readonly ValueKind[] = Object.keys(KINDS).filter(isValueKind).toSorted();

/** Whether a text names a kind. */
export function isValueKind(name: unknown): name is ValueKind {
  return typeof name === 'string' && Object.hasOwn(KINDS, name);
}

/** The rules of a kind. */
export function kindOf(name: ValueKind): Kind {
  return KINDS[name];
}

/** The type that values of a kind have in manifests. */
export function typeOfKind(name: ValueKind): ValueType {
  return kindOf(name).type;
}

/**
 * What is wrong with a value of a kind, or `undefined` if nothing is. It never quotes the value.
 *
 * @example
 * valueProblem('70000', { kind: 'port' });
 * //=> 'it is larger than 65535'
 */
export function valueProblem(
  text: string,
  { kind, values = [] }: { readonly kind: ValueKind; readonly values?: readonly string[] | undefined },
): string | undefined {
  if (kind !== 'enum') return kindOf(kind).problem(text);
  return values.includes(text) ? undefined : 'it is none of them';
}
