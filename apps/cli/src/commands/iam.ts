import { buildRouteMap } from '@stricli/core';
import { applyCommand } from './iam/apply.ts';
import { checkCommand } from './iam/check.ts';
import { destroyCommand } from './iam/destroy.ts';
import { driftCommand } from './iam/drift.ts';
import { exportCommand } from './iam/export.ts';
import { planCommand } from './iam/plan.ts';

/** `kfdist iam`: the roles of the platform, made and kept true. */
export const iamRoutes = buildRouteMap({
  routes: {
    plan: planCommand,
    apply: applyCommand,
    drift: driftCommand,
    destroy: destroyCommand,
    export: exportCommand,
    check: checkCommand,
  },
  docs: {
    brief: 'Plan, make, compare and export the IAM roles of the platform',
    fullDescription: [
      'Plan, make, compare and export the IAM roles of the platform: trust for exactly its ServiceAccounts, policies for exactly its resources.',
      '',
      'EXAMPLES',
      '  kfdist iam plan -f kfdist.yaml                      # what apply would do; reads AWS, changes nothing',
      '  kfdist iam apply -f kfdist.yaml --yes',
      '  kfdist iam export -f kfdist.yaml --format terraform # needs no AWS',
      '  kfdist iam check policy.json                        # a policy from anywhere',
      '',
      'Credentials, region, profile and endpoint are found as the AWS SDK finds them.',
    ].join('\n'),
  },
});
