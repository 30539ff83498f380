import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadSources } from '../load-sources.mjs';
import { compared, ratioAtMost } from './figures.mjs';
import { race } from './measure.mjs';

/** A build with nothing changed beside `setup --dry-run`, on the fixture distribution with local charts and bases. */
export async function measureBuild({ workspace, rounds, root, leaveOut }) {
  const tools = join(root, '.tools', 'bin');
  if (!['kustomize', 'helm'].every((tool) => existsSync(join(tools, tool)))) {
    leaveOut('the second build', 'kustomize and helm are not installed (node tools/install-tools.mjs)');
    return [];
  }
  const settings = await mirroredSettings(workspace, root);
  const where = ['-f', settings, '--distribution', join(root, 'tests', 'fixture-distribution')];
  const environment = ['env', `KFDIST_CACHE=${workspace.path('build-cache')}`, `KFDIST_TOOLS=${tools}`];
  const build = {
    command: [
      ...environment,
      ...workspace.kfdist('build', ...where, '--output-dir', workspace.path('built')),
    ],
  };
  const setup = {
    command: workspace.kfdist('setup', ...where, '--dry-run', '--output-dir', workspace.path('planned')),
  };
  race([build], { rounds: 1 });
  const [again, planned] = race([build, setup], { rounds });
  return [compared('second kfdist build / setup --dry-run', again, planned, { limit: ratioAtMost(1.3) })];
}

/** The settings of the fixture, with every upstream on this machine. */
async function mirroredSettings(workspace, root) {
  const upstreams = workspace.path('upstreams');
  const { makeUpstreams } = await loadSources(join(root, 'tests', 'make-upstreams.ts'));
  makeUpstreams(upstreams, join(root, 'tests', 'fixture-upstreams'));
  const copy = (name) => join(upstreams, `example+${name}`, 'repo');
  const mirrors = [
    ...['mesh', 'kinds'].map((name) => ({ from: `https://github.com/example/${name}`, to: copy(name) })),
    { from: 'https://charts.example.com/dns', to: `${copy('charts')}//dns?ref=v1` },
  ];
  const file = workspace.path('build.yaml');
  const text = readFileSync(join(root, 'tests', 'fixture.yaml'), 'utf8');
  writeFileSync(file, `${text}components.mesh: true\nmirrors: ${JSON.stringify(mirrors)}\n`);
  return file;
}
