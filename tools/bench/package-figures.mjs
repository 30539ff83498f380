import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installAlone, installedBytes } from '../packages/consumer.mjs';
import { buildAll, packAll } from '../packages/pack.mjs';
import { weightOf } from '../packages/weight.mjs';
import { entriesOf, workspaces } from '../packages/workspaces.mjs';
import { compared, mbAtMost, rounded } from './figures.mjs';
import { race } from './measure.mjs';

/** What each package costs who installs it: its size with everything it brings, and importing it beside starting Node. */
export function measurePackages({ root, rounds, isQuick, leaveOut }) {
  if (isQuick) {
    leaveOut('install size and start-up of each package', '--quick');
    return [];
  }
  buildAll(root);
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-bench-packages-'));
  try {
    const packed = packAll(root, workspaces(root), folder);
    return packed.flatMap((one) => measure(one, installAlone(one.name, packed, folder), rounds));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure({ name, ...one }, folder, rounds) {
  const mb = rounded(installedBytes(folder) / 1e6);
  if (!entriesOf({ name, ...one }).includes(name)) return [{ name: `${name} installed`, mb }];
  const node = (script) => ['env', '-C', folder, process.execPath, '--input-type=module', '-e', script];
  const [ours, bare] = race([{ command: node(`await import('${name}')`) }, { command: node('0') }], {
    rounds,
  });
  return [
    compared(`import ${name} / node -e 0, installed`, ours, bare, { mb }),
    ...weightFigures(name, weightOf(name, folder)),
  ];
}

/** What is promised of a package that is installed alone. */
function weightFigures(name, weight) {
  return ['code', 'files'].flatMap((what) =>
    weight === undefined
      ? []
      : {
          name: `${what} of ${name}, apart from data`,
          mb: Number((weight[what] / 1e6).toFixed(3)),
          limit: mbAtMost(weight.limits[what] / 1e6),
        },
  );
}
