import { buildCommand } from '@stricli/core';
import type { Context } from '../context.ts';
import { asText, type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

/** How findings are printed. */
export type VerifyOutput = PlatformFlags['output'] | 'sarif';

/** The flags of `kfdist verify`. */
export interface VerifyFlags extends Omit<PlatformFlags, 'output'> {
  readonly output: VerifyOutput;
  readonly provides?: readonly string[];
  readonly kubernetesVersion?: string;
  readonly previous?: string;
  readonly lock?: string;
}

/** A pattern without a kind would match nothing, and nobody would know. */
function asProvision(input: string): string {
  if (/^[A-Z*][\w*]*\/[^/]/.test(input)) return input;
  throw new SyntaxError(`Expected a kind and a name like Namespace/shop or Secret/shop/*, got ${input}`);
}

/** `kfdist verify`: whether built objects fit together. */
export const verifyCommand = buildCommand<VerifyFlags, [string?], Context>({
  loader: async () => (await import('../actions/verify/verify.ts')).verifyObjects,
  parameters: {
    flags: {
      ...platformFlags,
      output: {
        kind: 'enum',
        values: ['table', 'json', 'yaml', 'sarif'],
        default: 'table',
        brief: 'How to print on standard output; sarif is for code hosts',
      },
      provides: {
        kind: 'parsed',
        parse: asProvision,
        brief:
          'What comes from outside: Secret/<namespace>/<name>, Kind/<group>/<kind>; * stands for any text',
        placeholder: 'WHAT',
        variadic: true,
        optional: true,
      },
      kubernetesVersion: {
        kind: 'parsed',
        parse: asText,
        brief: 'Version of the cluster [the newest that the distribution is for]',
        placeholder: 'VERSION',
        optional: true,
      },
      previous: {
        kind: 'parsed',
        parse: asText,
        brief: 'Folder or file with the objects as they were, to find fields that may not change',
        placeholder: 'DIR',
        optional: true,
      },
      lock: {
        kind: 'parsed',
        parse: asText,
        brief:
          'File with the digests of images, which each image has to be in [images.lock.json if it is there]',
        placeholder: 'FILE',
        optional: true,
      },
    },
    aliases: platformAliases,
    positional: {
      kind: 'tuple',
      parameters: [
        {
          parse: asText,
          brief:
            'File or folder with built objects, - is standard input [builds the platform of the settings]',
          placeholder: 'FILE|DIR',
          optional: true,
        },
      ],
    },
  },
  docs: {
    brief: 'Prove that built objects fit together before anything is applied',
    fullDescription: [
      'Prove that built objects fit together before anything is applied: what is referred to and missing, what comes too late, hosts without login, roles that trust nobody, policies that cut what is needed, and more. Needs no cluster; to build the platform, it needs kustomize and helm.',
      '',
      'EXAMPLES',
      '  kfdist verify -f kfdist.yaml                         # builds the platform and verifies it',
      '  kfdist verify built -f kfdist.yaml                   # the same from files, one for each component',
      "  kfdist verify manifests.yaml                         # anybody's rendered YAML",
      '  helm template app ./chart | kfdist verify - --provides Namespace/app',
      '  kfdist verify built -o sarif > kfdist.sarif          # for the code host',
    ].join('\n'),
  },
});
