import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { report } from './codes.ts';

/** What selection knows of a component. */
export interface Selectable {
  readonly name: string;
  /** The pick-one group this component is a member of. */
  readonly provides?: string | undefined;
  /** Whether it is selected when nobody says otherwise; members of a group are selected by the group. */
  readonly enabled?: boolean | undefined;
  /** Components or groups that must be selected too, and come first. */
  readonly needs: readonly string[];
  /** Components or groups that come first if they are selected. */
  readonly after: readonly string[];
  readonly span?: Span | undefined;
}

/** A pick-one group: each choice names the members that it selects. */
export interface Group {
  readonly name: string;
  /** For example `{ dex: ['dex'], both: ['trainer', 'training-operator'], none: [] }`. */
  readonly choices: Readonly<Record<string, readonly string[]>>;
}

/** What the settings say: `components.<group>: <choice>` or `components.<component>: true | false`. */
export interface Choice {
  readonly name: string;
  readonly value: string;
  /** Whether the user wrote it, rather than a default. */
  readonly explicit: boolean;
  readonly span?: Span | undefined;
}

/** All there is to choose from. */
export interface Catalog<Component extends Selectable> {
  readonly components: readonly Component[];
  readonly groups: readonly Group[];
}

/** The selected components in the order of the catalog, and what is wrong with the selection. */
export interface Selection<Component extends Selectable> {
  readonly selected: readonly Component[];
  /** The choice of each group that has one. */
  readonly chosen: ReadonlyMap<string, string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Applies the choices to the catalog: one choice in each group, the other components as switched, all needs present.
 *
 * @example
 * select({ components: [dex, keycloak, dashboard], groups: [authentication] }, choices).selected.map(({ name }) => name);
 * //=> ['dex', 'dashboard']
 */
export function select<Component extends Selectable>(
  catalog: Catalog<Component>,
  choices: readonly Choice[],
): Selection<Component> {
  const chosen = new Map(choices.map((choice) => [choice.name, choice]));
  const inGroups = catalog.groups.map((group) => selectGroup(group, chosen));
  const names = new Set(inGroups.flatMap(({ members }) => members));
  for (const { name, provides, enabled = true } of catalog.components) {
    if (provides !== undefined) continue;
    const value = chosen.get(name)?.value;
    // A value that is neither is a mistake of its own, and what needs the component is not missing it
    if (value === 'true' || (value !== 'false' && enabled)) names.add(name);
  }
  const selected = catalog.components.filter(({ name }) => names.has(name));
  const diagnostics = [
    ...inGroups.flatMap((group) => group.diagnostics),
    ...checkNames(catalog),
    ...checkNeeds(
      catalog,
      selected,
      new Set(inGroups.filter((one) => one.option === undefined).map((one) => one.name)),
    ),
  ];
  const options = inGroups.flatMap(({ name, option }) =>
    option === undefined ? [] : [[name, option] as const],
  );
  return { selected, chosen: new Map(options), diagnostics };
}

interface GroupSelection {
  readonly name: string;
  readonly option?: string;
  readonly members: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

type Choices = ReadonlyMap<string, Choice>;

function selectGroup(group: Group, chosen: Choices): GroupSelection {
  const choice = chosen.get(group.name);
  const members = [...new Set(Object.values(group.choices).flat())];
  const switched = members.flatMap((member) => chosen.get(member) ?? []).filter(({ explicit }) => explicit);
  const on = switched.filter(({ value }) => value === 'true').map(({ name }) => name);
  const off = new Set(switched.filter(({ value }) => value === 'false').map(({ name }) => name));
  const args = { group: group.name, members: Object.keys(group.choices).join(', ') };
  const byGroup =
    choice && Object.hasOwn(group.choices, choice.value) ? (group.choices[choice.value] ?? []) : undefined;
  if (choice && byGroup === undefined)
    return {
      name: group.name,
      members: [],
      diagnostics: [report('UNKNOWN_CHOICE', { args: { ...args, name: choice.value }, span: choice.span })],
    };
  const keeps = choice?.explicit === true || on.every((name) => byGroup?.includes(name));
  const counted = keeps ? (byGroup ?? []).filter((name) => !off.has(name)) : [];
  const result = [...new Set([...counted, ...on])];
  const option = optionFor(group, { choice, result, on, off });
  if (option !== undefined)
    return { name: group.name, option, members: group.choices[option] ?? [], diagnostics: [] };
  const span = switched[0]?.span ?? choice?.span;
  const diagnostic =
    result.length === 0
      ? report('MISSING_CHOICE', { args, span })
      : report('CONFLICTING_CHOICE', { args: { ...args, chosen: result.join(' and ') }, span });
  return { name: group.name, members: result, diagnostics: [diagnostic] };
}

interface Switched {
  readonly choice: Choice | undefined;
  /** The members of the choice, with those switched on and without those switched off. */
  readonly result: readonly string[];
  readonly on: readonly string[];
  readonly off: ReadonlySet<string>;
}

/** The choice that is meant: the one with these members, else one that a switched member stands for as a whole. */
function optionFor({ choices }: Group, { choice, result, on, off }: Switched): string | undefined {
  // Two choices may have the same members: the one that was asked for counts
  const names = [...(choice ? [choice.value] : []), ...Object.keys(choices)];
  const membersOf = (name: string) => choices[name] ?? [];
  const exact = names.find((name) => sameSet(membersOf(name), result));
  if (exact !== undefined || choice?.explicit === true) return exact;
  return names.find((name) =>
    on.length === 0
      ? membersOf(name).every((member) => result.includes(member))
      : on.every((member) => membersOf(name).includes(member)) &&
        !membersOf(name).some((member) => off.has(member)),
  );
}

function sameSet(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((name) => b.includes(name));
}

function checkNames({ components, groups }: Catalog<Selectable>): Diagnostic[] {
  const known = new Set([...components, ...groups].map(({ name }) => name));
  return components.flatMap((component) =>
    [...component.needs, ...component.after]
      .filter((name) => !known.has(name))
      .map((name) =>
        report('UNKNOWN_COMPONENT', { args: { component: component.name, name }, span: component.span }),
      ),
  );
}

/** A need of a group without a valid choice is not missing: the choice is. */
function checkNeeds(
  { components, groups }: Catalog<Selectable>,
  selected: readonly Selectable[],
  undecided: ReadonlySet<string>,
): Diagnostic[] {
  const known = new Set([...components, ...groups].map(({ name }) => name));
  const groupNames = new Set(groups.map(({ name }) => name));
  const present = new Set(selected.flatMap(({ name, provides = name }) => [name, provides]));
  return selected.flatMap((component) =>
    component.needs
      .filter((name) => known.has(name) && !present.has(name) && !undecided.has(name))
      .map((name) =>
        report('MISSING_NEED', {
          args: { component: component.name, name },
          span: component.span,
          hint: groupNames.has(name)
            ? `Choose a member with components.${name}, or deselect ${component.name}.`
            : undefined,
        }),
      ),
  );
}
