import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Every workspace that is published, with its folder and its `package.json`.
 * @param {string} root
 * @returns {{ name: string, folder: string, manifest: any }[]}
 */
export function workspaces(root) {
  const { workspaces: patterns } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const folders = patterns.flatMap((pattern) =>
    pattern.endsWith('/*')
      ? readdirSync(join(root, pattern.slice(0, -2))).map((name) => join(pattern.slice(0, -2), name))
      : [pattern],
  );
  return folders
    .filter((folder) => existsSync(join(root, folder, 'package.json')))
    .map((folder) => ({
      folder,
      manifest: JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')),
    }))
    .filter(({ manifest }) => manifest.private !== true)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
}

/** The names of a package and of the packages of the workspace that it is installed with. */
export function closure(name, packages) {
  const found = new Set();
  const visit = (one) => {
    if (found.has(one)) return;
    found.add(one);
    const { dependencies = {} } = packages.find((candidate) => candidate.name === one).manifest;
    for (const other of Object.keys(dependencies)) if (packages.some((p) => p.name === other)) visit(other);
  };
  visit(name);
  return [...found];
}

/** What can be imported from a package: `@kfdist/iam`, `@kfdist/iam/aws`. */
export function entriesOf({ name, manifest }) {
  return Object.keys(manifest.exports ?? {})
    .filter((path) => path !== './package.json')
    .map((path) => name + path.slice(1));
}
