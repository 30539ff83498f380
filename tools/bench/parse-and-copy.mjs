/**
 * What any tool of this kind has to do at least: parse every YAML file of a distribution and the settings, and copy the tree.
 * Usage: parse-and-copy SETTINGS DISTRIBUTION OUTPUT
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';

const [settings, distribution, output] = process.argv.slice(2);

parse(readFileSync(settings, 'utf8'));
for (const entry of readdirSync(distribution, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const from = join(entry.parentPath, entry.name);
  const to = join(output, from.slice(distribution.length));
  const bytes = readFileSync(from);
  if (entry.name.endsWith('.yaml')) parse(bytes.toString('utf8'));
  mkdirSync(dirname(to), { recursive: true });
  writeFileSync(to, bytes);
}

function parse(text) {
  for (const document of parseAllDocuments(text)) document.toJS();
}
