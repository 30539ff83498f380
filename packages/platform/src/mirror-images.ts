import { type ManifestObject, type Mirror, mirrored, stringifyManifests } from '@kfdist/manifests';
import { canonicalImage, imagesOf, type Path } from '@kfdist/verify';

type Fields = Readonly<Record<string, unknown>>;

/** Whether a mirror is one of images: registries are written without a scheme. */
export function isImageMirror({ from }: Mirror): boolean {
  return !/^(?:[a-z][a-z0-9+.-]*:\/\/|git@)/.test(from);
}

/** Where an image is pulled from instead; the image itself where no mirror has it. */
export function mirroredImage(image: string, mirrors: readonly Mirror[]): string {
  const whole = canonicalImage(image);
  const elsewhere = mirrored(whole, mirrors.filter(isImageMirror));
  return elsewhere === whole ? image : elsewhere;
}

/** The objects with every image that has a mirror named by it; objects without one come back as they are. */
export function mirrorImages(
  objects: readonly ManifestObject[],
  mirrors: readonly Mirror[],
): readonly ManifestObject[] {
  if (!mirrors.some(isImageMirror)) return objects;
  return objects.map((item) => {
    const uses = imagesOf([{ name: '', objects: [item.object] }]);
    const changed = uses
      .toSorted((a, b) => b.image.length - a.image.length)
      .reduce((object, { image, path }) => {
        const elsewhere = mirroredImage(image, mirrors);
        return elsewhere === image
          ? object
          : replaceAt(object, path, (value) => named(value, image, elsewhere));
      }, item.object);
    return changed === item.object ? item : { object: changed, text: stringifyManifests([changed]) };
  });
}

function replaceAt(fields: Fields, path: Path, replace: (value: unknown) => unknown): Fields {
  const [key, ...rest] = path;
  if (key === undefined) return toFields(replace(fields));
  const child = fields[key];
  const changed = rest.length === 0 ? replace(child) : replaceIn(child, rest, replace);
  return changed === child ? fields : { ...fields, [key]: changed };
}

function replaceIn(value: unknown, path: Path, replace: (value: unknown) => unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replace(value);
  if (Array.isArray(value))
    return value.map((item: unknown, i) => (i === key ? replaceIn(item, rest, replace) : item));
  return isRecord(value) ? replaceAt(value, path, replace) : value;
}

function toFields(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The image in a text, or a structure that has its name and its tag apart. */
function named(value: unknown, image: string, elsewhere: string): unknown {
  if (typeof value === 'string') return value.replaceAll(image, elsewhere);
  const fields = toFields(value);
  const [name, tag] = splitTag(elsewhere);
  const { registry: _, ...others } = fields;
  if (typeof fields.repository === 'string') return { ...others, repository: name, tag };
  return typeof fields.image === 'string' ? { ...others, image: name, tag } : value;
}

function splitTag(image: string): readonly [string, string] {
  const colon = image.lastIndexOf(':');
  return [image.slice(0, colon), image.slice(colon + 1)];
}
