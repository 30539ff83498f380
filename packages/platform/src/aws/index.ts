export type { AwsCaller, AwsLookups, EksCluster, HostedZone } from '../lookups.ts';
export { type AwsLookupOptions, awsLookups } from './lookups.ts';
