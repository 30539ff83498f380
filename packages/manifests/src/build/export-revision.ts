import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { localRepository } from './git-repository.ts';
import type { Tool } from './tools.ts';

/** A working copy, a revision of it, and the folder to put its files into. */
export interface RevisionExport {
  readonly git: Tool;
  readonly repository: string;
  readonly revision: string;
  readonly target: string;
}

/**
 * Writes the files of a revision to a folder, without touching the working copy.
 *
 * @throws {UpstreamError} when there is no such revision
 */
export async function exportRevision({ git, repository, revision, target }: RevisionExport): Promise<void> {
  const source = localRepository(repository, git);
  const entries = await source.list(await source.commitOf(revision), '');
  const blobs = await source.read(entries.map(({ hash }) => hash));
  for (const [i, { path, mode }] of entries.entries()) {
    const bytes = blobs[i];
    if (bytes === undefined) continue;
    const file = join(target, path);
    mkdirSync(dirname(file), { recursive: true });
    if (mode === '120000') symlinkSync(bytes.toString('utf8'), file);
    else writeFileSync(file, bytes, { mode: mode === '100755' ? 0o755 : 0o644 });
  }
}
