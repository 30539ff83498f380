import { existsSync, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** What a package may weigh where it is installed alone, and what may not come with it. */
const LIMITS = {
  '@kfdist/iam': {
    code: 150_000,
    apartFrom: /[\\/]data[\\/]/,
    without: ['@aws-sdk', '@smithy', 'yaml', 'js-yaml'],
  },
};

/** What is too heavy in an empty project with one package in it, each as one sentence; `undefined` if nothing is promised. */
export function weightProblems(name, folder) {
  const limits = LIMITS[name];
  if (limits === undefined) return undefined;
  const modules = join(folder, 'node_modules');
  const code = readdirSync(modules, { recursive: true })
    .filter((path) => path.endsWith('.js') && !limits.apartFrom.test(path))
    .reduce((sum, path) => sum + lstatSync(join(modules, path)).size, 0);
  return [
    ...(code > limits.code ? [`holds ${code} bytes of code; ${limits.code} are promised`] : []),
    ...limits.without.filter((other) => existsSync(join(modules, other))).map((other) => `brings ${other}`),
  ];
}
