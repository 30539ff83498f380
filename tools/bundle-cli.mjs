/** Bundles the command line into one file, from the sources of all packages. */
import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const root = join(import.meta.dirname, '..', 'apps', 'cli');

/** Writes `apps/cli/dist/bin.js`, or a copy of it elsewhere. */
export async function bundleCli(outfile = join(root, 'dist', 'bin.js')) {
  await build({
    entryPoints: [join(root, 'src', 'bin.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'esm',
    conditions: ['@kfdist/source'],
    minifySyntax: true,
    legalComments: 'linked',
    sourcemap: true,
    logLevel: 'warning',
    // CommonJS dependencies ask for Node's own modules with require
    banner: {
      js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
    },
  });
  chmodSync(outfile, 0o755);
}

if (process.argv[1] === import.meta.filename) {
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  await bundleCli();
}
