import { commandRunner, type RunCommand } from '@kfdist/credentials/cluster';
import * as v from 'valibot';

/** How kubectl is run. */
export interface KubeOptions {
  /** @default the present context */
  readonly context?: string;
  /** @default programs of this machine */
  readonly run?: RunCommand;
}

/** The cluster that kubectl talks to. */
export interface KubeContext {
  readonly name: string;
  /** The name of the cluster in the kubeconfig; `aws eks update-kubeconfig` takes the ARN. */
  readonly cluster: string;
  readonly server: string;
}

const kubeconfigSchema = v.object({
  'current-context': v.optional(v.string(), ''),
  contexts: v.optional(v.nullable(v.array(v.object({ context: v.object({ cluster: v.string() }) }))), []),
  clusters: v.optional(v.nullable(v.array(v.object({ cluster: v.object({ server: v.string() }) }))), []),
});

/** The context that kubectl would use, without asking the cluster. @throws when there is none */
export async function readContext({
  context,
  run = commandRunner(),
}: KubeOptions = {}): Promise<KubeContext> {
  const { status, stdout, stderr } = await run({
    program: 'kubectl',
    arguments: ['config', 'view', '--minify', '--output', 'json', ...contextFlags(context)],
  });
  if (status !== 0)
    throw new Error(
      `kubectl has no cluster to talk to: ${stderr.trim()}. Run aws eks update-kubeconfig, or name a context with --context.`,
    );
  const config = v.parse(kubeconfigSchema, JSON.parse(stdout));
  return {
    name: context ?? config['current-context'],
    cluster: config.contexts?.[0]?.context.cluster ?? '',
    server: config.clusters?.[0]?.cluster.server ?? '',
  };
}

/** The flags that make kubectl use a context. */
export function contextFlags(context: string | undefined): readonly string[] {
  return context === undefined ? [] : ['--context', context];
}
