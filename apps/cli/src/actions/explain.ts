import { ARGOCD_DIAGNOSTICS } from '@kfdist/argocd';
import {
  CONFIG_DIAGNOSTICS,
  explainSetting,
  nearestKey,
  type Explanation as SettingExplanation,
} from '@kfdist/config';
import { CREDENTIALS_DIAGNOSTICS } from '@kfdist/credentials';
import type { Diagnostic, DiagnosticDefinition } from '@kfdist/diagnostics';
import { IAM_DIAGNOSTICS } from '@kfdist/iam';
import { MANIFESTS_DIAGNOSTICS } from '@kfdist/manifests';
import { type Component, PLATFORM_CHECKS, PLATFORM_DIAGNOSTICS } from '@kfdist/platform';
import { VERIFY_DIAGNOSTICS } from '@kfdist/verify';
import { CLI_DIAGNOSTICS, report } from '../codes.ts';
import type { Context } from '../context.ts';
import type { PlatformFlags } from '../flags.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { oneLine, printResult, type Result, table } from '../print.ts';
import { shownPath } from '../shown-path.ts';

const CATALOGS: Readonly<Record<string, DiagnosticDefinition>> = {
  ...CLI_DIAGNOSTICS,
  ...CONFIG_DIAGNOSTICS,
  ...MANIFESTS_DIAGNOSTICS,
  ...ARGOCD_DIAGNOSTICS,
  ...CREDENTIALS_DIAGNOSTICS,
  ...IAM_DIAGNOSTICS,
  ...PLATFORM_DIAGNOSTICS,
  ...VERIFY_DIAGNOSTICS,
};

type Explanation = Pick<Result, 'kind' | 'data' | 'lines'>;
const NO_FINDINGS = { diagnostics: [], sources: () => [] };

/** Explains a setting, a component or the code of a diagnostic. */
export function explain(this: Context, flags: PlatformFlags, name?: string): void {
  const ofCode = name === undefined ? undefined : explainCode(name);
  if (ofCode !== undefined) return printResult(this, flags.output, { ...ofCode, ...NO_FINDINGS });
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  if (platform === undefined)
    return printResult(this, flags.output, {
      kind: 'Explanation',
      data: {},
      lines: () => [],
      diagnostics,
      sources,
    });
  const found =
    name === undefined
      ? explainAll(this, platform)
      : (explainKey(platform, name) ??
        explainComponent(platform, name) ??
        explainCheck(name) ??
        explainBelow(this, platform, name));
  if (found !== undefined) return printResult(this, flags.output, { ...found, ...NO_FINDINGS });
  const unknown = [nothingKnown(platform, name ?? '')];
  printResult(this, flags.output, {
    kind: 'Explanation',
    data: {},
    lines: () => [],
    diagnostics: unknown,
    sources,
  });
}

function explainCode(code: string): Explanation | undefined {
  const definition = Object.hasOwn(CATALOGS, code) ? CATALOGS[code] : undefined;
  if (definition === undefined) return undefined;
  const { severity, message, hint, explanation } = definition;
  return {
    kind: 'DiagnosticExplanation',
    data: { code, severity, message, hint, explanation },
    lines: () => [
      `${code} (${severity})`,
      ...(explanation === undefined ? [] : ['', explanation]),
      '',
      `  ${message}`,
      ...(hint === undefined ? [] : [`  ${hint}`]),
    ],
  };
}

/** Every setting that could be given: with a value or without, and those of lists that are empty. */
function knownKeys({ plan: { settings } }: Platform): readonly string[] {
  const keys = new Set([...settings.values.keys(), ...settings.unset.keys()]);
  const patterns = new Set([...keys].map((key) => key.replaceAll(/\.\d+(?=\.|$)/g, '.*')));
  const ofEmptyLists = settings.definitions.map(({ key }) => key).filter((key) => !patterns.has(key));
  // Members of a group are selected by the group
  return [...keys, ...new Set(ofEmptyLists)].filter(
    (key) => settings.values.has(key) || !key.startsWith('components.'),
  );
}

function explainAll(context: Context, platform: Platform): Explanation {
  return explainKeys(context, platform, knownKeys(platform));
}

/** The settings below a name, such as `rds`. */
function explainBelow(context: Context, platform: Platform, name: string): Explanation | undefined {
  const keys = knownKeys(platform).filter((key) => key.startsWith(`${name}.`));
  return keys.length === 0 ? undefined : explainKeys(context, platform, keys);
}

