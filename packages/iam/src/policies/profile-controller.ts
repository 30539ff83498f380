import type { Partition } from '../partition.ts';
import { type PolicyDocument, policyDocument } from '../policy.ts';
import { definePolicy } from '../policy-definition.ts';

/** Where the roles of profiles are. */
export interface ProfileControllerScope {
  readonly partition: Partition;
  readonly accountId: string;
  /** Path of the roles of the cluster; those in its `profiles/` folder may be changed. */
  readonly rolePath: string;
}

/**
 * Lets the profile controller rewrite the trust of the roles of profiles, for `AwsIamForServiceAccount` without
 * `annotateOnly`.
 *
 * Prefer `annotateOnly: true` and no role at all: the plugin replaces the whole trust policy, and leaves a role that
 * every ServiceAccount may assume when the last profile goes.
 *
 * @see https://github.com/kubeflow/dashboard/blob/v2.0.0/components/profile-controller/controllers/plugin_iam.go
 */
export function profileControllerPolicy(scope: ProfileControllerScope): PolicyDocument {
  const { partition, accountId, rolePath } = scope;
  return policyDocument([
    {
      Sid: 'RewriteProfileTrust',
      Effect: 'Allow',
      Action: ['iam:GetRole', 'iam:UpdateAssumeRolePolicy'],
      Resource: `arn:${partition}:iam::${accountId}:role${rolePath}profiles/*`,
    },
  ]);
}

/** `profile-controller` of the table of policies. */
export const profileController = definePolicy({
  summary: 'Rewrites the trust of the roles of profiles',
  source: 'kubeflow/dashboard v2.0.0 components/profile-controller/controllers/plugin_iam.go',
  needs: ['rolePath'],
  uses: [],
  wildcards: { RewriteProfileTrust: 'The folder has only the roles of profiles.' },
  document: profileControllerPolicy,
});
