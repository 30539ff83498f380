/**
 * Makes the built package of a folder small: its code without comments and long names, source maps that know lines alone, and for
 * each entry one `api.d.ts` with all declarations. The code stays in its files, so that bundlers still leave out what is not imported;
 * so do the declarations of the compiler, which the workspace reads and nobody publishes. What its `data` folder holds stays as it is.
 *
 *   node tools/slim-package.mjs packages/iam
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { transformSync } from 'esbuild';
import { lineMap } from './slim/line-map.mjs';
import { rollUp } from './slim/roll-up.mjs';

const MAP_COMMENT = /^\/\/# sourceMappingURL=.*\n?/m;
const root = process.argv[2] ?? '.';
const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).filter(({ types }) => types !== undefined);
for (const path of readdirSync(dist, { recursive: true }).map((name) => join(dist, name)))
  if (path.endsWith('.js')) (isData(path) ? leaveOutMap : minify)(path);
for (const [path, text] of rolledUp(entries)) writeFileSync(join(root, path), text);

function isData(path) {
  return /[\\/]data[\\/]/.test(path);
}

function minify(path) {
  const { code, map } = transformSync(withMapInside(path), {
    minify: true,
    format: 'esm',
    target: 'node20.19',
    sourcefile: path,
    sourcemap: 'external',
    sourcesContent: false,
  });
  writeFileSync(path, `${code}//# sourceMappingURL=${basename(path)}.map\n`);
  writeFileSync(`${path}.map`, JSON.stringify(lineMap(JSON.parse(map))));
}

/** With the compiler's map as esbuild reads it: so the new one leads to the source, not to what the compiler made of it. */
function withMapInside(path) {
  const map = `data:application/json;base64,${readFileSync(`${path}.map`).toString('base64')}`;
  return readFileSync(path, 'utf8').replace(MAP_COMMENT, `//# sourceMappingURL=${map}`);
}

function leaveOutMap(path) {
  writeFileSync(path, readFileSync(path, 'utf8').replace(MAP_COMMENT, ''));
  rmSync(`${path}.map`);
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
