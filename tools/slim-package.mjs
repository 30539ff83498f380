/**
 * Makes the built package of a folder small: its code without comments and long names, only the declarations that its entries
 * lead to, and no word of source maps, which are not published. What its `data` folder holds stays as it is.
 *
 *   node tools/slim-package.mjs packages/iam
 */
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from 'esbuild';

const root = process.argv[2] ?? '.';
const dist = join(root, 'dist');
const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const entries = Object.values(exports).flatMap(({ types }) =>
  types === undefined ? [] : [join(root, types)],
);
const declarations = reachable(entries);
for (const path of readdirSync(dist, { recursive: true }).map((name) => join(dist, name))) {
  if (path.endsWith('.d.ts'))
    if (declarations.has(path)) writeFileSync(path, withoutMap(readFileSync(path, 'utf8')));
    else rmSync(path);
  if (path.endsWith('.js') && !/[\\/]data[\\/]/.test(path)) writeFileSync(path, minified(path));
}

function minified(path) {
  return transformSync(readFileSync(path, 'utf8'), { minify: true, format: 'esm', target: 'node20.19' }).code;
}

function withoutMap(text) {
  return text.replace(/^\/\/# sourceMappingURL=.*\n?/m, '');
}

/** The files that declarations lead to by relative imports. */
function reachable(paths, seen = new Set()) {
  for (const path of paths) {
    if (seen.has(path) || !existsSync(path)) continue;
    seen.add(path);
    const text = readFileSync(path, 'utf8');
    const found = [...text.matchAll(/(?:from |import\()'(\.[^']+)'/g)].map(([, name]) =>
      join(dirname(path), name.replace(/\.[jt]s$/, '.d.ts')),
    );
    reachable(found, seen);
  }
  return seen;
}
