import { join } from 'node:path';
import { type Entry, parseOption, parseSettingsFile } from '@kfdist/config';
import {
  type Distribution,
  loadDistribution,
  planPlatform,
  type TreeFile,
  textFile,
  textOf,
} from '../src/index.ts';
import { readTree } from '../src/node/index.ts';

const root = join(import.meta.dirname, '..', '..', '..', 'tests');

/** The files of the small distribution, some replaced or added. */
export function fixtureFiles(changes: Readonly<Record<string, string>> = {}): readonly TreeFile[] {
  const files = new Map(readTree(join(root, 'fixture-distribution')).files.map((file) => [file.path, file]));
  for (const [path, text] of Object.entries(changes)) files.set(path, textFile(path, text));
  return [...files.values()];
}

/** The small distribution, loaded. */
export function fixtureDistribution(changes: Readonly<Record<string, string>> = {}): Distribution {
  const { distribution, diagnostics } = loadDistribution(fixtureFiles(changes));
  // A declaration that cannot be read would be left out, and a test of it pass for that reason
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics, null, 2));
  return distribution;
}

/** The entries of the fixture's settings, with options. */
export function fixtureEntries(...options: readonly string[]): readonly Entry[] {
  const text =
    textOf(readTree(root).files.find(({ path }) => path === 'fixture.yaml') ?? textFile('', '')) ?? '';
  const { entries } = parseSettingsFile({ path: 'fixture.yaml', text });
  return [...entries, ...options.flatMap((option) => parseOption(option).entry ?? [])];
}

/** The plan of the small distribution with the fixture's settings and some options. */
export function fixturePlan(options: readonly string[] = [], changes: Readonly<Record<string, string>> = {}) {
  const plan = planPlatform({
    entries: fixtureEntries(...options),
    distribution: fixtureDistribution(changes),
  });
  const text = (path: string) => textOf(plan.files.find((file) => file.path === path) ?? textFile('', ''));
  return { ...plan, text, codes: plan.diagnostics.map(({ code }) => code) };
}
