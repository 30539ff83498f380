import { remotePlacesOf } from '@kfdist/credentials';
import type { AcmCertificate } from '../lookups.ts';
import { kubernetesProblem } from '../support.ts';
import { type CheckOutcome, failed, ok, skipped } from './check.ts';
import { type PlatformCheck, type PlatformWorld, settingText, usedValues } from './world.ts';

/** The account and what the platform needs in it. */
export const AWS_CHECKS: readonly PlatformCheck[] = [
  {
    id: 'aws-account',
    title: 'AWS knows you, in the account of the settings',
    needs: [],
    severity: 'error',
    hint: 'Log in, for example with aws sso login, and choose the profile of the account (AWS_PROFILE).',
    isPre: true,
    run: checkAccount,
  },
  {
    id: 'eks-cluster',
    title: 'The EKS cluster is active',
    needs: ['aws-account'],
    severity: 'error',
    hint: 'Check cluster_name and aws_region, or wait until the cluster is made.',
    isPre: true,
    run: checkCluster,
  },
  {
    id: 'eks-version',
    title: 'Its Kubernetes version is supported',
    needs: ['eks-cluster'],
    severity: 'error',
    hint: 'Update the cluster, or take the release of the distribution for its version.',
    isPre: true,
    run: checkVersion,
  },
  {
    id: 'eks-vpc',
    title: 'vpc_id is the VPC of the cluster',
    needs: ['eks-cluster'],
    severity: 'error',
    hint: 'Set vpc_id to the VPC of the cluster.',
    isPre: true,
    run: checkVpc,
  },
  {
    id: 'oidc-issuer',
    title: 'oidc_provider_id is that of the cluster',
    needs: ['eks-cluster'],
    severity: 'error',
    hint: "Set oidc_provider_id to the last part of the cluster's issuer.",
    isPre: true,
    run: checkIssuer,
  },
  {
    id: 'oidc-provider',
    title: 'IAM trusts the OIDC issuer of the cluster',
    needs: ['eks-cluster'],
    severity: 'error',
    hint: 'Make the provider: eksctl utils associate-iam-oidc-provider --cluster NAME --approve',
    isPre: true,
    run: checkProvider,
  },
  {
    id: 'hosted-zone',
    title: 'The hosted zone is public and holds the domain',
    needs: ['aws-account'],
    severity: 'error',
    hint: 'Check route53.hosted_zone_id, route53.hosted_zone_domain and domain.',
    isPre: true,
    run: checkZone,
  },
  {
    id: 'certificate',
    title: 'The certificate of ACM is issued for the hosts',
    needs: ['aws-account'],
    severity: 'error',
    hint: 'Check certificates.acm_arn; a certificate is issued once its validation record is in DNS.',
    isPre: true,
    run: checkCertificate,
  },
  {
    id: 'buckets',
    title: 'The buckets are there, in the region of the cluster',
    needs: ['aws-account'],
    severity: 'error',
    hint: 'Make them, or name others with s3.bucket.*',
    isPre: true,
    run: checkBuckets,
  },
  {
    id: 'role-quota',
    title: 'The account may have the IAM roles that are planned',
    needs: ['aws-account'],
    severity: 'warning',
    hint: 'Ask AWS for a higher quota (Service Quotas, IAM, roles per account), or delete roles that nobody uses.',
    isPre: true,
    run: checkRoleQuota,
  },
  {
    id: 'vcpu-quota',
    title: 'The account may run enough instances',
    needs: ['aws-account'],
    severity: 'warning',
    hint: 'Ask AWS for a higher quota (Service Quotas, EC2, L-1216C47A).',
    isPre: true,
    run: checkCpuQuota,
  },
  {
    id: 'aws-secrets',
    title: 'The values of the Secrets lie in AWS',
    needs: ['aws-account'],
    severity: 'error',
    hint: 'Run kfdist credentials push.',
    isPre: false,
    run: checkSecrets,
  },
];

async function checkAccount(world: PlatformWorld): Promise<CheckOutcome> {
  const { accountId, arn } = await world.aws.caller();
  const wanted = settingText(world, 'aws_account_id');
  return wanted === accountId ? ok(arn) : failed(`${arn} is in ${accountId}, and the settings say ${wanted}`);
}

async function clusterOf(world: PlatformWorld) {
  const name = settingText(world, 'cluster_name') ?? '';
  return { name, found: await world.aws.cluster(name) };
}

async function checkCluster(world: PlatformWorld): Promise<CheckOutcome> {
  const { name, found } = await clusterOf(world);
  if (found === undefined)
    return failed(`there is no cluster ${name} in ${settingText(world, 'aws_region')}`);
  return found.status === 'ACTIVE' ? ok(name) : failed(`${name} is ${found.status}`);
}

async function checkVersion(world: PlatformWorld): Promise<CheckOutcome> {
  const { found } = await clusterOf(world);
  const version = found?.version ?? '';
  const problem = kubernetesProblem(world.distribution.supports, version);
  return problem === undefined ? ok(version) : failed(problem.message);
}

async function checkVpc(world: PlatformWorld): Promise<CheckOutcome> {
  const wanted = settingText(world, 'vpc_id');
  if (wanted === undefined) return skipped('vpc_id is not set');
  const { found } = await clusterOf(world);
  return found?.vpcId === wanted
    ? ok(wanted)
    : failed(`it is ${found?.vpcId}, and the settings say ${wanted}`);
}

