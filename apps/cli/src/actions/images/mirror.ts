import { hasErrors } from '@kfdist/diagnostics';
import { type Mirror, stringifyManifests } from '@kfdist/manifests';
import { isImageMirror, mirroredImage } from '@kfdist/platform';
import { parseImageName } from '@kfdist/verify';
import { loadBuiltPlatform } from '../../built-platform.ts';
import { report } from '../../codes.ts';
import type { MirrorFlags } from '../../commands/images/mirror.ts';
import type { Context } from '../../context.ts';
import { printResult } from '../../print.ts';
import { type ImageLock, readLock } from './image-lock.ts';
import { usedImages } from './used-images.ts';

/** Prints what copies the images to a registry of one's own, and the setting that uses it. */
export async function mirror(this: Context, flags: MirrorFlags): Promise<void> {
  const { parts, platform, diagnostics, sources } = await loadBuiltPlatform(this, flags, {
    isMirrored: false,
  });
  const { lock, diagnostics: unread } = readLock(this, flags.lock);
  const images = usedImages(parts).map(({ image }) => image);
  const mirrors =
    flags.to === undefined ? (platform?.plan.delivery.mirrors ?? []) : mirrorsTo(flags.to, images);
  const found = [...diagnostics, ...unread];
  const nowhere =
    !hasErrors(found) && !mirrors.some(isImageMirror) ? [report('NO_IMAGE_MIRROR', { args: {} })] : [];
  const copies = images
    .map((image) => ({ from: pinned(image, lock), to: mirroredImage(image, mirrors) }))
    .filter(({ to }, i) => to !== images[i]);
  printResult(this, flags.output, {
    kind: 'ImagesMirrorResult',
    data: { copies, mirrors: mirrors.filter(isImageMirror) },
    lines: () => [
      '# kfdist.yaml, so that the platform pulls from there (with delivery: hydrated):',
      ...stringifyManifests([{ mirrors: mirrors.filter(isImageMirror) }])
        .trimEnd()
        .split('\n')
        .map((line) => `#   ${line}`),
      ...copies.map(({ from, to }) => `skopeo copy --all docker://${from} docker://${to}`),
    ],
    diagnostics: [...found, ...nowhere],
    sources,
  });
}

/** One folder for each registry, so that equal names of two registries stay apart. */
function mirrorsTo(registry: string, images: readonly string[]): readonly Mirror[] {
  const registries = [...new Set(images.flatMap((image) => parseImageName(image)?.registry ?? []))];
  return registries.toSorted().map((from) => ({ from, to: `${registry.replace(/\/+$/, '')}/${from}` }));
}

/** A tag may move; what is locked is copied by its digest. */
function pinned(image: string, lock: ImageLock): string {
  const digest = lock[image];
  return digest === undefined || image.includes('@')
    ? image
    : `${image.slice(0, image.lastIndexOf(':'))}@${digest}`;
}
