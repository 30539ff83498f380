import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compared, ratioAtLeast, rounded } from './figures.mjs';
import { generateSettings, generateTree, writeTree } from './generated-tree.mjs';
import { peakMemory, race } from './measure.mjs';

const COPIES = 20;
/** The variants of the keys: ten times as many as one tree has. */
const VARIANTS = ['', ...Array.from({ length: 9 }, (_, index) => `.v${index + 1}`)];

/** `kfdist render` in place beside the loop of `grep` and `sed` on the same tree, small and large. */
export function measureRender({ workspace, rounds, isQuick, leaveOut }) {
  prepareInputs(workspace);
  const small = contest(workspace, { tree: 'tree', settings: 'keys.conf', rounds });
  sameResult(workspace);
  const manyKeys = contest(workspace, { tree: 'tree', settings: 'keys-x10.conf', rounds, isAlone: true });
  const manyFiles = contest(workspace, { tree: 'trees', settings: 'keys.conf', rounds, isAlone: true });
  return [
    compared('sed loop / kfdist render', small.ours, small.loop, { limit: ratioAtLeast(5), mb: small.mb }),
    ...large({ workspace, isQuick, leaveOut }),
    growth('kfdist render: keys x10', manyKeys, small),
    growth(`kfdist render: files x${COPIES}`, manyFiles, small),
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
    const { ours, loop, mb } = contest(workspace, { tree, settings: 'keys-x10.conf', rounds: 1 });
    return compared(`sed loop / kfdist render: x${COPIES}, keys x10, ${note}`, ours, loop, {
      limit: ratioAtLeast(30),
      mb,
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

/** Both work in place on a copy of their own, so that both write the same files. */
function contest(workspace, { tree, settings, rounds, isAlone = false }) {
  const contestant = (name, command) => ({
    prepare: () => workspace.refill(name, workspace.path(tree)),
    command: [...command, workspace.path(name)],
  });
  const conf = workspace.path(settings);
  const ours = contestant('by-kfdist', workspace.kfdist('render', '--in-place', '-f', conf));
  const loop = contestant('by-loop', ['bash', join(import.meta.dirname, 'sed-loop.sh'), conf]);
  const [ourRun, loopRun] = race(isAlone ? [ours] : [ours, loop], { rounds });
  return { ours: ourRun, loop: loopRun, mb: peakMemory(ours.command, ours.prepare) };
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

/** How much more CPU a larger input takes than the small one. */
function growth(name, larger, small) {
  const { cpu, wall } = larger.ours;
  return {
    name,
    ratio: rounded(cpu / small.ours.cpu),
    ms: Math.round(cpu),
    wall: Math.round(wall),
    mb: larger.mb,
  };
}
