import { spawnSync } from 'node:child_process';
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { closure } from './workspaces.mjs';

/**
 * An empty project with one package in it and nothing else of the workspace than it needs: what is imported without being
 * declared is missing there.
 */
export function installAlone(name, packed, parent) {
  const tarballs = closure(name, packed).map(
    (one) => packed.find((candidate) => candidate.name === one).tarball,
  );
  return installTarballs(join(parent, name.replaceAll('/', '-')), tarballs);
}

/** An empty project with these packed packages. */
export function installTarballs(folder, tarballs) {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "private": true, "type": "module" }\n');
  const flags = ['--no-audit', '--no-fund', '--prefer-offline', '--omit=peer'];
  run(['npm', 'install', ...flags, ...tarballs], folder);
  return folder;
}

/** How much a project's dependencies hold, in bytes. */
export function installedBytes(folder) {
  const sizes = readdirSync(join(folder, 'node_modules'), { recursive: true }).map((path) => {
    const stat = lstatSync(join(folder, 'node_modules', path));
    return stat.isFile() ? stat.size : 0;
  });
  return sizes.reduce((sum, size) => sum + size, 0);
}

/** What keeps an entry from being imported and required with a Node: nothing if `[]`. */
export function importProblems(entry, folder, node) {
  return [
    { how: 'import', args: ['--input-type=module', '-e', `await import('${entry}')`] },
    { how: 'require', args: ['--input-type=commonjs', '-e', `require('${entry}')`] },
  ].flatMap(({ how, args }) => {
    const { status, stderr } = spawnSync(node, args, { cwd: folder, encoding: 'utf8' });
    return status === 0 ? [] : [`${how} of ${entry}: ${firstError(stderr)}`];
  });
}

/** Runs a command, and returns what it printed; a failure is an error with what it said. */
export function run([command, ...args], cwd, env = process.env) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  });
  if (status !== 0) throw new Error(`${command} ${args[0]} failed: ${firstError(stderr) || stdout.trim()}`);
  return stdout;
}

function firstError(text) {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return lines.find((line) => /error/i.test(line)) ?? lines[0] ?? '';
}
