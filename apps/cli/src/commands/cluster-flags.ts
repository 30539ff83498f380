import { asText, type PlatformFlags, platformAliases, platformFlags } from '../flags.ts';

/** The flags of what looks at a cluster, or tells how to change it. */
export interface ClusterFlags extends PlatformFlags {
  readonly outputDir?: string;
  readonly context?: string;
}

const outputDir = {
  kind: 'parsed',
  parse: asText,
  brief: 'Folder of the tree [git_repo.path below the Git root]',
  placeholder: 'DIR',
  optional: true,
} as const;

export const contextFlag = {
  kind: 'parsed',
  parse: asText,
  brief: 'Context of kubectl [the present one]',
  placeholder: 'NAME',
  optional: true,
} as const;

export const treeFolderFlags = { ...platformFlags, outputDir } as const;
export const clusterFlags = { ...treeFolderFlags, context: contextFlag } as const;
export const clusterAliases = platformAliases;

/** `90s`, `15m`, `2h`, or seconds. */
export function seconds(input: string): number {
  const [, number, unit = 's'] = /^(\d{1,6})([smh]?)$/.exec(input) ?? [];
  const factor = { s: 1, m: 60, h: 3600, '': 1 }[unit];
  if (number === undefined || factor === undefined)
    throw new SyntaxError(`Expected a duration like 90s, 15m or 2h, got ${input}`);
  return Number(number) * factor;
}
