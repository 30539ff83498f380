import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { joinObjects, type ManifestObject } from '@kfdist/manifests';
import { type Built, buildComponents } from '@kfdist/manifests/build';
import {
  buildUnits,
  isImageMirror,
  mirrorImages,
  nestedMirrors,
  type PlatformPlan,
  type PlatformUnit,
} from '@kfdist/platform';
import { report } from './codes.ts';
import type { Context } from './context.ts';
import type { PlatformFlags } from './flags.ts';
import { type LoadedPlatform, loadPlatform } from './platform.ts';

/** What a component or its Secrets consist of in the end. */
export interface BuiltPart {
  readonly unit: PlatformUnit;
  /** Its YAML in UTF-8. */
  readonly bytes: Uint8Array;
  readonly objects: () => readonly ManifestObject[];
  readonly isCached: boolean;
}

/** The built parts of a platform by name, and what kept others from being built. */
export interface BuiltPlatform {
  readonly parts: readonly BuiltPart[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A platform with its built parts, or what kept it from being read or built. */
export interface LoadedBuiltPlatform extends LoadedPlatform {
  readonly parts: readonly BuiltPart[];
}

/** Reads, plans and builds the platform that a command line means. */
export async function loadBuiltPlatform(
  context: Context,
  flags: Omit<PlatformFlags, 'output'>,
  { isMirrored = true }: { readonly isMirrored?: boolean } = {},
): Promise<LoadedBuiltPlatform> {
  const loaded = loadPlatform(context, flags);
  if (loaded.platform === undefined || hasErrors(loaded.diagnostics)) return { ...loaded, parts: [] };
  const { plan } = loaded.platform;
  const mirrors = plan.delivery.mirrors.filter((mirror) => isMirrored || !isImageMirror(mirror));
  const { parts, diagnostics } = await buildPlatform(context, {
    ...plan,
    delivery: { ...plan.delivery, mirrors },
  });
  return { ...loaded, parts, diagnostics: [...loaded.diagnostics, ...diagnostics] };
}

/** Builds what a plan delivers, or only some components of it. */
export async function buildPlatform(
  context: Context,
  plan: PlatformPlan,
  only: readonly string[] = [],
): Promise<BuiltPlatform> {
  const all = buildUnits(plan);
  const units = all.filter(
    ({ name, component }) => only.length === 0 || only.includes(name) || only.includes(component),
  );
  const unknown = only
    .filter((wanted) => !all.some(({ name, component }) => wanted === name || wanted === component))
    .map((name) => report('NOT_SELECTED', { args: { name } }));
  if (hasErrors(unknown)) return { parts: [], diagnostics: unknown };
  const { mirrors, kubernetesVersion } = plan.delivery;
  const built = await buildComponents(units, { cwd: context.cwd, mirrors, kubeVersion: kubernetesVersion });
  return {
    parts: units.flatMap((unit, i) => {
      const one = built[i];
      return one === undefined || hasErrors(one.diagnostics) ? [] : [partOf(unit, one, plan)];
    }),
    diagnostics: uniqueDiagnostics([
      ...built.flatMap(({ diagnostics }) => diagnostics),
      ...nestedMirrors(
        built.flatMap(({ nested }) => nested),
        plan.delivery,
      ),
    ]),
  };
}

function partOf(unit: PlatformUnit, built: Built, { delivery }: PlatformPlan): BuiltPart {
  const { isCached } = built;
  if (!delivery.mirrors.some(isImageMirror))
    return { unit, isCached, bytes: built.bytes, objects: built.objects };
  const objects = mirrorImages(built.objects(), delivery.mirrors);
  return { unit, isCached, bytes: Buffer.from(joinObjects(objects)), objects: () => objects };
}

/** A tool that is missing is missed once. */
function uniqueDiagnostics(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  return [...new Map(diagnostics.map((diagnostic) => [diagnostic.message, diagnostic])).values()];
}
