import type { BuiltComponent } from './built-component.ts';
import { parseImageName } from './image-name.ts';
import { imageInParts, imagesInJson, imagesInText, isImage } from './image-text.ts';
import { type ObjectReference, referenceTo } from './object-reference.ts';
import { isRecord, type KubernetesObject, type Path, record, text } from './reading.ts';

/** What kind of place an image stands in. */
export type ImagePlace = 'container' | 'resource' | 'environment' | 'argument' | 'config';

/** An image at one place of one object. */
export interface ImageUse {
  /** As it is written there. */
  readonly image: string;
  readonly place: ImagePlace;
  readonly object: ObjectReference;
  readonly path: Path;
}

/**
 * Every image that built objects name, with where: in containers, environment, arguments, ConfigMaps and custom resources.
 *
 * @example
 * imagesOf([{ name: 'katib', objects }]).map(({ image, place }) => `${image} (${place})`);
 * //=> ['ghcr.io/kubeflow/katib/katib-ui:v0.19.0 (container)', ...]
 */
export function imagesOf(components: readonly BuiltComponent[]): readonly ImageUse[] {
  return components.flatMap((component) =>
    component.objects.filter(isRecord).flatMap((object) => {
      if (object.kind === 'CustomResourceDefinition') return [];
      const reference = referenceTo(object, component);
      return imagesIn(object).map((found) => ({ ...found, object: reference }));
    }),
  );
}

type Found = Omit<ImageUse, 'object'>;

function imagesIn(object: KubernetesObject): readonly Found[] {
  if (object.kind === 'ConfigMap' || object.kind === 'Secret') return imagesInData(object);
  const found: Found[] = [];
  walk(object, [], found);
  return unique(found);
}

function imagesInData(object: KubernetesObject): readonly Found[] {
  return ['data', 'stringData'].flatMap((field) =>
    Object.entries(record(object[field])).flatMap(([key, value]) => {
      const content = text(value);
      // Knative's and KServe's ConfigMaps explain themselves in a key that nothing reads
      if (key === '_example' || (object.kind === 'Secret' && field === 'data')) return [];
      // `V2_DRIVER_IMAGE: x` is an image by its key
      const named = imagesInText(content.includes('\n') ? content : `${key}: ${content}`);
      return [...new Set([...named, ...imagesInJson(content)])].map((image) => ({
        image,
        place: 'config' as const,
        path: [field, key],
      }));
    }),
  );
}

const DEEPEST = 60;

function walk(value: unknown, path: Path, found: Found[]): void {
  if (path.length > DEEPEST) return;
  if (Array.isArray(value)) for (const [index, item] of value.entries()) visit(item, [...path, index], found);
  if (!isRecord(value)) return;
  const { enabled, image } = value;
  if (enabled === false && image !== undefined) return;
  const parts = imageInParts(value, path);
  for (const part of parts) found.push({ ...part, place: 'resource' });
  for (const [key, child] of Object.entries(value)) {
    if (parts.length > 0 && (key === 'image' || key === 'repository')) continue;
    if (key === 'metadata' && path.length === 0) continue;
    visit(child, [...path, key], found);
  }
}

function visit(value: unknown, path: Path, found: Found[]): void {
  if (typeof value !== 'string') return walk(value, path, found);
  const place = placeOf(path);
  for (const image of imagesAt(value, path, place)) found.push({ image, place, path });
}

function imagesAt(value: string, path: Path, place: ImagePlace): readonly string[] {
  const key = path.at(-1);
  if (key === 'image') return parseImageName(value) === undefined ? [] : [value];
  if (value.length < 8 || !(value.includes('/') || /image/i.test(value))) return [];
  if (place === 'environment' || place === 'argument' || value.includes('\n')) return imagesInText(value);
  return isImage(value) ? [value] : [];
}

function placeOf(path: Path): ImagePlace {
  const owner = path.findLast((step) => typeof step === 'string' && step !== 'value');
  if (owner === 'env') return 'environment';
  if (owner === 'args' || owner === 'command') return 'argument';
  return path.at(-1) === 'image' && CONTAINERS.has(String(path.at(-3))) ? 'container' : 'resource';
}

const CONTAINERS: ReadonlySet<string> = new Set(['containers', 'initContainers', 'ephemeralContainers']);

/** An image that stands twice in one text is one use. */
function unique(found: readonly Found[]): readonly Found[] {
  const byPlace = new Map(found.map((use) => [`${use.image} ${use.path.join('/')}`, use]));
  return [...byPlace.values()];
}

/** An image as one string for all spellings of it: with registry, and `latest` where neither tag nor digest is named. */
export function canonicalImage(image: string): string {
  const name = parseImageName(image);
  if (name === undefined) return image;
  const { registry, repository, tag = name.digest === undefined ? 'latest' : undefined, digest } = name;
  return `${registry}/${repository}${tag === undefined ? '' : `:${tag}`}${digest === undefined ? '' : `@${digest}`}`;
}
