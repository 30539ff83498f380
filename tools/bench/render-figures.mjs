import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compared, ratioAtLeast } from './figures.mjs';
import { generateSettings, generateTree, writeTree } from './generated-tree.mjs';
import { peakMemory, race } from './measure.mjs';

const COPIES = 20;
/** The variants of the keys: ten times as many as one tree has. */
const VARIANTS = ['', ...Array.from({ length: 9 }, (_, index) => `.v${index + 1}`)];

/** `kfdist render` in place beside the loop of `grep` and `sed` on the same tree, and on larger inputs. */
export function measureRender({ workspace, rounds, isQuick, leaveOut }) {
  prepareInputs(workspace);
  const [ours, loop] = contestants(workspace, { tree: 'tree', settings: 'keys.conf' });
  const [manyKeys] = contestants(workspace, { tree: 'tree', settings: 'keys-x10.conf' });
  const [manyFiles] = contestants(workspace, { tree: 'trees', settings: 'keys.conf' });
  const [small, bySed, moreKeys, moreFiles] = race([ours, loop, manyKeys, manyFiles], { rounds });
  const mb = peakMemory(ours.command, ours.prepare);
  sameResult(workspace);
  return [
    compared('sed loop / kfdist render', small, bySed, { limit: ratioAtLeast(5), mb }),
    ...large({ workspace, isQuick, leaveOut }),
    compared('kfdist render: keys x10 / once', moreKeys, small),
    compared(`kfdist render: files x${COPIES} / once`, moreFiles, small),
  ];
}

function large({ workspace, isQuick, leaveOut }) {
  if (isQuick) {
    leaveOut(`the sed loop on ${COPIES} trees with ten times the keys`, '--quick is given');
    return [];
  }
  return [
    { tree: 'trees', note: 'extra keys unused' },
    { tree: 'trees-of-all-keys', note: 'every key used' },
  ].map(({ tree, note }) => {
    const [ours, loop] = contestants(workspace, { tree, settings: 'keys-x10.conf' });
    const [render, bySed] = race([ours, loop], { rounds: 1 });
    return compared(`sed loop / kfdist render: x${COPIES}, keys x10, ${note}`, render, bySed, {
      limit: ratioAtLeast(30),
      mb: peakMemory(ours.command, ours.prepare),
    });
  });
}

function prepareInputs(workspace) {
  writeTree(workspace.path('tree'), generateTree());
  writeFileSync(workspace.path('keys.conf'), generateSettings());
  writeFileSync(workspace.path('keys-x10.conf'), generateSettings(VARIANTS));
  for (let copy = 0; copy < COPIES; copy++) {
    writeTree(join(workspace.path('trees'), `${copy}`), generateTree());
    const variant = VARIANTS[copy % VARIANTS.length];
    writeTree(join(workspace.path('trees-of-all-keys'), `${copy}`), generateTree(variant));
  }
}

/** `kfdist render` and the loop, each in place on a copy of its own, so that both write the same files. */
function contestants(workspace, { tree, settings }) {
  const inCopy = (name, command) => ({
    prepare: () => workspace.refill(name, workspace.path(tree)),
    command: [...command, workspace.path(name)],
  });
  const conf = workspace.path(settings);
  return [
    inCopy('by-kfdist', workspace.kfdist('render', '--in-place', '-f', conf)),
    inCopy('by-loop', ['bash', join(import.meta.dirname, 'sed-loop.sh'), conf]),
  ];
}

/** Who gives another result may not be compared. */
function sameResult(workspace) {
  const { status, stdout } = spawnSync(
    'diff',
    ['-r', workspace.path('by-kfdist'), workspace.path('by-loop')],
    {
      encoding: 'utf8',
    },
  );
  if (status !== 0) throw new Error(`The loop and kfdist render differ: ${stdout.slice(0, 300)}`);
}
