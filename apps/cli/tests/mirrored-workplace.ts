import { join } from 'node:path';
import { findTool } from '@kfdist/manifests/build';
import { makeUpstreams } from '../../../tests/make-upstreams.ts';
import { emptyFolder, SETTINGS, workplace } from './workplace.ts';

const tools = join(import.meta.dirname, '..', '..', '..', '.tools', 'bin');
const search = { cwd: import.meta.dirname, cacheFolder: join(tools, '..') };
const found = await Promise.all([findTool('kustomize', search), findTool('helm', search)]);

/** Whether kustomize and helm are there; says what is left out where they are not. */
export const canBuild = found.every((one) => 'tool' in one);
if (!canBuild)
  console.warn('left out: builds, kustomize and helm are not installed (node tools/install-tools.mjs)');

/** A working copy whose upstreams are all mirrored on this machine, and an empty cache. */
export function mirroredWorkplace(more = '', files: Readonly<Record<string, string>> = {}): string {
  const upstreams = emptyFolder();
  makeUpstreams(upstreams);
  process.env.KFDIST_CACHE = emptyFolder();
  process.env.KFDIST_TOOLS ??= tools;
  return workplace({
    'kfdist.yaml': `${SETTINGS}components.mesh: true
mirrors:
  - { from: https://github.com/example/mesh, to: ${upstreams}/example+mesh/repo }
  - { from: https://github.com/example/kinds, to: ${upstreams}/example+kinds/repo }
  - { from: https://charts.example.com/dns, to: "${upstreams}/example+charts/repo//dns?ref=v1" }
${more}`,
    ...files,
  });
}
