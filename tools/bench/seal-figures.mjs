import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { loadSources } from '../load-sources.mjs';
import { compared, ratioAtLeast } from './figures.mjs';
import { peakMemory, race } from './measure.mjs';

const SECRETS = 1000;
/** A process for each Secret takes as long for every one: so many are measured, the rest is counted. */
const SAMPLE = 50;

/** 1,000 Secrets of two values sealed by the library, and by kubeseal: a process for each, and one for all. */
export async function measureSealing({ workspace, rounds, root, leaveOut }) {
  const kubeseal = findKubeseal(root);
  if (kubeseal === undefined) {
    leaveOut('sealing beside kubeseal', 'kubeseal is not installed (node tools/install-tools.mjs kubeseal)');
    return [];
  }
  const { certificate, all, sample } = await prepareInputs(workspace, root);
  const own = await workspace.script('seal-secrets', certificate, all);
  const flags = ['--cert', certificate, '--format', 'yaml'];
  const byOne = [
    'bash',
    '-c',
    'file=$1; shift; sed "s/^/---\\n/" "$file" | "$@"',
    'bash',
    all,
    kubeseal,
    ...flags,
  ];
  const byEach = [
    'bash',
    '-c',
    'file=$1; shift; while read -r line; do "$@" <<<"$line"; done <"$file"',
    'bash',
    sample,
  ];
  sameCount(own, byOne);
  const commands = [own, byOne, [...byEach, kubeseal, ...flags]];
  const [ours, one, each] = race(
    commands.map((command) => ({ command })),
    { rounds },
  );
  const times = SECRETS / SAMPLE;
  const eachOfAll = { cpu: each.cpu * times, wall: each.wall * times };
  const mb = peakMemory(own);
  return [
    compared('kubeseal, a process for each of 1,000 / library', ours, eachOfAll, {
      limit: ratioAtLeast(15),
      mb,
    }),
    compared('kubeseal, one process for all 1,000 / library', ours, one, { limit: ratioAtLeast(1), mb }),
  ];
}

function findKubeseal(root) {
  const folders = [
    process.env.KFDIST_TOOLS,
    join(root, '.tools', 'bin'),
    ...process.env.PATH.split(delimiter),
  ];
  return folders
    .flatMap((folder) => (folder ? [join(folder, 'kubeseal')] : []))
    .find((path) => existsSync(path));
}

async function prepareInputs(workspace, root) {
  const { makeSealingKey } = await loadSources(join(root, 'packages/credentials/src/seal/index.ts'));
  const documents = Array.from({ length: SECRETS }, (_, index) => secret(`secret-${index}`));
  const files = { certificate: 'sealing.crt', all: 'secrets.jsonl', sample: 'few-secrets.jsonl' };
  const paths = Object.fromEntries(Object.entries(files).map(([name, file]) => [name, workspace.path(file)]));
  writeFileSync(paths.certificate, makeSealingKey({ now: new Date() }).certificate);
  writeFileSync(paths.all, `${documents.join('\n')}\n`);
  writeFileSync(paths.sample, `${documents.slice(0, SAMPLE).join('\n')}\n`);
  return paths;
}

function secret(name) {
  const value = Buffer.from('a value of usual size').toString('base64');
  const metadata = { name, namespace: 'bench' };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata,
    data: { username: value, password: value },
  });
}

/** Who seals less may not be compared. */
function sameCount(...commands) {
  for (const [program, ...args] of commands) {
    const { stdout } = spawnSync(program, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    const sealed = stdout.match(/^kind: SealedSecret$/gm)?.length ?? 0;
    if (sealed !== SECRETS) throw new Error(`${program} ${args[0]} sealed ${sealed} of ${SECRETS} Secrets`);
  }
}
