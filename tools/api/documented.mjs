/** Fails when a public name has no sentence of documentation. */
import { join } from 'node:path';
import { readApi, undocumented } from './read-api.mjs';

const api = readApi(join(import.meta.dirname, '..', '..'));
const missing = undocumented(api);
for (const name of missing) console.error(`${name} is not documented`);
const all = api.flatMap(({ entries }) => entries.flatMap(({ symbols }) => symbols)).length;
console.log(`${all - missing.length} of ${all} public names are documented`);
if (missing.length > 0) process.exitCode = 1;
