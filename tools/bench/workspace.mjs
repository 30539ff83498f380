import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleCli, bundling } from '../bundle-cli.mjs';

/**
 * A folder for one run, with `kfdist` bundled in it. It is in memory where there is such a place: programs are compared
 * here, and not disks.
 */
export async function openWorkspace() {
  const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'kfdist-bench-'));
  const path = (name) => join(folder, name);
  const remove = (name) => rmSync(path(name), { recursive: true, force: true });
  await bundleCli(path('kfdist/bin.mjs'));
  return {
    path,
    remove,
    /** The command line of `kfdist` with these arguments. */
    kfdist: (...args) => [process.execPath, path('kfdist/bin.mjs'), ...args],
    /** The command line of a script beside this one, bundled as `kfdist` is. */
    script: async (name, ...args) => {
      const outfile = path(`scripts/${name}.mjs`);
      await build({ ...bundling, entryPoints: [join(import.meta.dirname, `${name}.mjs`)], outfile });
      return [process.execPath, outfile, ...args];
    },
    /** Makes a folder a fresh copy of another. */
    refill: (name, from) => {
      remove(name);
      cpSync(from, path(name), { recursive: true });
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
