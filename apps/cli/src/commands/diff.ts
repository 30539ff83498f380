import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import {
  asText,
  type PlatformFlags,
  platformAliases,
  platformFlags,
  type TreeFlags,
  treeFlags,
} from '../flags.ts';

export interface DiffFlags extends PlatformFlags, TreeFlags {
  readonly built: boolean;
  readonly against?: string;
  readonly markdown: boolean;
}

/** `kfdist diff`: what setup would change, or what would change in the cluster. */
export const diffCommand = buildCommand<DiffFlags, [], Context>({
  loader: async () =>
    async function (this: Context, flags: DiffFlags) {
      if (flags.built || flags.against !== undefined || flags.markdown)
        return await (await import('../actions/built-diff.ts')).diffBuilt.call(this, flags);
      (await import('../actions/diff.ts')).diff.call(this, flags);
    },
  parameters: {
    flags: {
      ...platformFlags,
      ...treeFlags,
      built: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Compare the final objects with those of a revision',
      },
      against: {
        kind: 'parsed',
        parse: asText,
        brief: 'Revision of settings and distribution to compare with, for --built [HEAD]',
        placeholder: 'REV',
        optional: true,
      },
      markdown: {
        kind: 'boolean',
        default: false,
        withNegated: false,
        brief: 'Print Markdown for a pull request, for --built',
      },
    },
    aliases: platformAliases,
  },
  docs: {
    brief: 'Show what setup would change, as a unified diff',
    fullDescription: [
      'Show what setup would change, as a unified diff. Of files that may hold sensitive values only the names are shown. With --built, show what would change in the cluster since a revision: both sides are built with kustomize and helm.',
      '',
      'EXAMPLES',
      '  kfdist diff -f kfdist.yaml',
      '  kfdist diff -f kfdist.yaml --set domain=ml.example.org',
      '  kfdist diff -f kfdist.yaml --detailed-exitcode  # 2 when something would change',
      '  kfdist diff -f kfdist.yaml --built --against origin/main --markdown > comment.md',
    ].join('\n'),
  },
});
