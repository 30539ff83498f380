/**
 * Builds every component in every variant twice, with the real tools and from local copies of the upstreams, and compares the bytes.
 *
 *   npm run conformance -- --upstreams DIR [--distribution DIR] [--settings FILE] [--stand-in UPSTREAM=TAG] [--write FILE] [COMPONENT...]
 *
 * DIR holds a Git repository `<owner>+<name>/repo` for each upstream (also KFDIST_UPSTREAMS). What has no copy is left out and named.
 * `--stand-in` takes another revision of an upstream whose pinned one is in no copy; the table says so.
 * Exits with 1 where a component fails, differs, or names an image without a version.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { buildJobs } from './conformance/build-jobs.mjs';
import { jobsOf } from './conformance/jobs.mjs';
import { localPlatform, OWN, parseStandIns } from './conformance/local-platform.mjs';
import { conformancePage, conformanceTable } from './conformance/table.mjs';
import { variantsOf } from './conformance/variants.mjs';

const root = join(import.meta.dirname, '..');

/** Builds all jobs of a distribution; each gets `objects`, `kinds`, `images`, `seconds`, `problems` and `leftOut`. */
export async function conformance({ only = [], ...where }) {
  const { sources, distribution, entries, mirrors, absent } = await localPlatform(where);
  const variants = variantsOf({ distribution, entries, sources });
  const jobs = jobsOf(variants, sources).filter(({ name }) => only.length === 0 || only.includes(name));
  const cache = mkdtempSync(join(tmpdir(), 'kfdist-conformance-'));
  try {
    return { jobs: await buildJobs(jobs, { sources, mirrors, cache, root }), absent, variants };
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}

async function main() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      upstreams: { type: 'string', default: process.env.KFDIST_UPSTREAMS },
      distribution: { type: 'string', default: OWN.distribution },
      settings: { type: 'string', default: OWN.settings },
      'stand-in': { type: 'string', multiple: true, default: [] },
      write: { type: 'string' },
    },
  });
  if (values.upstreams === undefined) {
    console.log('left out: the whole conformance run, no --upstreams DIR');
    return;
  }
  const standIns = parseStandIns(values['stand-in']);
  const run = { ...(await conformance({ ...values, standIns, only: positionals })), standIns };
  console.log(conformanceTable(run.jobs).join('\n'));
  for (const [name, tag] of standIns) console.log(`stand-in: ${name} at ${tag}`);
  for (const { name, why } of run.absent) console.log(`left out: ${name}, ${why}`);
  for (const { name, leftOut } of run.jobs)
    if (leftOut !== undefined) console.log(`left out: ${name}, ${leftOut}`);
  for (const { variant, problems } of run.variants)
    for (const problem of problems) console.log(`FAILED: variant ${variant}: ${problem}`);
  for (const { name, variants, problems } of run.jobs)
    for (const problem of problems) console.log(`FAILED: ${name} (${variants.join(', ')}): ${problem}`);
  const failed =
    run.jobs.filter(({ problems }) => problems.length > 0).length +
    run.variants.filter(({ problems }) => problems.length > 0).length;
  const left = run.jobs.filter(({ leftOut }) => leftOut !== undefined).length;
  console.log(
    `${run.jobs.length - failed - left} built twice alike, ${failed} failed, ${left} left out, in ${run.variants.length} variants`,
  );
  if (values.write !== undefined) writeFileSync(values.write, conformancePage(run));
  if (failed > 0) process.exitCode = 1;
}

if (process.argv[1] === import.meta.filename) await main();
