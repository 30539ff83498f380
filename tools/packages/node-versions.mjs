import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The releases of Node that packages are tried on beside the one that runs this: what `engines` promises. */
const OTHERS = ['22', '24'];

/**
 * The Nodes to try: `{ version, node }` each. The others are installed from npm into `.tools`; one that cannot be had there is
 * left out with `leaveOut(what, why)`.
 */
export function nodeVersions(root, leaveOut) {
  const own = { version: process.versions.node.split('.')[0], node: process.execPath };
  const others = OTHERS.filter((version) => version !== own.version).flatMap((version) => {
    const folder = join(root, '.tools', `node-${version}`);
    const node = join(folder, 'node_modules', 'node', 'bin', 'node');
    try {
      if (!existsSync(node)) install(version, folder);
      execFileSync(node, ['-e', '0'], { stdio: 'ignore' });
      return [{ version, node }];
    } catch (error) {
      leaveOut(`Node ${version}`, `npm has none for this machine (${error.message.split('\n')[0]})`);
      return [];
    }
  });
  return [own, ...others];
}

function install(version, folder) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n');
  execFileSync('npm', ['install', '--no-audit', '--no-fund', `node@${version}`], {
    cwd: folder,
    stdio: 'ignore',
  });
}