async function checkIssuer(world: PlatformWorld): Promise<CheckOutcome> {
  const wanted = settingText(world, 'oidc_provider_id');
  if (wanted === undefined) return skipped('oidc_provider_id is not set');
  const { found } = await clusterOf(world);
  const id = found?.issuer?.split('/').at(-1);
  return id === wanted ? ok(wanted) : failed(`it is ${id ?? 'missing'}, and the settings say ${wanted}`);
}

async function checkProvider(world: PlatformWorld): Promise<CheckOutcome> {
  const { name, found } = await clusterOf(world);
  const issuer = found?.issuer?.replace(/^https:\/\//, '') ?? '';
  const provider = (await world.aws.oidcProviders()).find((arn) => arn.endsWith(`:oidc-provider/${issuer}`));
  if (provider !== undefined) return ok(provider);
  const hint = `Make the provider: eksctl utils associate-iam-oidc-provider --cluster ${name} --approve`;
  return failed(`IAM has no provider for ${issuer}`, hint);
}

async function checkZone(world: PlatformWorld): Promise<CheckOutcome> {
  const id = settingText(world, 'route53.hosted_zone_id');
  if (id === undefined) return skipped('route53.hosted_zone_id is not set');
  const zone = await world.aws.hostedZone(id);
  if (zone === undefined) return failed(`there is no hosted zone ${id}`);
  if (zone.isPrivate) return failed(`${id} (${zone.name}) is private: nobody else sees its records`);
  const domains = ['domain', 'route53.hosted_zone_domain'].flatMap((key) => settingText(world, key) ?? []);
  const outside = domains.find((domain) => domain !== zone.name && !domain.endsWith(`.${zone.name}`));
  return outside === undefined ? ok(zone.name) : failed(`${outside} is not in ${id} (${zone.name})`);
}

const MONTH = 30 * 86_400_000;

async function checkCertificate(world: PlatformWorld): Promise<CheckOutcome> {
  const arn = settingText(world, 'certificates.acm_arn');
  if (settingText(world, 'components.certificates') !== 'acm' || arn === undefined)
    return skipped('the certificate does not come from ACM');
  const certificate = await world.aws.certificate(arn);
  if (certificate === undefined) return failed(`there is no certificate ${arn}`);
  if (certificate.status !== 'ISSUED') return failed(`it is ${certificate.status}`);
  const { expires = Number.POSITIVE_INFINITY } = certificate;
  if (expires < world.now + MONTH)
    return failed(`it expires on ${new Date(expires).toISOString().slice(0, 10)}`);
  const uncovered = hostsOf(world).filter((host) => !covers(certificate, host));
  return uncovered.length === 0
    ? ok(certificate.domains.join(', '))
    : failed(`it is not for ${uncovered.join(', ')}`);
}

function hostsOf(world: PlatformWorld): readonly string[] {
  const domain = settingText(world, 'domain') ?? '';
  return ['subdomain_dashboard', 'subdomain_auth'].flatMap((key) => {
    const host = settingText(world, key);
    return host === undefined ? [] : [`${host}.${domain}`];
  });
}

/** A wildcard stands for one label. */
function covers({ domains }: AcmCertificate, host: string): boolean {
  return domains.includes(host) || domains.includes(host.replace(/^[^.]+/, '*'));
}

async function checkBuckets(world: PlatformWorld): Promise<CheckOutcome> {
  const names = usedValues(world, 's3.bucket.');
  if (names.length === 0) return skipped('no selected component has one');
  const region = settingText(world, 'aws_region');
  const problems = await Promise.all(
    names.map(async (name) => {
      const found = await world.aws.bucketRegion(name);
      if (found === undefined) return `there is no bucket ${name}`;
      return found === region ? undefined : `${name} is in ${found}`;
    }),
  );
  const problem = problems.filter((one) => one !== undefined);
  if (problem.length === 0) return ok(names.join(', '));
  return failed(
    problem.join('; '),
    `aws s3 mb s3://${names[0]} --region ${region}, or name others with s3.bucket.*`,
  );
}

async function checkRoleQuota({ aws, plan }: PlatformWorld): Promise<CheckOutcome> {
  const quota = await aws.roleQuota();
  if (quota === undefined) return skipped('AWS does not say');
  const planned = plan.roles.roles.length;
  const said = `${quota.used} of ${quota.limit} in use, ${planned} planned`;
  return quota.used + planned <= quota.limit ? ok(said) : failed(said);
}

/** Kubeflow with all of its parts asks for about this many. */
const CPUS = 16;

/** Running On-Demand Standard instances. @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-instance-quotas.html */
async function checkCpuQuota({ aws }: PlatformWorld): Promise<CheckOutcome> {
  const limit = await aws.quota('ec2', 'L-1216C47A');
  if (limit === undefined) return skipped('AWS does not say');
  return limit >= CPUS ? ok(`${limit} vCPU`) : failed(`${limit} vCPU in all, and about ${CPUS} are needed`);
}

async function checkSecrets({ aws, plan }: PlatformWorld): Promise<CheckOutcome> {
  const { specs, backend: usual, naming } = plan.credentials;
  const remote = specs.filter(({ backend = usual }) => backend === 'external-secrets');
  const places = remote.flatMap((spec) => remotePlacesOf(spec, naming));
  const names = [...new Set(places.map(({ remoteRef }) => remoteRef.key))].toSorted();
  if (names.length === 0) return skipped('no Secret comes from AWS');
  const found = await aws.existingSecrets(names);
  const missing = names.filter((name) => !found.has(name));
  return missing.length === 0 ? ok(`${names.length} found`) : failed(`missing: ${missing.join(', ')}`);
}
