import type { Settings } from '@kfdist/config';

/**
 * Whether the name of a cluster in a kubeconfig says that it is another one than the settings mean; `undefined` where the name
 * says nothing. `aws eks update-kubeconfig` takes the ARN, eksctl `<name>.<region>.eksctl.io`.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/create-kubeconfig.html
 */
export function isOtherCluster(cluster: string, { values }: Settings): boolean | undefined {
  const [name, region, account] = ['cluster_name', 'aws_region', 'aws_account_id'].map(
    (key) => values.get(key)?.text,
  );
  const arn = /^arn:[\w-]+:eks:([\w-]+):(\d+):cluster\/(.+)$/.exec(cluster);
  const found =
    arn === null ? /^(.+)\.([\w-]+)\.eksctl\.io$/.exec(cluster)?.slice(1) : [arn[3], arn[1], arn[2]];
  if (found === undefined) return undefined;
  return [name, region, account].some((known, i) => known !== undefined && (found[i] ?? known) !== known);
}
