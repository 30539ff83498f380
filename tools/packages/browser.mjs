import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';

/** What browsers have and the language has not. */
const WEB = [
  'TextEncoder',
  'TextDecoder',
  'URL',
  'atob',
  'btoa',
  'crypto',
  'structuredClone',
  'console',
  'setTimeout',
  'queueMicrotask',
];

/**
 * Bundles an installed package for browsers and runs the bundle where there is no Node: no `process`, no `require`, no `Buffer`.
 * Returns what went wrong.
 */
export async function browserProblems(name, folder) {
  const entry = join(folder, 'browser.js');
  writeFileSync(entry, `import * as all from '${name}';\nglobalThis.names = Object.keys(all).length;\n`);
  try {
    const { outputFiles } = await build({
      entryPoints: [entry],
      bundle: true,
      platform: 'browser',
      format: 'iife',
      write: false,
      logLevel: 'silent',
    });
    const page = Object.fromEntries(WEB.map((key) => [key, globalThis[key]]));
    runInNewContext(outputFiles[0].text, page);
    return page.names > 0 ? [] : [`${name} exports nothing in a browser`];
  } catch (error) {
    return [`in a browser: ${error.message.split('\n').slice(0, 3).join(' ')}`];
  }
}
