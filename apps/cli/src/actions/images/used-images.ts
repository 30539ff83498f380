import { canonicalImage, formatPath, type ImageUse, imagesOf } from '@kfdist/verify';
import type { BuiltPart } from '../../built-platform.ts';

/** An image and everything that names it. */
export interface UsedImage {
  /** With registry, and tag or digest: the same for all spellings. */
  readonly image: string;
  readonly uses: readonly ImageUse[];
}

/** The images of a platform in the order of their names. */
export function usedImages(parts: readonly BuiltPart[]): readonly UsedImage[] {
  const components = parts.map(({ unit, objects }) => ({
    name: unit.name,
    objects: objects().map(({ object }) => object),
  }));
  const byImage = new Map<string, ImageUse[]>();
  for (const use of imagesOf(components)) {
    const image = canonicalImage(use.image);
    byImage.set(image, [...(byImage.get(image) ?? []), use]);
  }
  return [...byImage]
    .map(([image, uses]) => ({ image, uses }))
    .toSorted((a, b) => (a.image < b.image ? -1 : 1));
}

/** The components that use an image. */
export function usersOf({ uses }: UsedImage): readonly string[] {
  return [...new Set(uses.map(({ object }) => object.component))].toSorted();
}

/** A use as programs read it. */
export function useData({ image, place, object, path }: ImageUse) {
  return { written: image, place, ...object, path: formatPath(path) };
}
