import * as v from 'valibot';
import type { MapObjects } from './map-of.ts';

export const texts = v.optional(v.array(v.string()), []);
export const metadata = v.object({ name: v.string(), namespace: v.optional(v.string(), '') });
export const labels = v.optional(v.record(v.string(), v.string()), {});

/** The objects of a shape, each with its component; a Gateway of another API has another shape. */
export function having<Schema extends v.GenericSchema>(schema: Schema, objects: readonly MapObjects[]) {
  return objects.flatMap(({ component, objects: list }) =>
    list.flatMap((object) => {
      const read = v.safeParse(schema, object);
      return read.success ? [{ component, object: read.output }] : [];
    }),
  );
}

/** `namespace/name`. */
export function nameOf({ namespace, name }: v.InferOutput<typeof metadata>): string {
  return namespace === '' ? name : `${namespace}/${name}`;
}
