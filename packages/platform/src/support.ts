import type { Diagnostic } from '@kfdist/diagnostics';
import * as v from 'valibot';
import { report } from './codes.ts';
import type { Locate } from './yaml-document.ts';

/** The formats of a distribution that this release reads. A format counts up when an older release would misread a newer one. */
export const DISTRIBUTION_FORMATS: readonly number[] = [1];

const minor = v.pipe(v.string(), v.regex(/^1\.\d+$/, 'a Kubernetes version such as "1.33"'));

/** The shape of `supports` in `settings.yaml`. */
export const supportSchema = v.strictObject({
  kubeflow: v.string(),
  kubernetes: v.strictObject({ from: minor, to: minor }),
});

/** What a distribution is made for: the release of Kubeflow in it, and the Kubernetes versions that it runs on. */
export type Support = Readonly<v.InferOutput<typeof supportSchema>>;

/** Why this release cannot read a `settings.yaml`: its `format` is another one than those known; one without says 1. */
export function formatProblem(settings: unknown, locate: Locate): Diagnostic | undefined {
  const format = formatOf(settings);
  if (DISTRIBUTION_FORMATS.some((known) => known === format)) return undefined;
  return report('UNSUPPORTED_DISTRIBUTION', {
    args: { format: String(format), known: DISTRIBUTION_FORMATS.join(', ') },
    span: locate(['format']),
  });
}

function formatOf(settings: unknown): unknown {
  return typeof settings === 'object' && settings !== null && 'format' in settings ? settings.format : 1;
}

/**
 * Why a distribution is not for a cluster's Kubernetes version, such as `1.34` or `v1.34.2-eks-1a2b3c`; `undefined` where it is, and
 * where nobody can tell.
 */
export function kubernetesProblem(support: Support | undefined, version: string): Diagnostic | undefined {
  const number = minorOf(version);
  if (support === undefined || number === undefined) return undefined;
  const { from, to } = support.kubernetes;
  if (number >= (minorOf(from) ?? 0) && number <= (minorOf(to) ?? 0)) return undefined;
  return report('UNSUPPORTED_KUBERNETES', { args: { version, from, to } });
}

function minorOf(version: string): number | undefined {
  const found = /^v?1\.(\d+)/.exec(version)?.[1];
  return found === undefined ? undefined : Number(found);
}
