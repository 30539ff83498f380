import type { Diagnostic } from '@kfdist/diagnostics';
import { type Mirror, mirrorBases, networkMirror } from '@kfdist/manifests';
import { report } from './codes.ts';
import type { DeliveryInputs } from './inputs.ts';
import { isImageMirror } from './mirror-images.ts';
import { type TreeFile, textFile, textOf } from './tree-file.ts';

/** The files of a tree whose sources are read from mirrors, and the mirrors that only final objects can follow. */
export interface MirroredReferences {
  readonly files: readonly TreeFile[];
  readonly diagnostics: readonly Diagnostic[];
}

const KUSTOMIZATION = /^components\/.*(?:^|\/)kustomization(?:\.ya?ml)?$/i;

/** Names the mirrors in the Kustomizations that Argo CD builds; final objects need that no more. */
export function mirrorReferences(
  files: readonly TreeFile[],
  { delivery, mirrors }: DeliveryInputs,
): MirroredReferences {
  if (delivery === 'hydrated' || mirrors.length === 0) return { files, diagnostics: [] };
  const images = mirrors
    .filter(isImageMirror)
    .map(({ from }) => needsHydration(from, 'an image may stand anywhere in an upstream'));
  const diagnostics: Diagnostic[] = [...images];
  const changed = files.map((file) => {
    if (!KUSTOMIZATION.test(file.path)) return file;
    const text = textOf(file) ?? '';
    const mirrored = mirrorBases(text, mirrors);
    diagnostics.push(
      ...mirrored.unreachable.map((url) =>
        needsHydration(url, 'a mirror of Git has no address for one file'),
      ),
    );
    return mirrored.text === text ? file : { ...file, bytes: textFile(file.path, mirrored.text).bytes };
  });
  return { files: changed, diagnostics };
}

function needsHydration(what: string, why: string): Diagnostic {
  return report('MIRROR_NEEDS_HYDRATION', { args: { what, why } });
}

/** The bases inside upstreams that have a mirror which Argo CD would not be told of. */
export function nestedMirrors(
  nested: readonly string[],
  { delivery, mirrors }: DeliveryInputs,
): readonly Diagnostic[] {
  if (delivery === 'hydrated') return [];
  return [...new Set(nested)]
    .filter((repository) => networkMirror(repository, mirrors) !== undefined)
    .map((repository) => needsHydration(repository, 'an upstream names it itself'));
}

/** The repository and name of a chart where its mirror in the network has it. */
export function mirroredChart<Chart extends { readonly repository: string; readonly chart: string }>(
  source: Chart,
  mirrors: readonly Mirror[],
): Chart {
  const address = networkMirror(`${source.repository.replace(/\/+$/, '')}/${source.chart}`, mirrors);
  if (address === undefined) return source;
  const slash = address.lastIndexOf('/');
  return { ...source, repository: address.slice(0, slash), chart: address.slice(slash + 1) };
}
