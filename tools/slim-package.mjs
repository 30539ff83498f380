/**
 * Makes the built package of a folder small: its code without comments and long names, and for each entry one `api.d.ts` with all
 * declarations. The code stays in its files, so that bundlers still leave out what is not imported; so do the declarations of the
 * compiler, which the workspace reads and nobody publishes. What its `data` folder holds stays as it is.
 *
 *   node tools/slim-package.mjs packages/iam
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { rollUp } from './slim/roll-up.mjs';

const root = process.argv[2] ?? '.';
const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).filter(({ types }) => types !== undefined);
for (const path of readdirSync(dist, { recursive: true }).map((name) => join(dist, name)))
  if (path.endsWith('.js')) writeFileSync(path, isData(path) ? withoutMap(path) : minified(path));
for (const [path, text] of rolledUp(entries)) writeFileSync(join(root, path), text);

function isData(path) {
  return /[\\/]data[\\/]/.test(path);
}

function minified(path) {
  return transformSync(readFileSync(path, 'utf8'), { minify: true, format: 'esm', target: 'node20.19' }).code;
}

function withoutMap(path) {
  return readFileSync(path, 'utf8').replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
}

/** Entries after the first import from it what it exports. */
function rolledUp([first, ...others]) {
  const { text, names } = rollUp(declarationsOf(first));
  const rest = others.map((entry) => {
    const from = relative(dirname(entry.types), first.types).replace(/\.d\.ts$/, '.js');
    return [entry.types, rollUp(declarationsOf(entry), { names, from }).text];
  });
  return [[first.types, text], ...rest];
}

function declarationsOf({ default: code }) {
  return join(root, code.replace(/\.js$/, '.d.ts'));
}
