import type { Diagnostic } from '@kfdist/diagnostics';
import type { PlatformPlan } from '@kfdist/platform';
import { report } from '../../codes.ts';
import type { RoleFlags } from '../../commands/iam/flags.ts';
import type { Context } from '../../context.ts';
import type { PlatformFlags } from '../../flags.ts';
import { type LoadedPlatform, loadPlatform } from '../../platform.ts';

/** The roles that a command line means, or what keeps them from being known. */
export interface LoadedRoles extends Pick<LoadedPlatform, 'diagnostics' | 'sources'> {
  readonly roles?: PlatformPlan['roles'];
}

/** Reads settings and distribution, and plans the roles. */
export function loadRoles(
  context: Context,
  { permissionsBoundary, set = [], ...flags }: PlatformFlags & Pick<RoleFlags, 'permissionsBoundary'>,
): LoadedRoles {
  const boundary =
    permissionsBoundary === undefined ? [] : [`iam.permissions_boundary=${permissionsBoundary}`];
  const { platform, diagnostics, sources } = loadPlatform(context, { ...flags, set: [...set, ...boundary] });
  const roles = platform?.plan.roles;
  const unknown = roles === undefined ? [] : unknownOwner(roles);
  return { ...(roles && { roles }), diagnostics: [...diagnostics, ...unknown], sources };
}

/** Manifests may do without what says whose the roles are. */
function unknownOwner({ owner }: PlatformPlan['roles']): readonly Diagnostic[] {
  const settings = [
    ...(owner.accountId === '' ? ['aws_account_id'] : []),
    ...(owner.region === '' ? ['aws_region'] : []),
  ];
  return settings.map((setting) => report('OWNER_UNKNOWN', { args: { setting } }));
}

/** Roles that nobody may delete, because the settings do not say yet what they should be. */
export function waitingKeys({ waiting }: PlatformPlan['roles']): readonly string[] {
  return waiting.map(({ key }) => key);
}

/** What people should know of the roles that are not planned. */
export function notesOf({ elsewhere, uses }: PlatformPlan['roles']): readonly string[] {
  return uses
    .filter(({ key }) => elsewhere.includes(key))
    .map(({ key, arn }) => `kept by you: ${key}, ${arn}`);
}
