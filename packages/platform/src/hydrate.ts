import { joinObjects, type ManifestObject } from '@kfdist/manifests';
import { buildUnits } from './build-units.ts';
import type { PlatformPlan } from './plan.ts';
import { byPath, type TreeFile, textFile } from './tree-file.ts';

/** The objects of one component or of its Secrets, as built. */
export interface BuiltUnit {
  readonly name: string;
  readonly objects: () => readonly ManifestObject[];
}

/**
 * A plan whose components are final objects: kinds in `crds.yaml`, everything else in `objects.yaml`. The Applications of a
 * plan with `delivery: hydrated` point to them.
 */
export function hydrate<Plan extends PlatformPlan>(plan: Plan, built: readonly BuiltUnit[]): Plan {
  const byName = new Map(built.map((unit) => [unit.name, unit]));
  const units = buildUnits(plan).filter(({ name, component }) => name === component);
  const replaced = new Set(units.flatMap(({ files }) => files.map(({ path }) => path)));
  const files = [
    ...plan.files.filter(({ path }) => !replaced.has(path)),
    ...units.flatMap(({ name }) => objectFiles(name, byName.get(name)?.objects() ?? [])),
  ];
  return {
    ...plan,
    files: files.toSorted(byPath),
    components: plan.components.map((component) => ({ ...component, source: { manifests: {} } })),
  };
}

function objectFiles(name: string, objects: readonly ManifestObject[]): readonly TreeFile[] {
  const kinds = objects.filter(({ object }) => object.kind === 'CustomResourceDefinition');
  const others = objects.filter(({ object }) => object.kind !== 'CustomResourceDefinition');
  return [
    ...(kinds.length === 0 ? [] : [textFile(`components/${name}/crds.yaml`, joinObjects(kinds))]),
    ...(others.length === 0 ? [] : [textFile(`components/${name}/objects.yaml`, joinObjects(others))]),
  ];
}
