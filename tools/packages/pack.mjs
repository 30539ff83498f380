import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** Builds every workspace; the task runner keeps what did not change. */
export function buildAll(root) {
  execFileSync('npx', ['nx', 'run-many', '-t', 'build'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
}

/** Packs workspaces as they are published, and says what is in each: `{ ...workspace, tarball, files, bytes }`. */
export function packAll(root, packages, folder) {
  const args = packages.flatMap((one) => ['-w', one.folder]);
  const output = execFileSync('npm', ['pack', '--json', '--pack-destination', folder, ...args], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const packed = Object.values(JSON.parse(output));
  return packages.map((one) => {
    const { filename, files, size } = packed.find(({ name }) => name === one.name);
    return { ...one, tarball: join(folder, filename), files: files.map(({ path }) => path), bytes: size };
  });
}
