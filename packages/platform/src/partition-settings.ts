import type { SettingDefinition, Settings } from '@kfdist/config';
import { dnsSuffix, isPartition, partitionOfRegion } from '@kfdist/iam';

/**
 * The definitions with the partition that the region lies in as the default of `aws_partition`, and the DNS suffix of the
 * partition as that of `aws_dns_suffix`. The same list comes back where the defaults are right as they are.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function withPartitionOfRegion(
  definitions: readonly SettingDefinition[],
  { values }: Settings,
): readonly SettingDefinition[] {
  const given = values.get('aws_partition');
  const ofRegion = partitionOfRegion(values.get('aws_region')?.text ?? '');
  const partition = given?.origin === 'default' ? (ofRegion ?? given.text) : given?.text;
  if (partition === undefined || !isPartition(partition)) return definitions;
  const facts = new Map([
    ['aws_partition', partition],
    ['aws_dns_suffix', dnsSuffix(partition)],
  ]);
  const better = definitions.flatMap((definition) => {
    const fact = facts.get(definition.key);
    return fact === undefined || definition.default === fact ? [] : [{ ...definition, default: fact }];
  });
  // Of equal keys the last counts
  return better.length === 0 ? definitions : [...definitions, ...better];
}
