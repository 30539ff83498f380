/** Writes the files that follow from others: the schemas for editors, the table of components, the pages of reference. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { apiPages } from './api/api-pages.mjs';
import { readApi } from './api/read-api.mjs';
import { componentsTable, withTable } from './components-table.mjs';
import { commandsPage } from './docs/commands-page.mjs';
import { componentPages } from './docs/component-page.mjs';
import { diagnosticsPage } from './docs/diagnostics-page.mjs';
import { settingReaders } from './docs/setting-readers.mjs';
import { settingsPage } from './docs/settings-page.mjs';
import { loadSources } from './load-sources.mjs';
import { pageParts } from './map-page.mjs';
import {
  componentJsonSchema,
  kfdistJsonSchema,
  settingsJsonSchema,
  upstreamsJsonSchema,
} from './schemas.mjs';

const root = join(import.meta.dirname, '..');
const distributionFolder = join(root, 'distribution');

/** Every generated file by its path. */
export async function generatedFiles() {
  const sources = await loadSources(
    '@kfdist/config',
    '@kfdist/iam',
    '@kfdist/platform',
    '@kfdist/platform/node',
    '@kfdist/verify',
  );
  const files = sources.readDistribution(distributionFolder, { cwd: distributionFolder });
  const { distribution, diagnostics } = sources.loadDistribution(files);
  if (diagnostics.length > 0)
    throw new Error(`the distribution has mistakes: ${JSON.stringify(diagnostics[0])}`);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const readme = readFileSync(join(distributionFolder, 'README.md'), 'utf8');
  return {
    'distribution/component.schema.json': json(componentJsonSchema(sources)),
    'distribution/settings.schema.json': json(settingsJsonSchema(sources)),
    'distribution/kfdist.schema.json': json(kfdistJsonSchema(sources, distribution)),
    'distribution/upstreams.schema.json': json(upstreamsJsonSchema()),
    'distribution/README.md': withTable(readme, componentsTable(distribution)),
    'docs/settings.md': settingsPage(
      sources.definitionsOf(distribution),
      distribution,
      codeOf('packages/platform/src', 'apps/cli/src'),
    ),
    ...componentPages(pagesContext(distribution, sources)),
    ...(await referencePages()),
    'packages/platform/src/map/page-parts.ts': await pageParts(),
    ...apiPages(readApi(root)),
  };
}

function codeOf(...folders) {
  return folders
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true }).map((name) => join(root, folder, name)),
    )
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(path, 'utf8'))
    .join('\n');
}

/** What the pages of components are made from. */
function pagesContext(distribution, { definitionsOf, findPolicy, imagesOf }) {
  const definitions = definitionsOf(distribution);
  const { upstreams } = parse(readFileSync(join(distributionFolder, 'upstreams.yaml'), 'utf8'));
  const readersOf = settingReaders(definitions, distribution);
  return { distribution, definitions, readersOf, upstreams, findPolicy, imagesOf };
}

/** What the packages and the command line say about themselves. */
async function referencePages() {
  const packages = readdirSync(join(root, 'packages')).map((name) => `@kfdist/${name}`);
  const sources = await loadSources('./src/app.ts', './src/run.ts', './src/codes.ts', ...packages);
  const catalogs = Object.entries(sources).filter(([name]) => name.endsWith('_DIAGNOSTICS'));
  return {
    'docs/commands.md': await commandsPage(sources),
    'docs/diagnostics.md': diagnosticsPage(Object.fromEntries(catalogs)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const files = await generatedFiles();
  // Whose component is gone, goes
  rmSync(join(root, 'docs', 'components'), { recursive: true, force: true });
  mkdirSync(join(root, 'docs', 'components'));
  for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);
  console.log(`wrote ${Object.keys(files).join(', ')}`);
}
