import { buildCommand as command } from '@stricli/core';
import type { Context } from '../context.ts';
import {
  asText,
  type PlatformFlags,
  platformAliases,
  platformFlags,
  type TreeFlags,
  treeFlags,
} from '../flags.ts';

export interface BuildFlags extends PlatformFlags, TreeFlags {
  readonly hydrate: boolean;
}

/** `kfdist build`: the final objects, made by kustomize and helm. */
export const buildCommand = command<BuildFlags, string[], Context>({
  loader: async () => (await import('../actions/build.ts')).build,
  parameters: {
    flags: {
      ...platformFlags,
      ...treeFlags,
      outputDir: {
        ...treeFlags.outputDir,
        brief: 'Folder to write to, one file for each component [standard output]',
      },
      hydrate: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Write the tree for Argo CD with final objects in place of sources',
      },
    },
    positional: {
      kind: 'array',
      parameter: {
        parse: asText,
        brief: 'Component to build [all selected]',
        placeholder: 'COMPONENT',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Build the final objects with kustomize and helm',
    fullDescription: [
      'Build the final objects of the selected components with kustomize and helm, as Argo CD does. What did not change comes from a cache (KFDIST_CACHE).',
      '',
      'EXAMPLES',
      '  kfdist build -f kfdist.yaml dex oauth2-proxy',
      '  kfdist build -f kfdist.yaml --output-dir built  # built/<component>.yaml',
      '  kfdist build -f kfdist.yaml --hydrate           # the tree, with delivery: hydrated',
    ].join('\n'),
  },
});
