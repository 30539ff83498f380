/**
 * Packs every package and tries it as its users will: what is in it, its types, each alone in an empty project (import and require
 * under every Node that `engines` promises, and in a browser bundle), a typed program over all of them, and `npx kfdist setup`.
 *
 *   npm run packages -- [--json FILE]
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { alignColumns } from '../align-columns.mjs';
import { browserProblems } from './browser.mjs';
import { importProblems, installAlone, installedBytes, installTarballs } from './consumer.mjs';
import { contentProblems } from './contents.mjs';
import { attwProblems, publintProblems } from './lint-package.mjs';
import { nodeVersions } from './node-versions.mjs';
import { buildAll, packAll } from './pack.mjs';
import { programProblems, setupProblems } from './program.mjs';
import { weightProblems } from './weight.mjs';
import { entriesOf, workspaces } from './workspaces.mjs';

const root = join(import.meta.dirname, '..', '..');
const { values: options } = parseArgs({ options: { json: { type: 'string' } } });
const leftOut = [];
const folder = mkdtempSync(join(tmpdir(), 'kfdist-packages-'));
try {
  const { rows, together } = await tryAll();
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ rows, together }, null, 2)}\n`);
  process.exitCode = summarize(rows, together) > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function tryAll() {
  buildAll(root);
  const nodes = nodeVersions(root, (what, why) => leftOut.push(`${what}, ${why}`));
  const packed = packAll(root, workspaces(root), folder);
  const rows = [];
  for (const one of packed) rows.push(await tryPackage({ one, packed, nodes }));
  const all = installTarballs(
    join(folder, 'all'),
    packed.map(({ tarball }) => tarball),
  );
  const cli = join(folder, '@kfdist-cli');
  return {
    rows,
    together: {
      'a typed program over all': programProblems({ root, folder: all, nodes }),
      'npx kfdist setup': setupProblems({ root, folder: cli, nodes }),
    },
  };
}

async function tryPackage({ one, packed, nodes }) {
  const alone = installAlone(one.name, packed, folder);
  const entries = entriesOf(one);
  const imports = nodes.map(({ version, node }) => [
    `Node ${version}`,
    entries.length === 0 ? undefined : entries.flatMap((entry) => importProblems(entry, alone, node)),
  ]);
  return {
    name: one.name,
    packedBytes: one.bytes,
    installedBytes: installedBytes(alone),
    checks: {
      contents: contentProblems(one),
      weight: weightProblems(one.name, alone),
      publint: await publintProblems(one),
      attw: attwProblems(one),
      ...Object.fromEntries(imports),
      browser: entries.includes(one.name) ? await browserProblems(one.name, alone) : undefined,
    },
  };
}

function summarize(rows, together) {
  const names = Object.keys(rows[0].checks);
  const kilobytes = (bytes) => `${Math.round(bytes / 1000)} kB`;
  const cell = (problems) => (problems === undefined ? '-' : problems.length === 0 ? 'ok' : 'FAILED');
  const lines = alignColumns([
    ['package', 'packed', 'installed', ...names],
    ...rows.map((row) => [
      row.name,
      kilobytes(row.packedBytes),
      kilobytes(row.installedBytes),
      ...names.map((name) => cell(row.checks[name])),
    ]),
  ]);
  console.log([...lines, ''].join('\n'));
  for (const [what, problems] of Object.entries(together)) console.log(`${what}: ${cell(problems)}`);
  const all = [
    ...rows.flatMap(({ name, checks }) =>
      Object.entries(checks).map(([check, problems]) => [`${name}, ${check}`, problems]),
    ),
    ...Object.entries(together),
  ].filter(([, problems]) => problems !== undefined);
  const failed = all.filter(([, problems]) => problems.length > 0);
  for (const [what, problems] of failed) for (const problem of problems) console.error(`${what}: ${problem}`);
  for (const sentence of leftOut) console.log(`left out: ${sentence}`);
  console.log(
    `${rows.length} packages: ${all.length - failed.length} checks passed, ${failed.length} failed`,
  );
  return failed.length;
}
