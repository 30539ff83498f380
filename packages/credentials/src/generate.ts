import type { Diagnostic } from '@kfdist/diagnostics';
import { toBase64Url, toHex } from './base64.ts';
import { type BcryptHash, type BcryptOptions, bcryptProblem } from './bcrypt.ts';
import { report } from './codes.ts';
import { drawBytes, drawPassword, type RandomBytes } from './random.ts';
import { fillSlots, isDerived, type KeyAlgorithm, type Recipe } from './recipe.ts';
import { type Redacted, redact } from './redacted.ts';
import { formatTemplate } from './template.ts';
import type { Value } from './value.ts';
import { sourcesOf, type ValueGraph, withIngredients } from './value-graph.ts';

/** Makes key pairs: `systemKeyPairs` of `@kfdist/credentials/seal`, or a fixed one in tests. */
export interface KeyPairs {
  /** A new private key as PKCS #8 PEM. */
  readonly makePrivateKey: (algorithm: KeyAlgorithm) => string;
  /** The public key of a private key, as SPKI PEM. */
  readonly publicKeyOf: (privateKey: string) => string;
}

/** Values by id. */
export type Values = ReadonlyMap<string, Redacted>;

/** What values are made from. */
export interface Ingredients {
  /** Which values are made now; of the others, those that are not computed must be known. */
  readonly make: ReadonlySet<string>;
  /** Values that stay as they are, computed ones among them. */
  readonly known: Values;
  /** What people and AWS give, by id; it takes the place of what would be drawn. */
  readonly given: Values;
  readonly random: RandomBytes;
  readonly keyPairs: KeyPairs;
  readonly bcrypt: BcryptHash;
  /** The present time in RFC 3339. */
  readonly now: string;
  /** When a value that is not made now was made, in RFC 3339. */
  readonly madeAt: (id: string) => string | undefined;
}

/**
 * The wanted values and all they are made from; each is made once, however many use it. A value that cannot be made
 * is reported and left out, together with what needs it.
 *
 * @example
 * const { graph } = valueGraph(credentials);
 * generateValues(graph, [...graph.keys()], { ...ingredients, make: new Set(graph.keys()) }).values;
 */
export function generateValues(
  graph: ValueGraph,
  wanted: Iterable<string>,
  ingredients: Ingredients,
): { readonly values: Values; readonly diagnostics: readonly Diagnostic[] } {
  const values = new Map<string, Redacted>();
  const diagnostics: Diagnostic[] = [];
  const needed = withIngredients(wanted, graph);
  for (const value of graph.values()) {
    if (!needed.has(value.id)) continue;
    const made = valueFor(value, { graph, values, diagnostics, ingredients });
    if (made !== undefined) values.set(value.id, redact(made));
  }
  return { values, diagnostics };
}

interface Kitchen {
  readonly graph: ValueGraph;
  readonly values: Map<string, Redacted>;
  readonly diagnostics: Diagnostic[];
  readonly ingredients: Ingredients;
}

function valueFor(value: Value, kitchen: Kitchen): string | undefined {
  const { make, known } = kitchen.ingredients;
  const earlier = make.has(value.id) ? undefined : known.get(value.id)?.reveal();
  if (isDerived(value.recipe)) return earlier ?? derive(value, kitchen);
  return make.has(value.id) ? makeSource(value, kitchen) : earlier;
}

function makeSource({ id, recipe, span }: Value, { ingredients, diagnostics }: Kitchen): string | undefined {
  const given = ingredients.given.get(id);
  if (given !== undefined) return given.reveal();
  const drawn = draw(recipe.kind === 'given' ? recipe.otherwise : recipe, ingredients);
  if (drawn !== undefined) return drawn;
  const prompt = recipe.kind === 'given' ? recipe.prompt : 'an access key that only AWS can make';
  diagnostics.push(report('MISSING_VALUE', { args: { value: id, prompt }, span }));
  return undefined;
}

function draw(recipe: Recipe | undefined, { random, keyPairs }: Ingredients): string | undefined {
  if (recipe?.kind === 'random') {
    const bytes = drawBytes(random, recipe.bytes);
    return recipe.encoding === 'hex' ? toHex(bytes) : toBase64Url(bytes);
  }
  if (recipe?.kind === 'password') return drawPassword(random, recipe);
  if (recipe?.kind === 'private-key') return keyPairs.makePrivateKey(recipe.algorithm);
  return recipe?.kind === 'template' ? formatTemplate(recipe.format, recipe.content) : undefined;
}

function derive(value: Value, kitchen: Kitchen): string | undefined {
  const { recipe, references } = value;
  const { values, ingredients } = kitchen;
  const textOf = (reference: string) => values.get(references.get(reference) ?? '')?.reveal();
  if (recipe.kind === 'template') {
    const complete = [...references.keys()].every((reference) => textOf(reference) !== undefined);
    if (!complete) return undefined;
    return formatTemplate(
      recipe.format,
      fillSlots(recipe.content, (reference) => textOf(reference) ?? ''),
    );
  }
  if (!('of' in recipe)) return undefined;
  if (recipe.kind === 'made-at') return madeAt(references.get(recipe.of) ?? '', kitchen);
  const of = textOf(recipe.of);
  if (of === undefined || recipe.kind === 'same') return of;
  return recipe.kind === 'bcrypt'
    ? hash(of, { ...value, recipe }, kitchen)
    : ingredients.keyPairs.publicKeyOf(of);
}

/** A value is as old as the youngest of what it is made from. */
function madeAt(id: string, { graph, ingredients }: Kitchen): string {
  const { make, now, madeAt: earlier } = ingredients;
  const times = [...sourcesOf(id, graph)].map((source) =>
    make.has(source) ? now : (earlier(source) ?? now),
  );
  return times.toSorted().at(-1) ?? now;
}

function hash(
  password: string,
  { id, recipe, span }: Pick<Value, 'id' | 'span'> & { readonly recipe: Omit<BcryptOptions, 'random'> },
  { ingredients, diagnostics }: Kitchen,
): string | undefined {
  const problem = bcryptProblem(password);
  if (problem === undefined) return ingredients.bcrypt(password, { ...recipe, random: ingredients.random });
  diagnostics.push(report('BAD_PASSWORD', { args: { value: id, problem }, span }));
  return undefined;
}
