import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { type Fields, readFields } from './fields.ts';
import { keyProblem, placeholdersIn } from './placeholders.ts';
import { nearestKey } from './suggest.ts';
import { isValueKind, VALUE_KINDS, type ValueKind, valueProblem } from './value-kinds.ts';

/** What is known about one setting, as data. */
export interface SettingDefinition {
  /** Dotted; a segment `*` stands for the index of a list: `profiles.*.name`. */
  readonly key: string;
  readonly kind: ValueKind;
  /** One line that says what the setting is. */
  readonly summary: string;
  readonly example?: string;
  /** A template over other settings. In a list, `*` in its placeholders is the same index. */
  readonly default?: string;
  /** Defaults that apply instead when another setting has a value; the first that fits wins. */
  readonly defaultWhenSet?: Readonly<Record<string, string>>;
  /** The possible values of kind `enum`. */
  readonly values?: readonly string[];
  readonly sensitive?: boolean;
  /** Reported at once when it has no value, instead of only when something uses it. */
  readonly required?: boolean;
  /** The component that brought the definition, if it is not one of all. */
  readonly component?: string;
  /** Where it is defined. */
  readonly span?: Span;
}

/** Finds the place of a part of a parsed document. */
export type Locate = (path: readonly (string | number)[]) => Span | undefined;

/**
 * Checks a list of definitions as it stands in `settings.yaml` or under `settings:` of a `component.yaml`.
 *
 * Faulty fields are reported and left out; a definition without a usable key or kind is left out whole.
 */
export function parseDefinitions(
  value: unknown,
  locate: Locate,
): { definitions: SettingDefinition[]; diagnostics: Diagnostic[] } {
  if (value === undefined || value === null) return { definitions: [], diagnostics: [] };
  if (!Array.isArray(value)) {
    const args = { key: 'settings', problem: 'it is not a list' };
    return { definitions: [], diagnostics: [report('BAD_DEFINITION', { args, span: locate([]) })] };
  }
  const definitions: SettingDefinition[] = [];
  const diagnostics: Diagnostic[] = [];
  value.forEach((item: unknown, index) => {
    const read = readDefinition(item, (path) => locate([index, ...path]), index);
    if (read.definition) definitions.push(read.definition);
    diagnostics.push(...read.diagnostics);
  });
  return { definitions, diagnostics: [...diagnostics, ...duplicateDefinitions(definitions)] };
}

const FIELDS = [
  'key',
  'kind',
  'summary',
  'example',
  'default',
  'defaultWhenSet',
  'values',
  'sensitive',
  'required',
] as const;

function readDefinition(item: unknown, locate: Locate, index: number) {
  const fields = readFields(item, FIELDS);
  const name = fields.text('key') ?? `number ${index + 1}`;
  const diagnostics: Diagnostic[] = [];
  const wrong = (problem: string, path: readonly string[] = [], hint?: string) => {
    const span = locate(path) ?? locate([]);
    diagnostics.push(report('BAD_DEFINITION', { args: { key: name, problem }, span, hint }));
  };
  for (const { field, problem } of fields.problems) wrong(problem, field === undefined ? [] : [field]);
  const [key, kind, summary] = [fields.text('key'), fields.text('kind'), fields.text('summary')];
  if (fields.isMap) checkNames({ key, kind, summary }, wrong);
  if (key === undefined || keyProblem(key) !== undefined || !isValueKind(kind)) return { diagnostics };
  const definition = definitionOf(
    { key, kind, summary: summary ?? '' },
    fields,
    locate(['key']) ?? locate([]),
  );
  checkValues(definition, wrong);
  return { definition, diagnostics };
}

type Wrong = (problem: string, path?: readonly string[], hint?: string) => void;

interface Names {
  readonly key: string | undefined;
  readonly kind: string | undefined;
  readonly summary: string | undefined;
}

function checkNames({ key, kind, summary }: Names, wrong: Wrong): void {
  const problem = key === undefined ? 'it has no key' : keyProblem(key);
  if (problem !== undefined) wrong(problem, ['key']);
  if (summary === undefined) wrong('it has no summary');
  if (isValueKind(kind)) return;
  const nearest = nearestKey(kind ?? '', VALUE_KINDS);
  const hint = nearest === undefined ? `Kinds are ${VALUE_KINDS.join(', ')}` : `Did you mean ${nearest}?`;
  wrong(kind === undefined ? 'it has no kind' : `${kind} is not a kind`, ['kind'], hint);
}

function definitionOf(
  names: { key: string; kind: ValueKind; summary: string },
  fields: Fields,
  span: Span | undefined,
): SettingDefinition {
  const optional = {
    example: fields.text('example'),
    default: fields.text('default'),
    defaultWhenSet: fields.texts('defaultWhenSet'),
    values: fields.list('values'),
    sensitive: fields.flag('sensitive'),
    required: fields.flag('required'),
    span,
  };
  return { ...names, ...(Object.fromEntries(present(optional)) as Partial<SettingDefinition>) };
}

function present(record: Readonly<Record<string, unknown>>): [string, unknown][] {
  return Object.entries(record).filter(([, value]) => value !== undefined);
}

function checkValues(definition: SettingDefinition, wrong: Wrong): void {
  const { kind, values } = definition;
  if (kind === 'enum' && (values === undefined || values.length === 0))
    wrong('an enum needs values', ['values']);
  if (kind !== 'enum' && values !== undefined) wrong('only an enum has values', ['values']);
  const templates: [string[], string | undefined][] = [
    [['example'], definition.example],
    [['default'], definition.default],
    ...Object.entries(definition.defaultWhenSet ?? {}).map<[string[], string]>(([other, text]) => [
      ['defaultWhenSet', other],
      text,
    ]),
  ];
  for (const [path, text] of templates) {
    if (text === undefined || (text === '' && path[0] === 'default') || placeholdersIn(text).length > 0)
      continue;
    const problem = valueProblem(text, definition);
    if (problem !== undefined) wrong(`its ${path.join('.')} does not fit kind ${kind}: ${problem}`, path);
  }
}

function duplicateDefinitions(definitions: readonly SettingDefinition[]): Diagnostic[] {
  const seen = new Map<string, SettingDefinition>();
  return definitions.flatMap((definition) => {
    const { key, span } = definition;
    const earlier = seen.get(key);
    if (earlier === undefined) {
      seen.set(key, definition);
      return [];
    }
    const related = earlier.span ? [{ message: `${key} is first defined here`, span: earlier.span }] : [];
    return [report('DUPLICATE_DEFINITION', { args: { key }, span, related })];
  });
}
