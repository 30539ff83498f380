import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What a package may weigh where it is installed alone, in bytes apart from its data: the code that an import can load, and all
 * files, which are that and declarations, source maps, licences and READMEs; and what may not come with it.
 */
export const LIMITS = {
  '@kfdist/iam': {
    code: 150_000,
    files: 260_000,
    apartFrom: /[\\/]data[\\/]/,
    without: ['@aws-sdk', '@smithy', 'yaml', 'js-yaml'],
  },
};

/** What is promised of a package, and what it weighs in an empty project with it alone; `undefined` if nothing is promised. */
export function weightOf(name, folder) {
  const limits = LIMITS[name];
  if (limits === undefined) return undefined;
  const modules = join(folder, 'node_modules');
  const files = readdirSync(modules, { recursive: true })
    .filter((path) => !path.startsWith('.') && !limits.apartFrom.test(path))
    .map((path) => ({ path, stat: lstatSync(join(modules, path)) }))
    .filter(({ stat }) => stat.isFile());
  const sum = (some) => some.reduce((total, { stat }) => total + stat.size, 0);
  return { limits, code: sum(files.filter(({ path }) => path.endsWith('.js'))), files: sum(files) };
}

/** What is too heavy in an empty project with one package in it, each as one sentence; `undefined` if nothing is promised. */
export function weightProblems(name, folder) {
  const weight = weightOf(name, folder);
  if (weight === undefined) return undefined;
  const { limits } = weight;
  const tooMuch = ['code', 'files'].filter((what) => weight[what] > limits[what]);
  return [
    ...tooMuch.map((what) => `holds ${weight[what]} bytes of ${what}; ${limits[what]} are promised`),
    ...limits.without
      .filter((other) => existsSync(join(folder, 'node_modules', other)))
      .map((other) => `brings ${other}`),
  ];
}
