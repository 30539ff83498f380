import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { chosenDefault, defaultConditions } from './defaults.ts';
import type { Entry } from './entry.ts';
import { finish, MOST_CHARACTERS, type Outcome } from './outcome.ts';
import { placeholdersIn } from './placeholders.ts';
import { isSensitiveAmong } from './sensitivity.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import type { Setting } from './settings.ts';
import { nearestKey } from './suggest.ts';

/** What settings are made from. */
export interface Ingredients {
  readonly given: ReadonlyMap<string, Entry>;
  readonly declared: ReadonlyMap<string, SettingDefinition>;
  /** Keys about which a warning has been given. */
  readonly reported: ReadonlySet<string>;
}

/** The state of one evaluation. */
export interface Evaluation extends Ingredients {
  readonly outcomes: Map<string, Outcome>;
  readonly inCycle: Set<string>;
  readonly diagnostics: Diagnostic[];
  readonly isSensitive: (key: string) => boolean;
  /** Characters that values made from others may still take. */
  room: number;
}

/** Evaluates every given and declared key, each after what it names. */
export function evaluate(ingredients: Ingredients): {
  values: Map<string, Setting>;
  unset: Map<string, readonly string[]>;
  diagnostics: Diagnostic[];
} {
  const evaluation: Evaluation = {
    ...ingredients,
    outcomes: new Map(),
    inCycle: new Set(),
    diagnostics: [],
    isSensitive: isSensitiveAmong(ingredients.declared),
    room: MOST_CHARACTERS,
  };
  const keys = [...new Set([...ingredients.given.keys(), ...ingredients.declared.keys()])].toSorted();
  for (const key of keys) visit(key, evaluation);
  const values = new Map<string, Setting>();
  const unset = new Map<string, readonly string[]>();
  for (const key of keys) {
    const outcome = evaluation.outcomes.get(key);
    if (outcome?.setting) values.set(key, outcome.setting);
    else if (outcome) unset.set(key, outcome.waitsFor);
  }
  return { values, unset, diagnostics: evaluation.diagnostics };
}

interface Visit {
  readonly key: string;
  /** What has to be evaluated before the next step. */
  needs: readonly string[];
  next: number;
  /** Known once the conditions of the default are. */
  template?: { readonly text: string | undefined };
}

/** Depth first, with a stack of our own: chains of settings may be longer than the call stack is deep. */
function visit(start: string, evaluation: Evaluation): void {
  if (evaluation.outcomes.has(start)) return;
  const stack = [newVisit(start, evaluation)];
  const open = new Set([start]);
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const need = top.needs[top.next++];
    if (need !== undefined) {
      if (evaluation.outcomes.has(need)) continue;
      if (open.has(need)) closeCycle(stack, need, evaluation);
      else if (exists(need, evaluation)) {
        stack.push(newVisit(need, evaluation));
        open.add(need);
      } else nameUnknown(top.key, need, evaluation);
    } else if (top.template === undefined) chooseTemplate(top, evaluation);
    else {
      evaluation.outcomes.set(top.key, finish(top.key, top.template.text, evaluation));
      open.delete(top.key);
      stack.pop();
    }
  }
}

function newVisit(key: string, { given, declared }: Evaluation): Visit {
  const needs = given.has(key) ? [] : defaultConditions(key, declared.get(key));
  return { key, needs, next: 0 };
}

function chooseTemplate(visiting: Visit, evaluation: Evaluation): void {
  const { given, declared, outcomes } = evaluation;
  const { key } = visiting;
  const hasValue = (other: string) => (outcomes.get(other)?.setting?.text ?? '') !== '';
  const text = given.get(key)?.text ?? chosenDefault(key, declared.get(key), hasValue);
  visiting.template = { text };
  visiting.needs = text === undefined ? [] : placeholdersIn(text);
  visiting.next = 0;
}

function exists(key: string, { given, declared }: Ingredients): boolean {
  return given.has(key) || declared.has(key);
}

function closeCycle(stack: readonly Visit[], need: string, evaluation: Evaluation): void {
  const from = stack.findIndex(({ key }) => key === need);
  const keys = stack.slice(from).map(({ key }) => key);
  if (keys.every((key) => evaluation.inCycle.has(key))) return;
  for (const key of keys) evaluation.inCycle.add(key);
  const cycle = [...keys, need].join(' -> ');
  const places = keys.map((key) => ({ key, span: evaluation.given.get(key)?.valueSpan }));
  const span = places.find((place) => place.span)?.span ?? evaluation.declared.get(need)?.span;
  const related = places.flatMap(({ key, span: other }) =>
    other === undefined || other === span ? [] : [{ message: `${key} is part of the circle`, span: other }],
  );
  evaluation.diagnostics.push(report('CYCLIC_SETTING', { args: { key: need, cycle }, span, related }));
}

/** A value that names no setting is a mistake; a default that does waits for it. */
function nameUnknown(key: string, placeholder: string, evaluation: Evaluation): void {
  const entry = evaluation.given.get(key);
  if (entry === undefined) {
    evaluation.outcomes.set(placeholder, { waitsFor: [placeholder], isTainted: false });
    return;
  }
  if (entry.reported) return;
  const nearest = nearestKey(placeholder, [...evaluation.given.keys(), ...evaluation.declared.keys()]);
  const hint = nearest === undefined ? undefined : `Did you mean <<__${nearest}__>>?`;
  const args = { key, placeholder };
  evaluation.diagnostics.push(
    report('UNKNOWN_PLACEHOLDER_IN_SETTING', { args, span: entry.valueSpan, hint }),
  );
}
