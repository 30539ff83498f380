/** Writes the files that follow from others: the schemas for editors and the table of components. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { componentsTable, withTable } from './components-table.mjs';
import { loadSources } from './load-sources.mjs';
import {
  componentJsonSchema,
  kfdistJsonSchema,
  settingsJsonSchema,
  upstreamsJsonSchema,
} from './schemas.mjs';

const distributionFolder = join(import.meta.dirname, '..', 'distribution');

/** Every generated file by its path below `distribution/`. */
export async function generatedFiles() {
  const sources = await loadSources('@kfdist/config', '@kfdist/platform', '@kfdist/platform/node');
  const files = sources.readDistribution(distributionFolder, { cwd: distributionFolder });
  const { distribution, diagnostics } = sources.loadDistribution(files);
  if (diagnostics.length > 0)
    throw new Error(`the distribution has mistakes: ${JSON.stringify(diagnostics[0])}`);
  const json = (value) => `${JSON.stringify(value, null, 2)}\n`;
  const readme = readFileSync(join(distributionFolder, 'README.md'), 'utf8');
  return {
    'component.schema.json': json(componentJsonSchema(sources)),
    'settings.schema.json': json(settingsJsonSchema(sources)),
    'kfdist.schema.json': json(kfdistJsonSchema(sources, distribution)),
    'upstreams.schema.json': json(upstreamsJsonSchema()),
    'README.md': withTable(readme, componentsTable(distribution)),
  };
}

if (process.argv[1] === import.meta.filename) {
  const files = await generatedFiles();
  for (const [path, text] of Object.entries(files)) writeFileSync(join(distributionFolder, path), text);
  console.log(`wrote ${Object.keys(files).join(', ')} in distribution/`);
}
