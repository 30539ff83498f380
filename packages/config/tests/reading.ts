import type { Diagnostic, Span } from '@kfdist/diagnostics';
import { expect } from 'vitest';
import { parse } from 'yaml';
import {
  CONFIG_DIAGNOSTICS,
  type Entry,
  type ParsedEntries,
  parseCompatibility,
  parseDefinitions,
  parseSetupConf,
  parseSetupYaml,
  resolveSettings,
  type SettingDefinition,
} from '../src/index.ts';

export const conf = (text: string): ParsedEntries => parseSetupConf({ path: 'setup.conf', text });
export const yaml = (text: string): ParsedEntries => parseSetupYaml({ path: 'kfdist.yaml', text });

/** `key=text` with the type of everything that is not a string. */
export const shown = (entries: readonly Entry[]): string[] =>
  entries.map(({ key, text, type }) => `${key}=${text}${type === 'string' ? '' : `:${type}`}`);

/** The code of a diagnostic whose sentences have no gaps. */
function codeOf({ code, hint, related = [], args = {} }: Diagnostic): string {
  const catalog: Readonly<Record<string, { message: string; hint?: string }>> = CONFIG_DIAGNOSTICS;
  const sentences = `${catalog[code]?.message ?? '{unknown}'}${catalog[code]?.hint ?? ''}`;
  const names = Array.from(sentences.matchAll(/\{(\w+)\}/g), ([, name = '']) => name);
  // A purpose is known only of what is defined
  const gaps = names.filter((name) => name !== 'purpose' && (args[name] ?? '') === '');
  const texts = [hint, ...related.map(({ message }) => message)];
  expect([code, gaps, texts.includes('')]).toEqual([code, [], false]);
  return code;
}

export const codes = (diagnostics: readonly Diagnostic[]): string[] => diagnostics.map(codeOf);

/** What a span covers. */
export const under = (text: string, span: Span | undefined): string | undefined =>
  span && text.slice(span.start, span.end);

/** Codes with the text below the caret. */
export const marked = (text: string, diagnostics: readonly Diagnostic[]): string[] =>
  diagnostics.map((one) => `${codeOf(one)} ${JSON.stringify(under(text, one.span))}`);

/** Definitions from YAML such as `{ key: rds.port, kind: port }`; the summary may be left out. */
export function define(text: string): SettingDefinition[] {
  const items = (parse(text) as Record<string, unknown>[]).map((item) => ({ summary: 'A setting', ...item }));
  const { definitions, diagnostics } = parseDefinitions(items, () => undefined);
  if (diagnostics.length > 0) throw new Error(diagnostics.map(({ message }) => message).join('\n'));
  return definitions;
}

/** Resolves the text of a setup.conf or kfdist.yaml. */
export function resolve(
  text: string,
  { definitions = '[]', compatibility = '{}' }: { definitions?: string; compatibility?: string } = {},
) {
  const { entries, diagnostics } = text.includes('<<__') && text.includes('__>>=') ? conf(text) : yaml(text);
  const known = parseCompatibility(parse(compatibility), () => undefined);
  const resolved = resolveSettings(entries, {
    definitions: define(definitions),
    compatibility: known.compatibility,
  });
  return { ...resolved, entries, parseDiagnostics: diagnostics };
}

/** Values by key, as written into manifests. */
export const valuesOf = ({ settings }: ReturnType<typeof resolve>): Record<string, string> =>
  Object.fromEntries([...settings.values].map(([key, { text }]) => [key, text]));
