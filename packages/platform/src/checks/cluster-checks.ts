import { credentialId } from '@kfdist/credentials';
import * as v from 'valibot';
import { applicationGraph } from '../application-graph.ts';
import { platformStatus } from '../application-status.ts';
import { isOtherCluster } from '../kube-cluster.ts';
import { parseApplications } from '../live-application.ts';
import { kubernetesProblem } from '../support.ts';
import { textOf } from '../tree-file.ts';
import { type CheckOutcome, failed, ok, skipped } from './check.ts';
import { kubectl, type PlatformCheck, type PlatformWorld, settingText } from './world.ts';

/** The cluster that kubectl talks to. */
export const CLUSTER_CHECKS: readonly PlatformCheck[] = [
  {
    id: 'kube-context',
    title: 'kubectl means the cluster of the settings',
    needs: ['kubectl'],
    severity: 'error',
    hint: 'Run aws eks update-kubeconfig --name NAME, or name a context with --context.',
    isPre: true,
    run: checkContext,
  },
  {
    id: 'kube-version',
    title: 'The API server answers, in a supported version',
    needs: ['kube-context'],
    severity: 'error',
    hint: 'Update the cluster, or take the release of the distribution for its version.',
    isPre: true,
    run: checkVersion,
  },
  {
    id: 'kube-permissions',
    title: 'You may do everything in the cluster',
    needs: ['kube-version'],
    severity: 'error',
    hint: 'Use an access entry with AmazonEKSClusterAdminPolicy: the platform makes roles, webhooks and definitions.',
    isPre: true,
    run: checkPermissions,
  },
  {
    id: 'kube-nodes',
    title: 'There are enough nodes to begin with',
    needs: ['kube-version'],
    severity: 'error',
    hint: 'Add nodes, or set argocd.installation to install, which needs one.',
    isPre: true,
    run: checkNodes,
  },
  {
    id: 'csi-driver',
    title: 'Volumes can be made on EBS',
    needs: ['kube-version'],
    severity: 'error',
    hint: 'Install the EKS add-on aws-ebs-csi-driver, or select the component of that name.',
    isPre: true,
    run: checkDriver,
  },
  {
    id: 'secrets',
    title: 'The Secrets are in the cluster',
    needs: ['kube-version'],
    severity: 'error',
    hint: 'kfdist status says whether what brings them is up; kfdist credentials status, whether they were made.',
    isPre: false,
    run: checkSecrets,
  },
  {
    id: 'applications',
    title: 'Every Application is synced and healthy',
    needs: ['kube-version'],
    severity: 'error',
    hint: 'kfdist status says what waits for what.',
    isPre: false,
    run: checkApplications,
  },
];

const kubeconfigSchema = v.object({
  'current-context': v.optional(v.string(), ''),
  contexts: v.array(v.object({ context: v.object({ cluster: v.string() }) })),
});

async function checkContext(world: PlatformWorld): Promise<CheckOutcome> {
  const text = await kubectl(world, 'config', 'view', '--minify', '--output', 'json');
  const config = v.parse(kubeconfigSchema, JSON.parse(text));
  const cluster = config.contexts[0]?.context.cluster ?? '';
  const isOther = isOtherCluster(cluster, world.plan.settings) === true;
  return isOther ? failed(`it means ${cluster}`) : ok(world.context ?? config['current-context']);
}

const versionSchema = v.object({
  serverVersion: v.object({ gitVersion: v.string() }),
});

async function checkVersion(world: PlatformWorld): Promise<CheckOutcome> {
  const text = await kubectl(world, 'version', '--output', 'json');
  const version = v.parse(versionSchema, JSON.parse(text)).serverVersion.gitVersion;
  const problem = kubernetesProblem(world.distribution.supports, version);
  return problem === undefined ? ok(version) : failed(problem.message);
}

async function checkPermissions(world: PlatformWorld): Promise<CheckOutcome> {
  const asked = kubectl(world, 'auth', 'can-i', '*', '*', '--all-namespaces');
  const answer = await asked.catch((error: unknown) => {
    // It ends with 1 where the answer is no
    if (error instanceof Error && /^no\b/.test(error.message)) return error.message;
    throw error;
  });
  return answer.trim() === 'yes' ? ok() : failed('you may not');
}

const nodesSchema = v.object({
  items: v.array(
    v.object({
      status: v.object({
        conditions: v.optional(v.array(v.object({ type: v.string(), status: v.string() })), []),
      }),
    }),
  ),
});

/** The highly available installation of Argo CD spreads three replicas over nodes. */
const HIGHLY_AVAILABLE = 3;

async function checkNodes(world: PlatformWorld): Promise<CheckOutcome> {
  const { items } = v.parse(
    nodesSchema,
    JSON.parse(await kubectl(world, 'get', 'nodes', '--output', 'json')),
  );
  const ready = items.filter(({ status }) =>
    status.conditions.some((condition) => condition.type === 'Ready' && condition.status === 'True'),
  ).length;
  const needed = settingText(world, 'argocd.installation')?.startsWith('ha/') === true ? HIGHLY_AVAILABLE : 1;
  return ready >= needed ? ok(`${ready} ready`) : failed(`${ready} ready, ${needed} needed`);
}

const DRIVER = 'ebs.csi.aws.com';

async function checkDriver(world: PlatformWorld): Promise<CheckOutcome> {
  const texts = world.plan.files.map((file) => textOf(file) ?? '');
  if (!texts.some((text) => text.includes(`provisioner: ${DRIVER}`)))
    return skipped('no selected component makes volumes on EBS');
  if (world.plan.components.some(({ name }) => name === 'aws-ebs-csi-driver'))
    return skipped('the platform brings the driver');
  const found = await kubectl(world, 'get', 'csidrivers', DRIVER, '--ignore-not-found', '--output', 'name');
  return found.trim() === '' ? failed(`there is no driver ${DRIVER}`) : ok(DRIVER);
}

async function checkSecrets(world: PlatformWorld): Promise<CheckOutcome> {
  const { specs } = world.plan.credentials;
  if (specs.length === 0) return skipped('the selected components need none');
  const names = new Set(await namesOfSecrets(world));
  const missing = specs.map(credentialId).filter((id) => !names.has(id));
  return missing.length === 0 ? ok(`${specs.length} found`) : failed(`missing: ${missing.join(', ')}`);
}

/** Names only: no value is asked for. */
async function namesOfSecrets(world: PlatformWorld): Promise<readonly string[]> {
  const columns = 'custom-columns=NAMESPACE:.metadata.namespace,NAME:.metadata.name';
  const text = await kubectl(
    world,
    'get',
    'secrets',
    '--all-namespaces',
    '--no-headers',
    '--output',
    columns,
  );
  return text.split('\n').map((line) => line.trim().replace(/\s+/, '/'));
}

async function checkApplications(world: PlatformWorld): Promise<CheckOutcome> {
  const { plan, distribution } = world;
  const namespace = settingText(world, 'argocd.namespace') ?? 'argocd';
  const flags = ['--namespace', namespace, '--output', 'json'];
  const text = await kubectl(world, 'get', 'applications.argoproj.io', ...flags);
  const root = `${settingText(world, 'argocd.name_prefix') ?? ''}kubeflow`;
  const live = parseApplications(JSON.parse(text));
  const { applications, isReady, first } = platformStatus(applicationGraph(plan, distribution), live, root);
  if (isReady) return ok(`${applications.length} ready`);
  const ready = applications.filter(({ progress }) => progress === 'ready').length;
  return failed(`${ready} of ${applications.length} ready; look first at ${first?.application ?? root}`);
}
