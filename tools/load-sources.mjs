import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/** Imports modules of the workspace from their TypeScript sources: the exports of all of them together. */
export async function loadSources(...entries) {
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-sources-'));
  try {
    const outfile = join(folder, 'sources.mjs');
    await build({
      stdin: {
        contents: entries.map((entry) => `export * from '${entry}';`).join('\n'),
        resolveDir: join(import.meta.dirname, '..', 'apps', 'cli'),
      },
      outfile,
      bundle: true,
      platform: 'node',
      format: 'esm',
      conditions: ['@kfdist/source'],
      logLevel: 'warning',
      banner: {
        js: "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);",
      },
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
