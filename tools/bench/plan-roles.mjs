/**
 * Plans the roles of clusters with `@kfdist/iam` alone, and prints the CPU milliseconds for all of them.
 * Usage: plan-roles ROLES CLUSTERS
 */
import { planRoles, policies } from '@kfdist/iam';

const [roles, clusters] = process.argv.slice(2).map(Number);
const names = Object.keys(policies);

/** Every policy of the table in turn, with everything that it can be narrowed to. */
function inputOf(number) {
  const clusterName = `cluster-${number}`;
  return {
    partition: 'aws',
    region: 'eu-central-1',
    accountId: String(100_000_000_000 + number),
    clusterName,
    oidcIssuer: `https://oidc.eks.eu-central-1.amazonaws.com/id/${number}`,
    scope: {
      hostedZoneIds: ['Z0123456789ABCDEFGHIJ'],
      domains: [`ml-${number}.example.com`],
      bucket: `artifacts-${number}`,
      prefix: 'pipelines',
      profile: 'team-a',
      nodeRoleArn: 'arn:aws:iam::123456789012:role/node',
    },
    roles: Array.from({ length: roles }, (_, index) => ({
      key: `role_${index}`,
      policies: [names[index % names.length]],
      subjects: [{ namespace: `namespace-${index}`, serviceAccount: 'account' }],
    })),
  };
}

const start = process.cpuUsage();
for (let number = 1; number <= clusters; number++) {
  const { roles: planned, diagnostics } = planRoles(inputOf(number));
  const wrong = diagnostics.find(({ severity }) => severity === 'error');
  if (wrong !== undefined) throw new Error(`${wrong.code}: ${wrong.message}`);
  if (planned.length !== roles) throw new Error('roles are missing');
}
const { user, system } = process.cpuUsage(start);
process.stdout.write(`${(user + system) / 1000}\n`);
