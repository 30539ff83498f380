import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';

/** Where something stands in a declaration: keys and indexes from its root. */
export type Path = readonly (string | number)[];

/** A declaration being read: where its parts lie, and what was found wrong so far. */
export interface Reading {
  readonly locate: (path: Path) => Span | undefined;
  /** Texts that a recipe must not contain. */
  readonly sensitive: readonly string[];
  readonly diagnostics: Diagnostic[];
}

/** A value in a declaration and where it stands. */
export interface Place {
  readonly reading: Reading;
  readonly path: Path;
  readonly value: unknown;
}

/** One level down. */
export function at({ value, path, reading }: Place, key: string | number): Place {
  const inner =
    (isMapping(value) || Array.isArray(value)) && Object.hasOwn(value, key)
      ? Reflect.get(value, key)
      : undefined;
  return { reading, path: [...path, key], value: inner };
}

/** How a place is called in messages. */
export function fieldName({ path }: Place): string {
  return ['secrets', ...path].join('.');
}

/** Reports that a part of a Secret's declaration is wrong. */
export function badSecret(place: Place, problem: string, optional = OPTIONAL_FIELDS.join(', ')): undefined {
  const span = place.reading.locate(place.path);
  place.reading.diagnostics.push(
    report('BAD_SECRET', { args: { field: fieldName(place), problem, optional }, span }),
  );
}

/** The fields a Secret's declaration may have besides its name and keys. */
export const OPTIONAL_FIELDS = [
  'enabled',
  'namespace',
  'type',
  'labels',
  'annotations',
  'merge',
  'backend',
  'scope',
  'remote',
  'values',
  'restarts',
] as const;

/** Whether data is a mapping. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The text at a place, if it is one and passes; reported otherwise. */
export function textAt(place: Place, what: string, passes = /./s): string | undefined {
  const { value } = place;
  if (typeof value === 'string' && passes.test(value)) return value;
  return badSecret(place, value === undefined ? 'is missing' : `must be ${what}`);
}

/** One of the texts in `choices`, or nothing; anything else is reported. */
export function choiceAt<Choice extends string>(
  place: Place,
  choices: readonly Choice[],
): Choice | undefined {
  const chosen = choices.find((choice) => choice === place.value);
  if (chosen === undefined && place.value !== undefined)
    badSecret(place, `must be one of ${choices.join(', ')}`);
  return chosen;
}

/** The boolean at a place, or nothing; anything else is reported. */
export function booleanAt(place: Place): boolean | undefined {
  const { value } = place;
  if (value === undefined || typeof value === 'boolean') return value;
  return badSecret(place, 'must be true or false');
}

/** Like {@link textAt}, for a field that may be left out. */
export function optionalTextAt(place: Place, what: string, passes?: RegExp): string | undefined {
  return place.value === undefined ? undefined : textAt(place, what, passes);
}

/** Reports fields that do not belong in a mapping. */
export function checkFields(place: Place, known: readonly string[]): void {
  if (!isMapping(place.value)) return;
  for (const field of Object.keys(place.value)) {
    if (!known.includes(field)) badSecret(at(place, field), 'is not a field of it', known.join(', '));
  }
}
