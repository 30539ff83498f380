import { imagesOf, parseImageName } from '@kfdist/verify';
import type { PlatformPlan } from '../plan.ts';
import type { MapObjects } from './map-of.ts';
import type { MapImage } from './platform-map.ts';

/** An image that a component names at a kind of place. */
export interface MapImageUse {
  readonly component: string;
  readonly image: string;
  readonly place: string;
}

/** The images of components. What is not built are the objects of our own files and the values of charts. */
export function imagesByComponent(
  { components }: PlatformPlan,
  objects: readonly MapObjects[],
  isBuilt: boolean,
): readonly MapImageUse[] {
  const values = isBuilt
    ? []
    : components.map(({ name, values: given }) => ({
        component: name,
        objects: [{ kind: 'Values', ...given }],
      }));
  return [...objects, ...values].flatMap(({ component, objects: list }) =>
    imagesOf([{ name: component, objects: list }]).map(({ image, place }) => ({ component, image, place })),
  );
}

/** Images by name, each with its versions and who uses it. */
export function mapImages(uses: readonly MapImageUse[]): readonly MapImage[] {
  const split = uses.map((use) => ({ ...use, ...splitImage(use.image) }));
  return sorted(split.map(({ name }) => name)).map((name) => {
    const same = split.filter((use) => use.name === name);
    return {
      name,
      versions: sorted(same.map(({ version }) => version)),
      components: sorted(same.map(({ component }) => component)),
      places: sorted(same.map(({ place }) => place)),
    };
  });
}

function splitImage(image: string): { readonly name: string; readonly version: string } {
  const parts = parseImageName(image);
  if (parts === undefined) return { name: image, version: '' };
  const { registry, repository, tag, digest } = parts;
  const version = [tag, digest].filter((part) => part !== undefined).join('@');
  return { name: `${registry}/${repository}`, version: version === '' ? 'latest' : version };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].toSorted();
}
