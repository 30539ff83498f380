import { OWNER_TAGS, type Owner } from './role.ts';

/** Whether tags say that something belongs to an owner. */
export function isOwned({ clusterName, region }: Owner, tags: Readonly<Record<string, string>>): boolean {
  return tags[OWNER_TAGS.cluster] === clusterName && tags[OWNER_TAGS.region] === region;
}
