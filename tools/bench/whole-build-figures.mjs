import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localPlatform, OWN, parseStandIns } from '../conformance/local-platform.mjs';
import { compared, ratioAtMost } from './figures.mjs';
import { timeCommand } from './measure.mjs';
import { medianRun } from './statistics.mjs';

const TOOLS = ['kustomize', 'helm'];

/**
 * A first build of the whole platform, with the upstreams on this machine, beside the CPU time of kustomize and helm alone for the
 * same inputs: in a second run they are started by scripts that add up what each took.
 */
export async function measureWholeBuild({ workspace, rounds, root, upstreams, standIns, leaveOut }) {
  const tools = join(root, '.tools', 'bin');
  const why =
    upstreams === undefined
      ? 'no --upstreams DIR'
      : TOOLS.some((tool) => !existsSync(join(tools, tool)))
        ? 'kustomize and helm are not installed (node tools/install-tools.mjs)'
        : undefined;
  if (why !== undefined) {
    leaveOut('the first build of the whole platform', why);
    return [];
  }
  const settings = await mirroredSettings(workspace, { upstreams, standIns });
  const timed = timedTools(workspace, tools);
  const run = (folder) => {
    workspace.remove('whole-cache/built');
    const environment = ['env', `KFDIST_CACHE=${workspace.path('whole-cache')}`, `KFDIST_TOOLS=${folder}`];
    const where = ['-f', settings, '--distribution', OWN.distribution];
    return timeCommand([
      ...environment,
      ...workspace.kfdist('build', ...where, '--output-dir', workspace.path('whole')),
    ]);
  };
  run(tools);
  const runs = Array.from({ length: Math.min(rounds, 3) }, () => ({
    ours: run(tools),
    alone: timed.during(run),
  }));
  const ours = medianRun(runs.map((one) => one.ours));
  const alone = medianRun(runs.map((one) => one.alone));
  const name = 'first kfdist build, whole platform / kustomize and helm alone';
  return [compared(name, ours, alone, { limit: ratioAtMost(1.1) })];
}

async function mirroredSettings(workspace, { upstreams, standIns }) {
  const { mirrors } = await localPlatform({ ...OWN, upstreams, standIns: parseStandIns(standIns) });
  const file = workspace.path('whole.yaml');
  const more = ['delivery: hydrated', `mirrors: ${JSON.stringify(mirrors)}`];
  writeFileSync(file, [readFileSync(OWN.settings, 'utf8'), ...more, ''].join('\n'));
  return file;
}

/** A folder with scripts of the names of the tools, which run them and write down user and system seconds. */
function timedTools(workspace, tools) {
  const [folder, times] = [workspace.path('timed-tools'), workspace.path('tool-times')];
  mkdirSync(folder);
  for (const tool of TOOLS) {
    const script = `#!/usr/bin/env bash\nTIMEFORMAT='%U %S'\nexec 3>&2\n{ time '${join(tools, tool)}' "$@" 2>&3; } 2>>'${times}'\n`;
    writeFileSync(join(folder, tool), script);
    chmodSync(join(folder, tool), 0o755);
  }
  return {
    /** What the tools took while something ran. */
    during: (run) => {
      rmSync(times, { force: true });
      const { wall } = run(folder);
      const seconds = readFileSync(times, 'utf8').trim().split(/\s+/).map(Number);
      return { cpu: Math.round(seconds.reduce((sum, one) => sum + one, 0) * 1000), wall };
    },
  };
}
