import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Entry, parseOption, parseSettingsFile } from '@kfdist/config';
import { loadDistribution, type PlatformPlan, planPlatform, textOf } from '../src/index.ts';
import { readDistribution } from '../src/node/index.ts';

const repository = join(import.meta.dirname, '..', '..', '..');
/** The whole distribution. */
export const { distribution } = loadDistribution(
  readDistribution(join(repository, 'distribution'), { cwd: repository }),
);
/** The entries of the example of the README. */
export const example = parseSettingsFile({
  path: 'kfdist.yaml',
  text: readFileSync(join(repository, 'examples', 'kfdist.yaml'), 'utf8'),
}).entries;

/** Settings more, as `--set` takes them. */
export const options = (...texts: readonly string[]): readonly Entry[] =>
  texts.flatMap((text) => parseOption(text).entry ?? []);
/** The plan of the whole distribution. */
export const planned = (entries: readonly Entry[]) => planPlatform({ entries, distribution });
/** The plan of the example with options, and with the examples of the settings that they ask for. */
export function plannedAsking(...texts: readonly string[]): PlatformPlan {
  const entries = [...example, ...options(...texts)];
  const { diagnostics, definitions } = planned(entries);
  const asked = diagnostics.flatMap(({ code, args }) => (code === 'MISSING_SETTING' ? [args?.key] : []));
  const examples = definitions
    .filter(({ key }) => asked.includes(key))
    .map((one) => `${one.key}=${one.example}`);
  return planned([...entries, ...options(...examples)]);
}
/** The example without some of its settings. */
export const without = (...keys: readonly string[]) => example.filter(({ key }) => !keys.includes(key));
/** The codes of what is wrong. */
export const codes = ({ diagnostics }: Pick<PlatformPlan, 'diagnostics'>) =>
  diagnostics.map(({ code }) => code);
/** The text of a file of a plan, empty if there is none. */
export const textAt = ({ files }: Pick<PlatformPlan, 'files'>, path: string) =>
  files.flatMap((file) => (file.path === path ? (textOf(file) ?? '') : [])).join('');

/** The ARNs that manifests and values say, outside the files about the roles themselves. */
export function annotated({ files }: Pick<PlatformPlan, 'files'>): readonly string[] {
  const texts = files.filter(({ path }) => !path.startsWith('iam/')).map((file) => textOf(file) ?? '');
  const found = [...texts.join('\n').matchAll(/(?:eks\.amazonaws\.com\/role-arn|awsIamRole): (\S+)/g)];
  return [...new Set(found.map(([, arn = '']) => arn))].toSorted();
}
