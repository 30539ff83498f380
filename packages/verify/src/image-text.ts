import { parseImageName } from './image-name.ts';
import { at, isRecord, type Path, record, text } from './reading.ts';

/** An image that stands in a text or in a structure, and where below it. */
export interface FoundImage {
  readonly image: string;
  readonly path: Path;
}

/** What may be an image with its registry, anywhere in a text. */
const CANDIDATE =
  /(?<![\w./@:-])(?:[a-zA-Z0-9-]+\.)+[a-zA-Z]{2,}(?::\d+)?\/[a-z0-9][\w./-]*(?::\w[\w.-]*)?(?:@sha256:[0-9a-f]{64})?/g;

/** `image: x`, `"image": "x"`, `queue-sidecar-image: x`, `JWA_IMAGE=x` in a text of any format; KServe has a version beside. */
const NAMED =
  /(?:^|[\s"'{,-])["']?[\w-]{0,60}image["']?\s{0,9}[:=]\s{0,9}["']?(?<image>[^\s"',}{\\]+)(?:",\s{0,40}"defaultImageVersion"\s{0,9}:\s{0,9}"(?<version>[\w.-]+))?/gi;

/** The images that stand in a free text: named with their registry, or as the value of a key that ends in `image`. */
export function imagesInText(content: string): readonly string[] {
  const named = [...content.matchAll(NAMED)].flatMap(({ groups = {} }) => {
    const { image = '', version } = groups;
    return namedImage(version === undefined || image.includes(':') ? image : `${image}:${version}`);
  });
  const placed = [...content.matchAll(CANDIDATE)]
    .map(([candidate]) => candidate.replace(/[.:/-]+$/, ''))
    .filter(isImage);
  return [...new Set([...named, ...placed])];
}

/** Whether a text that stands in no place for images is one: it has a registry, and a tag or a digest. */
export function isImage(candidate: string): boolean {
  const name = parseImageName(candidate);
  if (name === undefined || !/^[\w.-]+\.[a-zA-Z]{2,}(?::\d+)?\//.test(candidate)) return false;
  return name.tag !== undefined || name.digest !== undefined;
}

/** The value of a key named image, if it can be one: with a tag, a digest or a path. */
function namedImage(value: string): readonly string[] {
  const name = parseImageName(value);
  if (name === undefined) return [];
  const isPlain = name.tag === undefined && name.digest === undefined && !value.includes('/');
  return isPlain ? [] : [value];
}

/** The images of a text that holds JSON in which the registry and the tag stand apart, as Istio's values do. */
export function imagesInJson(content: string): readonly string[] {
  if (!content.trimStart().startsWith('{') || !content.includes('"hub"')) return [];
  try {
    return imagesInHubs(JSON.parse(content)).map(({ image }) => image);
  } catch {
    return [];
  }
}

/** The images that a `hub` and a `tag` give to the bare `image` names below them. */
function imagesInHubs(value: unknown, path: Path = []): readonly FoundImage[] {
  if (!isRecord(value) || path.length > 20) return [];
  const hub = text(value.hub);
  const tag = text(value.tag);
  const own = hub === '' || tag === '' ? [] : bareNames(value, path).map(join(hub, tag));
  return [...own, ...Object.entries(value).flatMap(([key, child]) => imagesInHubs(child, [...path, key]))];
}

const join =
  (hub: string, tag: string) =>
  ({ image, path }: FoundImage): FoundImage => ({ image: `${hub}/${image}:${tag}`, path });

function bareNames(value: unknown, path: Path): readonly FoundImage[] {
  if (!isRecord(value) || path.length > 20) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    if (key === 'image' && typeof child === 'string' && /^[a-z0-9-]+$/.test(child))
      return [{ image: child, path: [...path, key] }];
    return bareNames(child, [...path, key]);
  });
}

/**
 * The image of a structure that has its name and its tag in two fields, as charts and custom resources do, or the folder, the name and
 * the version in three, as the GPU operator does.
 */
export function imageInParts(value: unknown, path: Path): readonly FoundImage[] {
  const { repository, registry, image, tag: ownTag, version } = record(value);
  const inThree = text(repository) !== '' && text(image) !== '' && text(version) !== '';
  const tag = inThree ? version : ownTag;
  const name = inThree ? `${text(repository)}/${text(image)}` : text(repository) || text(image);
  if (name === '' || typeof tag !== 'string' || tag === '') return [];
  const whole = `${text(registry) === '' ? '' : `${text(registry)}/`}${name}:${tag}`;
  return parseImageName(whole) === undefined || at(parseImageName(name), 'tag') !== undefined
    ? []
    : [{ image: whole, path }];
}
