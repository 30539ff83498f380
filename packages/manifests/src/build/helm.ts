import type { ChartSource } from '../build-source.ts';
import type { ChartAccess } from './chart-access.ts';
import { findChart } from './charts.ts';
import { basicEnvironment, runProgram } from './run-program.ts';
import { toolMessage } from './tool-message.ts';
import { UpstreamError } from './upstream-error.ts';

/** What rendering a chart needs. */
export interface HelmBuild extends ChartAccess {
  readonly namespace: string | undefined;
  /** The version of Kubernetes that charts are told. */
  readonly kubeVersion: string;
}

/**
 * Renders a chart as Argo CD does: with its kinds, without its tests, values by standard input.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/
 */
export async function buildChart(source: ChartSource, build: HelmBuild): Promise<string> {
  const chart = await findChart(source, build);
  const namespace = build.namespace === undefined ? [] : ['--namespace', build.namespace];
  const finished = await runProgram({
    program: build.helm.program,
    arguments: [
      'template',
      source.releaseName,
      chart,
      ...namespace,
      '--include-crds',
      '--skip-tests',
      '--kube-version',
      build.kubeVersion,
      '--values',
      '-',
    ],
    input: JSON.stringify(source.values),
    env: basicEnvironment(),
  });
  if (finished.status !== 0)
    throw new UpstreamError(toolMessage(finished.stderr, (text) => text.replaceAll(`${chart}/`, '')));
  return finished.stdout.toString('utf8');
}
