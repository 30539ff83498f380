import type { BuildSource, BuildUnit } from '@kfdist/manifests';
import type { PlatformPlan } from './plan.ts';

/** One thing to build, and the component that it belongs to. */
export interface PlatformUnit extends BuildUnit {
  readonly component: string;
  readonly wave: number;
}

/** What the Applications of a plan deliver, by name: components, and the Secrets of components as `<component>-secrets`. */
export function buildUnits({
  applications,
  files,
  root,
}: Pick<PlatformPlan, 'applications' | 'files' | 'root'>): readonly PlatformUnit[] {
  return applications
    .map(({ source: given, namespace, labels = {}, name, wave }): PlatformUnit => {
      const component = labels['kfdist.dev/component'] ?? name;
      const source: BuildSource =
        given.kind === 'helm' ? given : { kind: given.kind, path: given.path.slice(root.length + 1) };
      const folder = source.kind === 'helm' ? '' : source.path.split('/').slice(0, 2).join('/');
      return {
        name: folder.startsWith('secrets/') ? `${component}-secrets` : component,
        component,
        wave,
        source,
        namespace,
        files: folder === '' ? [] : files.filter(({ path }) => path.startsWith(`${folder}/`)),
      };
    })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}
