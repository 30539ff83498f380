import { spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { onTestFinished } from 'vitest';

function command(name: string, ...argv: readonly string[]): boolean {
  return spawnSync(name, argv, { stdio: 'ignore' }).status === 0;
}

/** Puts a small file system of its own over a folder; says whether the machine allows that. */
export function mountSmall(folder: string, size: string): boolean {
  const done = command('mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder);
  if (done) onTestFinished(() => void command('umount', '--lazy', folder));
  return done;
}

/** Makes a file system read-only that `mountSmall` put there. */
export function remountReadOnly(folder: string): void {
  command('mount', '-o', 'remount,ro', folder);
}

/** Makes a folder read-only, for root too; says whether the machine allows that. */
export function makeReadOnly(folder: string): boolean {
  if (process.getuid?.() !== 0) {
    chmodSync(folder, 0o555);
    onTestFinished(() => chmodSync(folder, 0o755));
    return true;
  }
  const done =
    command('mount', '--bind', folder, folder) && command('mount', '-o', 'remount,bind,ro', folder);
  if (done) onTestFinished(() => void command('umount', '--lazy', folder));
  return done;
}
