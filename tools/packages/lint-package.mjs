import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { entriesOf } from './workspaces.mjs';

/** What publint finds in a packed package, suggestions too. */
export async function publintProblems({ tarball, manifest }) {
  const { buffer, byteOffset, byteLength } = readFileSync(tarball);
  const { messages } = await publint({
    pack: { tarball: buffer.slice(byteOffset, byteOffset + byteLength) },
    strict: true,
  });
  return messages.map((message) => formatMessage(message, manifest, { color: false }) ?? message.code);
}

/** What "are the types wrong?" finds in a packed package of ES modules; `undefined` if it has nothing to import. */
export function attwProblems(one) {
  if (entriesOf(one).length === 0) return undefined;
  const args = [
    '--no-install',
    'attw',
    one.tarball,
    '--no-definitely-typed',
    '--profile',
    'esm-only',
    '--format',
    'json',
  ];
  const { status, stdout, stderr } = spawnSync('npx', args, { encoding: 'utf8', maxBuffer: 1 << 26 });
  if (status === 0) return [];
  try {
    return Object.entries(JSON.parse(stdout).problems).map(
      ([kind, places]) =>
        `${kind}: ${[places]
          .flat()
          .map(({ entrypoint }) => entrypoint)
          .join(', ')}`,
    );
  } catch {
    return [`attw failed: ${stdout}${stderr}`];
  }
}
