import { spawnSync } from 'node:child_process';
import { aimAtMost } from './figures.mjs';
import { median } from './statistics.mjs';

/** Roles planned by the library alone, from an empty process on. */
export async function measureRoles({ workspace, rounds }) {
  const command = await workspace.script('plan-roles', '40', '200');
  const runs = Array.from({ length: rounds }, () => run(command));
  return [
    {
      name: '40 roles planned for each of 200 clusters',
      ms: Math.round(median(runs)),
      limit: aimAtMost('ms', 2000),
    },
  ];
}

function run([node, ...args]) {
  const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`plan-roles failed: ${stderr}`);
  return Number(stdout);
}
