/**
 * Fails when a package reaches where it may not: another package outside the table below, or the machine
 * (`node:*`, process, clock, randomness, AWS clients) outside its edge folders.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Who may depend on whom. The six in the middle do not know each other. */
export const ALLOWED = {
  diagnostics: [],
  config: ['diagnostics'],
  manifests: ['diagnostics'],
  iam: ['diagnostics'],
  credentials: ['diagnostics'],
  argocd: ['diagnostics'],
  verify: ['diagnostics'],
  platform: ['diagnostics', 'config', 'manifests', 'iam', 'credentials', 'argocd', 'verify'],
  cli: [
    'diagnostics',
    'config',
    'manifests',
    'iam',
    'credentials',
    'argocd',
    'verify',
    'platform',
    'distribution',
  ],
  distribution: [],
};

/** Folders of `src/` that may touch the machine; each is a subpath export of its package. */
const EDGES = ['aws', 'cluster', 'build', 'node', 'seal', 'kubeseal'];

const MACHINE = [
  [/from '(node:[\w/]+|fs|path|crypto|os|child_process)'/, 'imports $1'],
  [/import\('(node:[\w/]+)'\)/, 'imports $1'],
  [/from '(@aws-sdk\/[\w-]+)'/, 'imports $1'],
  [/\b(process)\.(env|argv|cwd|exit|std\w+|hrtime|platform)\b/, 'uses $1.$2'],
  [/\b(Date\.now|Math\.random|performance\.now|crypto\.getRandomValues|setTimeout|fetch)\(/, 'calls $1'],
  [/\bnew Date\(\)/, 'reads the clock'],
];

/**
 * The rules broken by a set of packages, each as one sentence.
 * @param {{ name: string, dependencies: string[], files: { path: string, text: string }[] }[]} packages
 */
export function violations(packages) {
  return packages.flatMap(({ name, dependencies, files }) => {
    const allowed = ALLOWED[name];
    if (allowed === undefined) return [`${name} is not in the table of tools/boundaries.mjs`];
    const edges = dependencies.filter((other) => !allowed.includes(other));
    return [
      ...edges.map((other) => `${name} may not depend on ${other}`),
      ...(name === 'cli' ? [] : files.flatMap((file) => reaches(file, name))),
    ];
  });
}

function reaches({ path, text }, name) {
  const inside = path.split('/src/')[1] ?? path;
  const foreign = [...text.matchAll(/from '@kfdist\/([\w-]+)/g)]
    .map(([, other]) => other)
    .filter((other) => other !== name && !ALLOWED[name].includes(other))
    .map((other) => `${path} may not import @kfdist/${other}`);
  if (EDGES.includes(inside.split('/')[0])) return foreign;
  const machine = MACHINE.flatMap(([pattern, sentence]) => {
    const found = pattern.exec(text);
    return found
      ? [`${path} ${sentence.replace('$1', found[1]).replace('$2', found[2])} outside an edge folder`]
      : [];
  });
  return [...foreign, ...machine];
}

function readPackages(root) {
  const folders = ['packages', 'apps'].flatMap((group) =>
    readdirSync(join(root, group)).map((name) => join(group, name)),
  );
  return [...folders, 'distribution'].map((folder) => {
    const {
      name,
      dependencies = {},
      devDependencies = {},
    } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    const own = Object.keys({ ...dependencies, ...devDependencies }).filter((key) =>
      key.startsWith('@kfdist/'),
    );
    return {
      name: name.slice(8),
      dependencies: own.map((key) => key.slice(8)),
      files: sources(root, join(folder, 'src')),
    };
  });
}

function sources(root, folder) {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ path: join(folder, file), text: readFileSync(join(root, folder, file), 'utf8') }));
}

if (process.argv[1] === import.meta.filename) {
  const found = violations(readPackages(join(import.meta.dirname, '..')));
  for (const sentence of found) console.error(sentence);
  if (found.length > 0) process.exitCode = 1;
  else console.log('boundaries hold');
}
