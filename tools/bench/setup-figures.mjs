import { join } from 'node:path';
import { loadSources } from '../load-sources.mjs';
import { compared, ratioAtMost } from './figures.mjs';
import { peakMemory, race } from './measure.mjs';

/** `kfdist setup` beside a program that only parses and copies, and beside the predecessor's script on its own tree. */
export async function measureSetup({ workspace, rounds, root, seed }) {
  const settings = join(root, 'examples', 'kfdist.yaml');
  const distribution = join(root, 'distribution');
  const where = ['--distribution', distribution, '--output-dir', workspace.path('platform')];
  const ours = {
    prepare: () => workspace.remove('platform'),
    command: workspace.kfdist(
      'setup',
      '-f',
      settings,
      ...where,
      ...(await everyComponent(distribution, root)),
    ),
  };
  const copying = {
    prepare: () => workspace.remove('copy'),
    command: await workspace.script('parse-and-copy', settings, distribution, workspace.path('copy')),
  };
  const script = {
    prepare: () => workspace.refill('seed', seed),
    command: ['env', '-C', workspace.path('seed'), 'bash', 'setup_repo.sh', 'examples/setup.conf'],
  };
  const contestants = seed === undefined ? [ours, copying] : [ours, copying, script];
  const [setup, copy, predecessor] = race(contestants, { rounds });
  const mb = peakMemory(ours.command, ours.prepare);
  return [
    compared('kfdist setup / parse and copy', setup, copy, { limit: ratioAtMost(1.8), mb }),
    ...(predecessor === undefined
      ? []
      : [compared('kfdist setup / setup_repo.sh', setup, predecessor, { limit: ratioAtMost(0.6) })]),
  ];
}

/**
 * The options that select all components at once, with the examples of what only they ask for; of a pick-one group one
 * member is selected already.
 */
async function everyComponent(folder, root) {
  const { loadDistribution, readDistribution } = await loadSources(
    '@kfdist/platform',
    '@kfdist/platform/node',
  );
  const { distribution } = loadDistribution(readDistribution(folder, { cwd: root }));
  const members = new Set(distribution.groups.flatMap(({ choices }) => Object.values(choices).flat()));
  return distribution.components
    .filter(({ name }) => !members.has(name))
    .flatMap(({ name, settings }) => [
      `--set=components.${name}=true`,
      ...settings.flatMap(({ key, example, default: fallback }) =>
        example === undefined || fallback !== undefined || key.includes('*')
          ? []
          : [`--set=${key}=${example}`],
      ),
    ]);
}
