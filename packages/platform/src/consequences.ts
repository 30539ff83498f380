import type { Entry } from '@kfdist/config';
import { type Diagnostic, hasErrors, type Span } from '@kfdist/diagnostics';
import { type PlannedRoles, waitingRoles } from './roles.ts';

/** What each step of a plan reports. */
export interface StepDiagnostics {
  readonly entries: readonly Entry[];
  readonly settings: readonly Diagnostic[];
  readonly selection: readonly Diagnostic[];
  readonly components: readonly Diagnostic[];
  /** About the cluster and its place in the repository. */
  readonly cluster: readonly Diagnostic[];
  readonly missing: readonly Diagnostic[];
  readonly secrets: readonly Diagnostic[];
  readonly roles: PlannedRoles;
}

/** All diagnostics, in the order of the steps, without those that only follow from another one. */
export function withoutConsequences(found: StepDiagnostics): readonly Diagnostic[] {
  const { entries, settings, selection, roles } = found;
  const lists = keysGivenAsLists(settings);
  const missing = found.missing.filter(({ args }) => !lists.has(args?.key ?? ''));
  const keys = new Set(missing.flatMap(({ args }) => args?.key ?? []));
  const faulty = entries.filter(({ reported }) => reported);
  const isSound = missing.length + faulty.length === 0 && !hasErrors([...settings, ...selection]);
  const wrong = wrongPlaces(settings, faulty);
  return [
    ...settings.filter(({ code, args }) => code !== 'MISSING_SETTING' || !keys.has(args?.key ?? '')),
    ...selection.filter(({ span }) => !isReported(span, settings)),
    ...found.components.filter((one) => !followsFromChoice(one, selection)),
    ...found.cluster.filter(({ code }) => isSound || !MADE.has(code)),
    ...missing,
    // Secrets made from missing or wrong settings are wrong for that reason alone
    ...(isSound ? found.secrets : []),
    ...roles.diagnostics.filter((one) => !isExplained(one, wrong)),
    ...waitingRoles(roles, new Set([...lists, ...keys])),
  ];
}

/** About what is made from several settings. */
const MADE: ReadonlySet<string> = new Set(['PATH_OUTSIDE', 'BAD_HOST', 'HOST_TAKEN', 'DOMAIN_OUTSIDE_ZONE']);

/** A choice that is no member is reported once, as a value of the wrong kind. */
function isReported(span: Span | undefined, diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some(
    ({ code, span: other }) => code === 'BAD_VALUE' && span !== undefined && isSame(span, other),
  );
}

/** Where a group has no valid choice, names and paths that are made from the choice lead nowhere. */
function followsFromChoice({ code }: Diagnostic, selection: readonly Diagnostic[]): boolean {
  return (
    ['UNKNOWN_SETTING_IN_COMPONENT', 'MISSING_FILE'].includes(code) &&
    selection.some((found) => found.code.endsWith('_CHOICE'))
  );
}

/** Keys that want one value and have a list, or the other way round, are not missing: that is reported. */
function keysGivenAsLists(settings: readonly Diagnostic[]): ReadonlySet<string> {
  return new Set(settings.flatMap(({ code, args }) => (code === 'BAD_LIST' ? (args?.key ?? []) : [])));
}

const WRONG_VALUES: ReadonlySet<string> = new Set(['BAD_VALUE', 'UNKNOWN_PLACEHOLDER_IN_SETTING']);

/** Where values are of the wrong kind, or have been found faulty when they were read. */
function wrongPlaces(
  settings: readonly Diagnostic[],
  faulty: readonly Entry[],
): readonly (Span | undefined)[] {
  return [
    ...settings.filter(({ code }) => WRONG_VALUES.has(code)).map(({ span }) => span),
    ...faulty.map(({ span, valueSpan }) => ({ ...span, end: valueSpan.end })),
  ];
}

/** A wrong value is no news, nor is what is made from it. */
function isExplained({ code, span }: Diagnostic, wrong: readonly (Span | undefined)[]): boolean {
  if (code !== 'BAD_INPUT') return false;
  return wrong.some((other) => span === undefined || (other !== undefined && overlaps(span, other)));
}

function overlaps(a: Span, b: Span): boolean {
  return a.path === b.path && a.start <= b.end && b.start <= a.end;
}

function isSame(a: Span, b: Span | undefined): boolean {
  return a.path === b?.path && a.start === b.start;
}
