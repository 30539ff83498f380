import { runCommand } from './run-command.mjs';

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
    up: () => kubectl('get', '--raw=/readyz'),
    publish: () => {},
    close: () => {},
  };
}
