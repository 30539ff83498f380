import { runCommand } from './run-command.mjs';

const IMAGE = ['-o', 'jsonpath={.spec.template.spec.containers[0].image}'];

/**
 * The cluster of a kubectl context, with the upstreams of the internet. The platform is pushed to `remote`, which is what its
 * settings name and the cluster reads.
 */
export function openKubeContext(context, remote) {
  const ofContext = ([program, ...args]) =>
    program === 'kubectl' ? [program, '--context', context, ...args] : [program, ...args];
  const run = (command, options) => runCommand(ofContext(command), options);
  const kubectl = async (...args) => (await run(['kubectl', ...args])).stdout;
  return {
    name: `kubectl context ${context}`,
    remote,
    hasAws: false,
    bootstrapFlags: ['--context', context],
    lacks: ['roles and secrets in AWS are left out: this run does not touch an account'],
    run,
    kubectl,
    versions: async () => [
      ['Kubernetes', JSON.parse(await kubectl('get', '--raw=/version')).gitVersion],
      [
        'Argo CD',
        await kubectl('get', 'statefulset', 'argocd-application-controller', '-n', 'argocd', ...IMAGE),
      ],
    ],
    up: () => kubectl('get', '--raw=/readyz'),
    publish: () => {},
    close: () => {},
  };
}
