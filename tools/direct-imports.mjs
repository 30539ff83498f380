/**
 * Lets each source import from the module that defines a name rather than from the index of its package. The bundler counts
 * everything that an index exports as needed by whoever imports one name of it, so that every command would load the whole
 * workspace.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const packages = join(import.meta.dirname, '..', 'packages');
const IMPORT = /^import (type )?\{([^}]*)\} from '(@kfdist\/[^']+)';/gm;
const EXPORT = /^export (type )?\{([^}]*)\} from '(\.[^']+)';/gm;

/** The esbuild plugin. */
export function directImports() {
  const indexes = readIndexes();
  return {
    name: 'direct-imports',
    setup: ({ onLoad }) =>
      onLoad({ filter: /[\\/](packages|apps)[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(IMPORT, (statement, type, names, from) =>
          type !== undefined ? statement : directly(names, { from, index: indexes.get(from) }),
        ),
        loader: 'ts',
      })),
  };
}

/** On the line of the original, so that source maps stay right. */
function directly(names, { from, index }) {
  return namesOf(names)
    .filter((name) => !name.startsWith('type '))
    .map((name) => `import { ${name} } from ${JSON.stringify(index?.get(name.split(' as ')[0]) ?? from)};`)
    .join(' ')
    .concat('\n'.repeat(names.split('\n').length - 1));
}

/** The file of each name that an index exports, by what the index is imported as. */
function readIndexes() {
  return new Map(
    readdirSync(packages).flatMap((name) => {
      const { exports } = JSON.parse(readFileSync(join(packages, name, 'package.json'), 'utf8'));
      return Object.entries(exports).flatMap(([entry, { '@kfdist/source': source }]) =>
        source === undefined ? [] : [[join('@kfdist', name, entry), readIndex(join(packages, name, source))]],
      );
    }),
  );
}

function readIndex(path) {
  return new Map(
    [...readFileSync(path, 'utf8').matchAll(EXPORT)].flatMap(([, type, names, from]) =>
      type !== undefined ? [] : namesOf(names).map((name) => [name, join(dirname(path), from)]),
    ),
  );
}

function namesOf(list) {
  return list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
}
