import { join } from 'node:path';
import { openPlatform } from './platform.mjs';
import { runSteps } from './run-steps.mjs';
import { STEPS } from './scenario.mjs';
import { VARIANTS } from './variants.mjs';
import { openWorkingCopy } from './working-copy.mjs';

/** Brings one platform up, changes, breaks and mends it. */
export async function runSingle(variant, { openWorld, serve, work, say, seconds, set, ...rest }) {
  const world = openWorld('instance');
  const options = [...VARIANTS[variant], ...(world.settings ?? []), ...set];
  const notes = await serve(world);
  try {
    const workingCopy = await openWorkingCopy(work, [world]);
    const platform = openPlatform(world, { ...rest, workingCopy, options, secrets: join(work, 'private') });
    await platform.setup();
    const sealing = await makeSealingKey(platform);
    await world.up(sealing);
    const region = await platform.value('aws_region');
    const context = { world, platform, say, seconds, region, timing: { start: 0 }, set: [], ...sealing };
    const steps = await runSteps(STEPS, context, { hasAws: world.hasAws, say });
    return {
      options,
      steps,
      versions: await world.versions(),
      applications: context.applications ?? [],
      notes: [...notes, ...world.lacks],
    };
  } finally {
    await world.close();
  }
}

/** The key pair of a platform with sealed secrets, which exists before its cluster does. */
async function makeSealingKey(platform) {
  const { stdout } = await platform.command(['apps', '-o', 'json'], { local: true });
  const { applications } = JSON.parse(stdout);
  if (!applications.some(({ name, selected }) => name === 'sealed-secrets' && selected)) return {};
  const [certificate, sealingKey] = [platform.secret('sealing.crt'), platform.secret('sealing-key.yaml')];
  await platform.bare(['credentials', 'init-key', '--certificate', certificate, '--key', sealingKey]);
  return { certificate, sealingKey };
}
