import { existsSync } from 'node:fs';
import { open, realpath, unlink } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { commandRunner, type RunCommand } from '../node/run-command.ts';
import type { Redacted } from '../redacted.ts';

/**
 * Writes a secret text to a new file that only its owner can read. Refused where the file exists, and inside a Git
 * work tree unless Git ignores the file.
 */
export async function writePrivateFile(
  path: string,
  text: Redacted,
  run: RunCommand = commandRunner(),
): Promise<void> {
  const folder = await realpath(dirname(resolve(path))).catch((cause: unknown) => {
    throw new Error(`The folder of ${path} does not exist or cannot be entered. Create it, then run again.`, {
      cause,
    });
  });
  const file = join(folder, basename(path));
  if (await wouldBeCommitted(file, run))
    throw new Error(
      `${path} lies in a Git work tree and is not ignored, so the secret in it could be committed. Write it elsewhere, or add it to .gitignore.`,
    );
  const handle = await open(file, 'wx', 0o600).catch((cause: unknown) => {
    const exists = cause instanceof Error && 'code' in cause && cause.code === 'EEXIST';
    const reason = exists ? 'exists already and is not overwritten' : 'cannot be written';
    throw new Error(`${path} ${reason}. Name another file.`, { cause });
  });
  try {
    await handle.writeFile(text.reveal());
    await handle.sync();
  } catch (cause) {
    await unlink(file);
    throw new Error(`${path} could not be written completely and was removed again.`, { cause });
  } finally {
    await handle.close();
  }
}

async function wouldBeCommitted(file: string, run: RunCommand): Promise<boolean> {
  const folder = dirname(file);
  if (!isInWorkTree(folder)) return false;
  const args = ['-C', folder, 'check-ignore', '--quiet', '--', file];
  // 0: ignored, 1: not ignored, 128: Git itself refuses; without an answer the file counts as not ignored
  const { status } = await run({ program: 'git', arguments: args });
  return status !== 0;
}

/** A work tree has a `.git` folder or, for a further work tree or a submodule, a file of that name. */
function isInWorkTree(folder: string): boolean {
  return existsSync(join(folder, '.git')) || (dirname(folder) !== folder && isInWorkTree(dirname(folder)));
}
