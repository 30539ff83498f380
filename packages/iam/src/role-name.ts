import { LIMITS } from './policy.ts';

/**
 * The name of a role of a cluster: `<prefix>-<key>`, with what IAM does not take made `-`.
 *
 * A name that had to be changed or is longer than the limit ends with a hash of what it stands for, so that two of
 * them stay apart.
 *
 * @example
 * roleName('example', 'external_dns'); //=> 'example-external_dns'
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export function roleName(prefix: string, key: string): string {
  return limitedName(`${prefix}-${key}`, LIMITS.roleName);
}

/** A name that IAM takes, of at most `limit` characters. */
export function limitedName(wanted: string, limit: number): string {
  const legal = wanted.replaceAll(/[^\w+=,.@-]/g, '-');
  if (legal === wanted && wanted.length <= limit && wanted !== '') return wanted;
  const hash = fingerprint(wanted);
  return `${legal.slice(0, limit - hash.length - 1)}-${hash}`;
}

/** Eight characters that differ for different texts; no secret, only a distinction (FNV-1a of 64 bits). */
function fingerprint(text: string): string {
  let hash = 0xcbf29ce484222325n;
  for (let at = 0; at < text.length; at++) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(at))) * 0x100000001b3n);
  }
  return hash.toString(36).padStart(8, '0').slice(-8);
}
