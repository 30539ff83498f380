/** The style and the script of the map's page as a module, from `packages/platform/page`. */
import { join } from 'node:path';
import { build } from 'esbuild';

const folder = join(import.meta.dirname, '..', 'packages', 'platform', 'page');

/** The text of `packages/platform/src/map/page-parts.ts`. */
export async function pageParts() {
  const script = (await bundled('main.ts')).replaceAll('</', '<\\/');
  const style = await bundled('page.css');
  return [
    '// Written by npm run generate from packages/platform/page',
    '',
    '/** The style sheet of the page. */',
    `export const PAGE_STYLE: string = ${literal(style)};`,
    '',
    '/** The script of the page. */',
    `export const PAGE_SCRIPT: string = ${literal(script)};`,
    '',
  ].join('\n');
}

async function bundled(entry) {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    bundle: true,
    format: 'iife',
    minifyWhitespace: true,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
  });
  return outputFiles[0].text.trim();
}

function literal(text) {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

if (process.argv[1] === import.meta.filename) process.stdout.write(await pageParts());
