import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type CredentialSpec, credentialId, keyId } from './credential.ts';
import { isDerived, referencesOf, type ValueReference } from './recipe.ts';
import { remoteClashes } from './remote-clashes.ts';
import type { Value } from './value.ts';

/** All values of the platform by id, each after what it is made from: there are no circles. */
export type ValueGraph = ReadonlyMap<string, Value>;

/**
 * The values of all credentials and what each is made from. A value used in several Secrets is one value here.
 * With an error among the diagnostics, the values concerned are left out.
 */
export function valueGraph(specs: readonly CredentialSpec[]): {
  readonly graph: ValueGraph;
  readonly diagnostics: readonly Diagnostic[];
} {
  const diagnostics: Diagnostic[] = [...duplicateSecrets(specs)];
  const values = new Map<string, Value>();
  for (const value of specs.flatMap(valuesOf)) {
    const earlier = values.get(value.id);
    const one = earlier === undefined ? value : oneOf(earlier, value);
    if (one === undefined)
      diagnostics.push(report('CONFLICTING_RECIPES', { args: { value: value.id }, span: value.span }));
    else values.set(value.id, one);
  }
  diagnostics.push(...[...values.values()].flatMap((value) => referenceProblems(value, values)));
  const { graph, circles } = withoutCircles(values);
  return { graph, diagnostics: [...diagnostics, ...circles, ...remoteClashes(specs, graph)] };
}

/** What two declarations of a value say together: one may add how a given value is made otherwise. */
function oneOf(earlier: Value, later: Value): Value | undefined {
  if (JSON.stringify(earlier.recipe) === JSON.stringify(later.recipe)) return earlier;
  const [bare, whole] = 'otherwise' in earlier.recipe ? [later, earlier] : [earlier, later];
  const fits = bare.recipe.kind === 'given' && whole.recipe.kind === 'given' && !('otherwise' in bare.recipe);
  return fits && bare.recipe.prompt === whole.recipe.prompt ? whole : undefined;
}

function valuesOf(spec: CredentialSpec): Value[] {
  const toValue = (id: string, { recipe, show, span }: Pick<Value, 'recipe' | 'show' | 'span'>): Value => ({
    id,
    recipe,
    references: new Map(referencesOf(recipe).map((reference) => [reference, resolve(reference, spec)])),
    ...(show === undefined ? {} : { show }),
    ...(span === undefined ? {} : { span }),
  });
  return [
    ...spec.values.map((value) => toValue(value.name, value)),
    ...spec.keys.map((key) => toValue(keyId(spec, key.key), key)),
  ];
}

function resolve(reference: ValueReference, { namespace }: CredentialSpec): string {
  return reference.split('/').length === 2 ? `${namespace}/${reference}` : reference;
}

function duplicateSecrets(specs: readonly CredentialSpec[]): Diagnostic[] {
  const first = new Map<string, CredentialSpec>();
  return specs.flatMap((spec) => {
    const secret = credentialId(spec);
    const other = first.get(secret);
    if (other === undefined) first.set(secret, spec);
    if (other === undefined) return [];
    const args = { secret, component: other.component, other: spec.component };
    return [report('DUPLICATE_SECRET', { args, span: spec.span })];
  });
}

function referenceProblems({ id, recipe, references, span }: Value, values: ValueGraph): Diagnostic[] {
  return [...references.values()].flatMap((value) => {
    const target = values.get(value);
    if (target === undefined) {
      const known = [...values.keys()].filter((other) => other !== id).join(', ') || 'none';
      return [report('UNKNOWN_VALUE', { args: { field: id, value, known }, span })];
    }
    if (recipe.kind !== 'public-key' || target.recipe.kind === 'private-key') return [];
    const problem = 'it is not a key pair';
    return [report('BAD_REFERENCE', { args: { field: id, value, problem }, span })];
  });
}

/** Depth first over what values are made from; whatever leads into a circle or to an unknown value is left out. */
function withoutCircles(values: ReadonlyMap<string, Value>) {
  const graph = new Map<string, Value>();
  const circles: Diagnostic[] = [];
  const seen = new Set<string>();
  const visit = (value: Value, trail: readonly string[]): boolean => {
    if (trail.includes(value.id)) {
      const path = [...trail.slice(trail.indexOf(value.id)), value.id].join(' <- ');
      circles.push(report('CIRCULAR_RECIPE', { args: { value: value.id, path }, span: value.span }));
      return false;
    }
    if (seen.has(value.id)) return graph.has(value.id);
    const needs = [...value.references.values()].map((id) => values.get(id));
    const sound = needs.map((need) => need !== undefined && visit(need, [...trail, value.id])).every(Boolean);
    seen.add(value.id);
    if (sound) graph.set(value.id, value);
    return sound;
  };
  for (const value of values.values()) visit(value, []);
  return { graph, circles };
}

/** The values that a value is finally made from and that are drawn, given or fetched, not computed. */
export function sourcesOf(id: string, graph: ValueGraph): ReadonlySet<string> {
  return walk([id], graph, ({ recipe }) => isDerived(recipe)).sources;
}

/**
 * Like {@link sourcesOf}, only those whose value must be known: the time when a value was made does not need it, nor
 * does a computed value that is settled.
 */
export function ingredientsOf(
  id: string,
  graph: ValueGraph,
  settled: ReadonlySet<string>,
): ReadonlySet<string> {
  return walk([id], graph, (value) => needsValues(value) && !settled.has(value.id)).sources;
}

/** These values and all that must be known to make them. */
export function withIngredients(ids: Iterable<string>, graph: ValueGraph): ReadonlySet<string> {
  return walk(ids, graph, needsValues).all;
}

/** These values and all that they are computed from. */
export function withSources(ids: Iterable<string>, graph: ValueGraph): ReadonlySet<string> {
  return walk(ids, graph, ({ recipe }) => isDerived(recipe)).all;
}

const needsValues = ({ recipe }: Value) => isDerived(recipe) && recipe.kind !== 'made-at';

function walk(ids: Iterable<string>, graph: ValueGraph, goesOn: (value: Value) => boolean) {
  const all = new Set(ids);
  const sources = new Set<string>();
  for (const id of all) {
    const value = graph.get(id);
    if (value === undefined) continue;
    if (!isDerived(value.recipe)) sources.add(id);
    if (goesOn(value)) for (const need of value.references.values()) all.add(need);
  }
  return { all, sources };
}
