import { spawnSync } from 'node:child_process';
import { aimAtMost, ratioAtMost, rounded } from './figures.mjs';
import { median } from './statistics.mjs';

/** Verifying a built platform: objects that are handed over, and YAML beside parsing alone. */
export async function measureVerify({ workspace, rounds }) {
  const [node, ...args] = await workspace.script('verify-objects');
  const runs = Array.from({ length: Math.min(rounds, 2) }, () => {
    const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`verify-objects failed: ${stderr}`);
    return JSON.parse(stdout);
  });
  const { objects, bytes } = runs[0];
  const of = (name) => median(runs.map((run) => run[name]));
  const size = `${objects} objects, ${Math.round(bytes / 1e6)} MB`;
  return [
    { name: `verify ${size}, handed over`, ms: Math.round(of('handedOver')), limit: aimAtMost('ms', 2000) },
    {
      name: `verify ${size} from YAML / parsing alone`,
      ratio: rounded(median(runs.map(({ verified, parsed }) => verified / parsed))),
      ms: Math.round(of('verified')),
      limit: ratioAtMost(1.5),
    },
  ];
}