function explainKeys(context: Context, { plan, location }: Platform, keys: readonly string[]): Explanation {
  const explained = keys.toSorted().flatMap((key) => explainSetting(plan.settings, key) ?? []);
  return {
    kind: 'SettingsExplanation',
    data: { distribution: shownPath(context, location.folder), why: location.why, settings: explained },
    lines: () => [
      `Distribution: ${shownPath(context, location.folder)} (${location.why})`,
      '',
      ...table([
        ['SETTING', 'FROM', 'VALUE'],
        ...explained.map(({ key, origin = 'unset', value = '' }) => [key, origin, oneLine(value)]),
      ]),
    ],
  };
}

function nothingKnown(platform: Platform, name: string): Diagnostic {
  const components = platform.distribution.components.map((component) => component.name);
  const checks = PLATFORM_CHECKS.map(({ id }) => id);
  const nearest =
    nearestKey(name, [...knownKeys(platform), ...components, ...checks]) ??
    Object.keys(CATALOGS).find((code) => code === name.toUpperCase());
  const hint = nearest === undefined ? undefined : `Did you mean ${nearest}?`;
  return report('NOTHING_KNOWN', { args: { name }, hint });
}

function explainKey({ plan }: Platform, key: string): Explanation | undefined {
  const explained = explainSetting(plan.settings, key);
  if (explained === undefined) return undefined;
  return {
    kind: 'SettingExplanation',
    data: { setting: explained },
    lines: () => settingLines(explained, ''),
  };
}

function settingLines(setting: SettingExplanation, indent: string): readonly string[] {
  const { key, value, example, waitsFor = [], summary, uses } = setting;
  const isFirst = indent === '';
  return [
    value === undefined ? `${indent}${key} has no value` : `${indent}${key} = ${oneLine(value)}`,
    ...(isFirst && summary !== undefined ? [`  ${summary}`] : []),
    ...(value === undefined ? [] : [`${indent}  from ${originOf(setting)}`]),
    ...(waitsFor.some((other) => other !== key)
      ? [`${indent}  its default waits for ${waitsFor.join(', ')}`]
      : []),
    ...(isFirst && value === undefined && example !== undefined ? [`  for example ${example}`] : []),
    ...uses.flatMap((used) => settingLines(used, `${indent}    `)),
  ];
}

function originOf({ origin, span, template }: SettingExplanation): string {
  const place =
    origin === 'default' ? 'its default' : origin === 'option' ? '--set' : (span?.path ?? 'a file');
  return template === undefined ? place : `${place}: ${oneLine(template)}`;
}

function explainComponent({ distribution, plan }: Platform, name: string): Explanation | undefined {
  const component = distribution.components.find((one) => one.name === name);
  if (component === undefined) return undefined;
  const planned = plan.components.find((one) => one.name === name);
  const { summary, category, needs, after, provides, source } = component;
  const names = [name, ...(provides === undefined ? [] : [provides])];
  const neededBy = plan.components
    .filter((other) => other.needs.some((need) => names.includes(need)))
    .map((other) => other.name);
  const data = {
    name,
    summary,
    category,
    needs,
    after,
    neededBy,
    provides,
    source,
    selected: planned !== undefined,
    wave: planned?.wave,
  };
  return {
    kind: 'ComponentExplanation',
    data,
    lines: () => componentLines(component, planned?.wave, neededBy),
  };
}

/** A check of doctor, by its id. */
function explainCheck(id: string): Explanation | undefined {
  const check = PLATFORM_CHECKS.find((one) => one.id === id);
  if (check === undefined) return undefined;
  const { title, needs, severity, hint, isPre } = check;
  const rows = [
    ['  asked', isPre ? 'by kfdist doctor, also with --pre' : 'by kfdist doctor, not with --pre'],
    ['  otherwise', severity === 'error' ? 'failed' : 'warning'],
    ...(needs.length === 0 ? [] : [['  needs', needs.join(', ')]]),
  ];
  return {
    kind: 'CheckExplanation',
    data: { id, title, needs, severity, hint, isPre },
    lines: () => [id, `  ${title}`, '', ...table(rows), '', `  ${hint}`],
  };
}

function componentLines(
  component: Component,
  wave: number | undefined,
  neededBy: readonly string[],
): readonly string[] {
  const { name, summary, category, needs, after, provides, settings, serviceAccounts, secrets } = component;
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['category', [category]],
    ['selected', [wave === undefined ? 'no' : `yes, in wave ${wave}`]],
    ['one of', provides === undefined ? [] : [provides]],
    ['needs', needs],
    ['after', after],
    ['needed by', neededBy],
    ['settings', settings.map(({ key }) => key)],
    ['roles', serviceAccounts.map(({ role }) => role)],
    ['secrets', secrets.map((secret) => secret.name)],
  ];
  const shown = rows
    .filter(([, values]) => values.length > 0)
    .map(([title, values]) => [`  ${title}`, values.join(', ')]);
  return [name, `  ${summary}`, '', ...table(shown)];
}
