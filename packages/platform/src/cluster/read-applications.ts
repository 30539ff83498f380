import { commandRunner } from '@kfdist/credentials/cluster';
import { type LiveApplication, parseApplications } from '../live-application.ts';
import { contextFlags, type KubeOptions } from './kube-context.ts';

/**
 * The Applications in the namespace of Argo CD; none where the cluster does not know the kind yet.
 *
 * @throws when the cluster cannot be asked
 */
export async function readApplications(
  namespace: string,
  { context, run = commandRunner() }: KubeOptions = {},
): Promise<readonly LiveApplication[]> {
  const flags = ['--namespace', namespace, '--output', 'json', ...contextFlags(context)];
  const { status, stdout, stderr } = await run({
    program: 'kubectl',
    arguments: ['get', 'applications.argoproj.io', ...flags],
  });
  if (status === 0) return parseApplications(JSON.parse(stdout));
  if (/doesn't have a resource type/.test(stderr)) return [];
  throw new Error(
    `The Applications could not be read: ${stderr.trim().replace(/[.?]$/, '')}. Check the context and who you are there (kubectl auth whoami).`,
  );
}
