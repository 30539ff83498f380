/** Bundles the command line from the sources of all packages: what starts, and what each command loads when it runs. */
import { chmodSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, extname, join } from 'node:path';
import { build } from 'esbuild';
import { directImports } from './direct-imports.mjs';

const root = join(import.meta.dirname, '..', 'apps', 'cli');

/**
 * How programs of the workspace are bundled for Node.
 * @satisfies {import("esbuild").BuildOptions}
 */
export const bundling = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  conditions: ['@kfdist/source'],
  // The ES modules of the AWS clients: names of CommonJS are lost when a module is imported late
  mainFields: ['module', 'main'],
  alias: { yaml: yamlModules() },
  minifySyntax: true,
  plugins: [directImports(), withoutSourceMaps()],
  logLevel: 'warning',
  // CommonJS dependencies ask for Node's own modules with require
  banner: {
    js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
  },
};

/** Writes `apps/cli/dist/bin.js`, or a copy of it elsewhere, with its parts beside it. */
export async function bundleCli(outfile = join(root, 'dist', 'bin.js')) {
  const extension = extname(outfile);
  await build({
    ...bundling,
    entryPoints: [{ in: join(root, 'src', 'bin.ts'), out: basename(outfile, extension) }],
    outdir: dirname(outfile),
    outExtension: { '.js': extension },
    splitting: true,
    legalComments: 'linked',
    sourcemap: true,
  });
  chmodSync(outfile, 0o755);
}

/** The build of ES modules, of which what nobody calls is left out; Node by itself would be given CommonJS. */
function yamlModules() {
  const { resolve } = createRequire(import.meta.url);
  return join(dirname(resolve('yaml/package.json')), 'browser', 'index.js');
}

/** Handlebars makes a source map where it can, which nobody asks for here. */
function withoutSourceMaps() {
  const namespace = 'without-source-maps';
  return {
    name: namespace,
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^source-map$/ }, ({ path }) => ({ path, namespace }));
      onLoad({ filter: /^/, namespace }, () => ({ contents: 'module.exports = {};' }));
    },
  };
}

if (process.argv[1] === import.meta.filename) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundleCli();
}
