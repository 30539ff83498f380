import { API_VERSIONS, type ApiVersion } from '../api-versions.ts';
import type { Facts } from '../facts.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/** Whether a version such as `1.34` is at least another. */
function isAtLeast(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split('.').map(Number);
  return major > otherMajor || (major === otherMajor && minor >= otherMinor);
}

const BY_KIND: ReadonlyMap<string, ApiVersion> = new Map(
  API_VERSIONS.flatMap((entry) => entry.kinds.map((kind) => [`${entry.apiVersion}/${kind}`, entry])),
);

type Matches = (entry: ApiVersion, cluster: string) => boolean;

function outdated(
  { objects, input }: Facts,
  matches: Matches,
): readonly Found<'since' | 'use' | 'version'>[] {
  const { kubernetesVersion: cluster = '' } = input;
  return objects.flatMap((object) => {
    const entry = BY_KIND.get(`${object.apiVersion}/${object.kind}`);
    if (entry === undefined || !matches(entry, cluster)) return [];
    const isRemoved = entry.removed !== undefined && isAtLeast(cluster, entry.removed);
    const since = isRemoved ? (entry.removed ?? '') : entry.deprecated;
    const use = entry.replacement ?? 'nothing in its place';
    return { object, path: ['apiVersion'], args: { version: object.apiVersion, since, use } };
  });
}

export const versionRules: readonly Rule[] = [
  rule({
    id: 'REMOVED_API',
    severity: 'error',
    needs: ['kubernetesVersion'],
    summary: 'No object uses an API that the cluster no longer has',
    message: '{object} uses {version}, which Kubernetes removed in {since}',
    hint: 'Use {use}.',
    explanation:
      'The API server of the declared version refuses the object. @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
    check: (facts) =>
      outdated(facts, ({ removed }, cluster) => removed !== undefined && isAtLeast(cluster, removed)),
  }),
  rule({
    id: 'DEPRECATED_API',
    severity: 'warning',
    needs: ['kubernetesVersion'],
    summary: 'No object uses an API that will be removed',
    message: '{object} uses {version}, which is deprecated since Kubernetes {since}',
    hint: 'Use {use}.',
    explanation:
      'It works today and ends with a later version of Kubernetes. @see https://kubernetes.io/docs/reference/using-api/deprecation-guide/',
    check: (facts) =>
      outdated(
        facts,
        ({ deprecated, removed }, cluster) =>
          isAtLeast(cluster, deprecated) && !(removed !== undefined && isAtLeast(cluster, removed)),
      ),
  }),
];
