/**
 * Verifies the built platform in every variant, and breaks the built platform once for each rule to see that it is found.
 *
 *   npm run prove -- --upstreams DIR [--distribution DIR] [--settings FILE] [--stand-in UPSTREAM=TAG] [--write FILE]
 *
 * DIR holds a Git repository `<owner>+<name>/repo` for each upstream (also KFDIST_UPSTREAMS). A component whose upstream has no copy
 * is left out and named. Exits with 1 where a rule finds something that no component suppresses, or a mutation is not caught.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { localPlatform, OWN, parseStandIns } from './conformance/local-platform.mjs';
import { variantsOf } from './conformance/variants.mjs';
import { mutate } from './prove/mutate.mjs';
import { provePage } from './prove/page.mjs';

const root = join(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    upstreams: { type: 'string', default: process.env.KFDIST_UPSTREAMS },
    distribution: { type: 'string', default: OWN.distribution },
    settings: { type: 'string', default: OWN.settings },
    'stand-in': { type: 'string', multiple: true, default: [] },
    write: { type: 'string' },
  },
});

if (values.upstreams === undefined) console.log('left out: the whole proof, no --upstreams DIR');
else await prove(values);

async function prove({ 'stand-in': standIns, write, ...where }) {
  const { sources, distribution, entries, mirrors } = await localPlatform({
    ...where,
    standIns: parseStandIns(standIns),
  });
  const usual = { variant: 'as it is', plan: sources.planPlatform({ entries, distribution }) };
  const left = new Set();
  const rows = [];
  let mutations = [];
  let failed = 0;
  for (const { variant, plan } of [usual, ...variantsOf({ distribution, entries, sources })]) {
    const input = sources.verifyInput(
      plan,
      distribution,
      await builtObjects(plan, { sources, mirrors, left }),
    );
    const { findings, suppressed, objectCount } = sources.verify(input);
    failed += findings.length;
    rows.push({ variant, objectCount, findings, suppressed });
    console.log(
      `${variant}: ${objectCount} objects, ${findings.length} findings, ${suppressed.length} suppressed`,
    );
    for (const { code, message, object } of findings)
      console.log(`  ${code} ${object.component}: ${message}`);
    if (variant === usual.variant) {
      mutations = [...mutate(input, sources)];
      failed += printMutations(mutations);
    }
  }
  for (const name of left) console.log(`left out: ${name}, its upstream has no copy here`);
  if (write !== undefined) writeFileSync(write, provePage({ rows, mutations, left, standIns }));
  if (failed > 0) process.exitCode = 1;
}

/** Prints what became of each way to break the platform; the number of ways that were not found. */
function printMutations(results) {
  const caught = results.filter(({ isCaught }) => isCaught).length;
  for (const { rule, breaks, isCaught, found = [] } of results)
    if (!isCaught) console.log([`  NOT FOUND: ${rule}, ${breaks}`, ...found.slice(0, 5)].join('\n    '));
  const rules = new Set(results.map(({ rule }) => rule)).size;
  console.log(`  mutations: ${caught} of ${results.length} caught, of ${rules} rules`);
  return results.length - caught;
}

async function builtObjects(plan, { sources, mirrors, left }) {
  const units = sources.buildUnits(plan);
  const options = { cwd: root, mirrors, kubeVersion: plan.delivery.kubernetesVersion };
  const built = await sources.buildComponents(units, options);
  return units.flatMap(({ name }, i) => {
    const { diagnostics, objects } = built[i];
    if (diagnostics.some(({ severity }) => severity === 'error')) {
      left.add(`${name} (${diagnostics[0].args?.problem ?? diagnostics[0].message})`);
      return [];
    }
    return { name, objects: objects().map(({ object }) => object) };
  });
}
