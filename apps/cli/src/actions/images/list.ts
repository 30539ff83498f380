import { loadBuiltPlatform } from '../../built-platform.ts';
import type { ImageFlags } from '../../commands/images/flags.ts';
import type { Context } from '../../context.ts';
import { counted, printResult, table } from '../../print.ts';
import { readLock } from './image-lock.ts';
import { useData, usedImages, usersOf } from './used-images.ts';

/** Lists every image of the platform with its users. */
export async function list(this: Context, flags: ImageFlags): Promise<void> {
  const { parts, diagnostics, sources } = await loadBuiltPlatform(this, flags);
  const { lock, diagnostics: unread } = readLock(this, flags.lock);
  const images = usedImages(parts);
  const rows = images.map((used) => [used.image, String(used.uses.length), usersOf(used).join(', ')]);
  printResult(this, flags.output, {
    kind: 'ImagesResult',
    data: {
      images: images.map(({ image, uses }) => ({
        image,
        digest: lock[image] ?? null,
        uses: uses.map(useData),
      })),
    },
    lines: () => [
      ...table([['IMAGE', 'PLACES', 'COMPONENTS'], ...rows]),
      '',
      `${counted(images.length, 'image') || 'No image'}, ${images.filter(({ image }) => image in lock).length} with a digest in ${flags.lock}`,
    ],
    diagnostics: [...diagnostics, ...unread],
    sources,
  });
}
