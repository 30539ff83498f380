/**
 * Plans and renders clusters in memory, one after the other, and prints the CPU milliseconds after each of the counts.
 * Usage: plan-clusters SETTINGS DISTRIBUTION COUNT...
 */
import { readFileSync } from 'node:fs';
import { parseSettingsFile } from '@kfdist/config';
import { loadDistribution, planPlatform } from '@kfdist/platform';
import { readDistribution } from '@kfdist/platform/node';

const [path, folder, ...counts] = process.argv.slice(2);
const marks = counts.map(Number);
const example = readFileSync(path, 'utf8');
const { distribution } = loadDistribution(readDistribution(folder, { cwd: process.cwd() }));

/** No two clusters have a name, an account or a host in common. */
function settingsOf(number) {
  return example
    .replace(/^cluster_name: .*/m, `cluster_name: cluster-${number}`)
    .replace(/^aws_account_id: .*/m, `aws_account_id: "${100_000_000_000 + number}"`)
    .replace(/^domain: .*/m, `domain: ml-${number}.example.com`);
}

function plan(number) {
  const { entries } = parseSettingsFile({ path, text: settingsOf(number) });
  const { files, diagnostics } = planPlatform({ entries, distribution });
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Error(`${wrong.code}: ${wrong.message}`);
  if (files.length === 0) throw new Error('the plan is empty');
}

plan(0);
const start = process.cpuUsage();
const times = [];
for (let number = 1; number <= marks.at(-1); number++) {
  plan(number);
  if (!marks.includes(number)) continue;
  const { user, system } = process.cpuUsage(start);
  times.push((user + system) / 1000);
}
process.stdout.write(`${JSON.stringify({ times, peak: process.resourceUsage().maxRSS })}\n`);
