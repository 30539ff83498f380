import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from '../../codes.ts';
import type { Context } from '../../context.ts';

/** The digest of each image that was looked up, by its whole name. */
export type ImageLock = Readonly<Record<string, string>>;

const DIGEST = /^sha256:[0-9a-f]{64}$/;

/** What was read of a lock. */
export interface ReadLock {
  readonly lock: ImageLock;
  readonly isThere: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a lock of images; one that is not there is empty. */
export function readLock({ cwd }: Context, file: string): ReadLock {
  const path = resolve(cwd, file);
  if (!existsSync(path)) return { lock: {}, isThere: false, diagnostics: [] };
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    const images: unknown =
      typeof value === 'object' && value !== null && 'images' in value ? value.images : {};
    const entries = Object.entries(typeof images === 'object' && images !== null ? images : {});
    const good = entries.filter(([, digest]) => typeof digest === 'string' && DIGEST.test(digest));
    return {
      lock: Object.fromEntries(good.map(([image, digest]) => [image, String(digest)])),
      isThere: true,
      diagnostics: [],
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const diagnostics = [report('UNREADABLE_FILE', { args: { file, problem } })];
    return { lock: {}, isThere: true, diagnostics };
  }
}

/** A lock as its file holds it. */
export function lockText(lock: ImageLock): string {
  const images = Object.fromEntries(Object.entries(lock).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return `${JSON.stringify({ version: 1, images }, null, 2)}\n`;
}
