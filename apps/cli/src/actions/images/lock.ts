import { resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { readDigest } from '@kfdist/manifests/build';
import { textFile } from '@kfdist/platform';
import { replaceFiles } from '@kfdist/platform/node';
import { parseImageName } from '@kfdist/verify';
import { loadBuiltPlatform } from '../../built-platform.ts';
import { report } from '../../codes.ts';
import type { LockFlags } from '../../commands/images/lock.ts';
import type { Context } from '../../context.ts';
import { printResult, type Result } from '../../print.ts';
import { isWritten } from '../../written.ts';
import { type ImageLock, lockText, readLock } from './image-lock.ts';
import { usedImages } from './used-images.ts';

/** Writes the digests of all images to the lock file, and asks registries for those that it lacks. */
export async function lock(this: Context, flags: LockFlags): Promise<void> {
  const { parts, diagnostics, sources } = await loadBuiltPlatform(this, flags);
  const known = readLock(this, flags.lock);
  const found = [...diagnostics, ...known.diagnostics];
  const nothing: Result = {
    kind: 'ImagesLockResult',
    data: {},
    lines: () => [],
    diagnostics: found,
    sources,
  };
  if (hasErrors(found)) return printResult(this, flags.output, { ...nothing, isWriting: true });
  const images = usedImages(parts).map(({ image }) => image);
  const asked = await lookUp(images, known.lock, flags.refresh);
  const before = lockText(known.lock);
  const text = lockText(asked.lock);
  const file = textFile(flags.lock, text);
  const write = () => replaceFiles(resolve(this.cwd), [{ type: 'create', path: flags.lock, file }]);
  if (text !== before && !isWritten(this, flags.lock, write)) return;
  const count = Object.keys(asked.lock).length;
  printResult(this, flags.output, {
    ...nothing,
    data: { file: flags.lock, images: asked.lock },
    lines: () => [
      `${flags.lock}: ${count} of ${images.length} images, ${text === before ? 'unchanged' : 'written'}`,
    ],
    diagnostics: [...found, ...asked.diagnostics],
  });
}

interface LookedUp {
  readonly lock: ImageLock;
  readonly diagnostics: readonly Diagnostic[];
}

/** A registry that cannot be reached takes nothing away; a digest in the name needs no question. */
async function lookUp(images: readonly string[], known: ImageLock, isRefreshing: boolean): Promise<LookedUp> {
  const diagnostics: Diagnostic[] = [];
  const digests = await Promise.all(
    images.map(async (image) => {
      const name = parseImageName(image);
      const before = known[image];
      if (name?.digest !== undefined) return [image, name.digest];
      if (name === undefined || (before !== undefined && !isRefreshing)) return [image, before];
      const { digest, problem } = await readDigest(name);
      if (problem !== undefined) diagnostics.push(report('IMAGE_UNREAD', { args: { image, problem } }));
      if (digest !== undefined && before !== undefined && digest !== before)
        diagnostics.push(report('TAG_MOVED', { args: { image, before, digest } }));
      return [image, digest ?? before];
    }),
  );
  return { lock: Object.fromEntries(digests.filter(([, digest]) => digest !== undefined)), diagnostics };
}
