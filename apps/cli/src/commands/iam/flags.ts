import { asText, type PlatformFlags, platformAliases, platformFlags } from '../../flags.ts';

/** The flags that say which roles are meant. */
export interface RoleFlags extends PlatformFlags {
  readonly permissionsBoundary?: string;
}

export const roleFlags = {
  ...platformFlags,
  permissionsBoundary: {
    kind: 'parsed',
    parse: asText,
    brief: 'Policy that no role can go beyond [iam.permissions_boundary]',
    placeholder: 'ARN',
    optional: true,
  },
} as const;

export const roleAliases = platformAliases;

/** The flags of what compares the roles with the account. */
export interface CompareFlags extends RoleFlags {
  readonly adopt?: readonly string[];
  readonly detailedExitcode: boolean;
}

const adopt = {
  kind: 'parsed',
  parse: asText,
  brief: 'Role, or association as namespace/name, to take over although it carries no tags of ours',
  placeholder: 'NAME',
  variadic: true,
  optional: true,
} as const;

export const compareFlags = {
  ...roleFlags,
  adopt,
  detailedExitcode: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Exit with 2 when something differs',
  },
} as const;

/** The flags of what changes roles. */
export interface ApplyFlags extends RoleFlags {
  readonly yes: boolean;
  readonly adopt?: readonly string[];
  readonly prune: boolean;
}

export const yesFlag = {
  kind: 'boolean',
  default: false,
  withNegated: false,
  brief: 'Do it without asking',
} as const;

export const applyFlags = {
  ...roleFlags,
  yes: yesFlag,
  adopt,
  prune: {
    kind: 'boolean',
    default: false,
    withNegated: false,
    brief: 'Also delete roles of this cluster that no selected component uses',
  },
} as const;
