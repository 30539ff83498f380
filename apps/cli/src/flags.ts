/** A value that is taken as it is. */
export const asText = (input: string): string => input;

/** The flags that say which platform is meant; every command that plans one has them. */
export interface PlatformFlags {
  readonly file?: readonly string[];
  readonly set?: readonly string[];
  readonly distribution?: string;
  readonly output: OutputFormat;
}

/** How data is printed on standard output. */
export type OutputFormat = 'table' | 'json' | 'yaml';

export const platformFlags = {
  file: {
    kind: 'parsed',
    parse: asText,
    brief:
      'Settings file, setup.conf or kfdist.yaml; later files win, - is standard input [kfdist.yaml, setup.conf]',
    placeholder: 'FILE',
    variadic: true,
    optional: true,
  },
  set: {
    kind: 'parsed',
    parse: asText,
    brief: 'One setting more: key=value; wins over the files',
    placeholder: 'KEY=VALUE',
    variadic: true,
    optional: true,
  },
  distribution: {
    kind: 'parsed',
    parse: asText,
    brief: 'Folder of the distribution [./distribution, or the one kfdist came with]',
    placeholder: 'DIR',
    optional: true,
  },
  output: {
    kind: 'enum',
    values: ['table', 'json', 'yaml'],
    default: 'table',
    brief: 'How to print on standard output',
  },
} as const;

export const platformAliases = { f: 'file', o: 'output' } as const;

/** The flags that say where the tree goes and what may be replaced there. */
export interface TreeFlags {
  readonly outputDir?: string;
  readonly overwrite: boolean;
  readonly confirm?: readonly string[];
  readonly detailedExitcode: boolean;
}

export const treeFlags = {
  outputDir: {
    kind: 'parsed',
    parse: asText,
    brief: 'Folder to write to [git_repo.path below the Git root]',
    placeholder: 'DIR',
    optional: true,
  },
  overwrite: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Replace edited and foreign files too',
  },
  confirm: {
    kind: 'parsed',
    parse: asText,
    brief: 'A deselected component whose data may be deleted',
    placeholder: 'COMPONENT',
    variadic: true,
    optional: true,
  },
  detailedExitcode: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Exit with 2 when changes are pending',
  },
} as const;
