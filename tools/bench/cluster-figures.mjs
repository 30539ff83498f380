import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { aimAtMost, ratioAtMost, rounded } from './figures.mjs';
import { median } from './statistics.mjs';

const COUNTS = [50, 100, 200];

/** Many clusters planned and rendered in memory in one process. */
export async function measureClusters({ workspace, rounds, root }) {
  const settings = join(root, 'examples', 'kfdist.yaml');
  const command = await workspace.script(
    'plan-clusters',
    settings,
    join(root, 'distribution'),
    ...COUNTS.map(String),
  );
  const runs = Array.from({ length: rounds }, () => run(command));
  const [fifty, hundred, all] = COUNTS.map((_, index) => median(runs.map(({ times }) => times[index])));
  const mb = Math.round(median(runs.map(({ peak }) => peak)) / 1024);
  return [
    { name: 'each of 200 clusters after the first', ms: rounded(all / 200), limit: aimAtMost('ms', 25) },
    { name: '200 clusters: peak memory', mb, limit: aimAtMost('mb', 250) },
    // Later clusters may not be dearer than earlier ones
    {
      name: 'clusters 101 to 200 / first 100',
      ratio: rounded((all - hundred) / hundred),
      limit: ratioAtMost(1.1),
    },
    {
      name: 'clusters 51 to 100 / first 50',
      ratio: rounded((hundred - fifty) / fifty),
      limit: ratioAtMost(1.1),
    },
  ];
}

function run([node, ...args]) {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`plan-clusters failed: ${stderr}`);
  return JSON.parse(stdout);
}
