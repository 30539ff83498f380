import { type Backend, type CredentialSpec, credentialId } from './credential.ts';
import type { CredentialsLock } from './lock.ts';
import { type PlanInput, planCredentials, type Reason } from './plan.ts';
import { keyId, sourcesOf } from './value-graph.ts';

/** How one Secret stands. */
export interface CredentialStatus {
  /** `namespace/name`. */
  readonly secret: string;
  readonly component: string;
  readonly backend: Backend;
  /** `missing` was never written, `stale` has keys that a run would write, `obsolete` is declared no longer. */
  readonly state: 'current' | 'stale' | 'missing' | 'obsolete';
  /** The keys that a run would write, with the reason. */
  readonly stale: Readonly<Record<string, Reason>>;
  /** When the oldest of its generated values was made. */
  readonly made?: string;
  /** Fingerprints of the certificates it is sealed for. */
  readonly certificates: readonly string[];
}

/**
 * How each Secret stands, in order of declaration, without any value and without a key. Pass the present fingerprint
 * as in `planCredentials`; what is sealed for another one has another fingerprint here.
 */
export function credentialStatus(input: Omit<PlanInput, 'rotate' | 'backends'>): readonly CredentialStatus[] {
  const { lock, specs } = input;
  const { plan } = planCredentials({ ...input, backends: ['sealed-secrets', 'external-secrets'] });
  const declared = plan.secrets.map(({ spec, backend, write }): CredentialStatus => {
    const secret = credentialId(spec);
    const state = lock.secrets[secret] === undefined ? 'missing' : write.length > 0 ? 'stale' : 'current';
    const made = oldest(specs, secret, input);
    return {
      secret,
      component: spec.component,
      backend,
      state,
      stale: Object.fromEntries(write.map(({ key, reason }) => [key, reason])),
      ...(made === undefined ? {} : { made }),
      certificates: certificatesOf(secret, lock),
    };
  });
  return [...declared, ...plan.obsolete.map((secret) => obsolete(secret, lock))];
}

function oldest(
  specs: readonly CredentialSpec[],
  secret: string,
  { graph, lock }: Pick<PlanInput, 'graph' | 'lock'>,
) {
  const keys = specs
    .filter((spec) => credentialId(spec) === secret)
    .flatMap((spec) => spec.keys.map(({ key }) => keyId(spec, key)));
  const sources = keys.flatMap((id) => [...sourcesOf(id, graph)]);
  return sources.flatMap((id) => lock.values[id]?.made ?? []).toSorted()[0];
}

function certificatesOf(secret: string, { secrets }: CredentialsLock): readonly string[] {
  const keys = Object.values(secrets[secret]?.keys ?? {});
  return [...new Set(keys.flatMap(({ certificate }) => certificate ?? []))].toSorted();
}

function obsolete(secret: string, lock: CredentialsLock): CredentialStatus {
  return {
    secret,
    component: '',
    backend: lock.secrets[secret]?.backend ?? 'sealed-secrets',
    state: 'obsolete',
    stale: {},
    certificates: certificatesOf(secret, lock),
  };
}
