import { resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { type DigestAnswer, inParallel, readDigest } from '@kfdist/manifests/build';
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

/** A registry that is asked for all images of a platform at once refuses most of them. */
const AT_ONCE = 6;

async function lookUp(images: readonly string[], known: ImageLock, isRefreshing: boolean): Promise<LookedUp> {
  const answers = await inParallel(images, AT_ONCE, async (image) => {
    const isAsked = known[image] === undefined || isRefreshing;
    return isAsked ? await digestOf(image) : {};
  });
  const diagnostics: Diagnostic[] = [];
  const digests = images.map((image, i) => {
    const { digest, problem } = answers[i] ?? {};
    const before = known[image];
    if (problem !== undefined) diagnostics.push(report('IMAGE_UNREAD', { args: { image, problem } }));
    if (digest !== undefined && before !== undefined && digest !== before)
      diagnostics.push(report('TAG_MOVED', { args: { image, before, digest } }));
    // A registry that cannot be reached takes nothing away
    return [image, digest ?? before];
  });
  return { lock: Object.fromEntries(digests.filter(([, digest]) => digest !== undefined)), diagnostics };
}

/** A digest in the name needs no question. */
async function digestOf(image: string): Promise<DigestAnswer> {
  const name = parseImageName(image);
  if (name === undefined) return {};
  return name.digest === undefined ? await readDigest(name) : { digest: name.digest };
}
