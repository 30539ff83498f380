import type { UserRequest } from '@kfdist/iam';
import type { PlannedComponent } from './applications.ts';
import { policyScopes, type RoleFacts } from './inputs.ts';
import type { SettingsReader } from './settings-reader.ts';
import type { Locate } from './yaml-document.ts';

/** An IAM user that the settings ask for, and what it is planned from. */
export interface UserUse {
  readonly key: string;
  readonly component: string;
  readonly request: UserRequest;
  /** Settings without a value that it waits for. */
  readonly missing: readonly string[];
}

/** Who declares users, and what is known of the cluster. */
export interface UserUsesInput {
  readonly components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[];
  readonly facts: RoleFacts;
  readonly reader: SettingsReader;
}

/** The IAM users of the selected components: only those that the settings switch on. */
export function userUses({ components, facts, reader }: UserUsesInput): readonly UserUse[] {
  return components.flatMap(({ component }) =>
    component.users
      .filter(({ enabled }) => enabled === 'true')
      .map(({ key, name, policy }) => {
        const { scopes, missing } = policyScopes(policy, reader.settings);
        return {
          key,
          component: component.name,
          request: {
            key,
            name,
            path: facts.input.path,
            policies: scopes.map((scope) => ({ name: policy, scope })),
          },
          missing: [
            ...new Set([
              ...facts.missing,
              ...missing.flatMap((setting) => reader.settings.unset.get(setting) ?? [setting]),
            ]),
          ],
        };
      }),
  );
}
