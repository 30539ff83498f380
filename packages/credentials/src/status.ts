import { BACKENDS, type Backend, type CredentialSpec, credentialId, keyId } from './credential.ts';
import type { LockedSecret } from './lock.ts';
import { type PlanInput, planCredentials, type Reason } from './plan.ts';
import { sourcesOf } from './value-graph.ts';

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
  const { lock } = input;
  const { plan } = planCredentials({ ...input, backends: BACKENDS });
  const declared = plan.secrets.map(({ spec, backend, write }): CredentialStatus => {
    const secret = credentialId(spec);
    const locked = lock.secrets[secret];
    const made = oldest(spec, input);
    return {
      secret,
      component: spec.component,
      backend,
      state: locked === undefined ? 'missing' : write.length > 0 ? 'stale' : 'current',
      stale: Object.fromEntries(write.map(({ key, reason }) => [key, reason])),
      ...(made === undefined ? {} : { made }),
      certificates: locked === undefined ? [] : certificatesOf(locked),
    };
  });
  const left = Object.entries(lock.secrets).filter(([id]) => plan.obsolete.includes(id));
  return [...declared, ...left.map(([id, locked]) => obsolete(id, locked))];
}

function oldest(spec: CredentialSpec, { graph, lock }: Pick<PlanInput, 'graph' | 'lock'>) {
  const sources = spec.keys.flatMap(({ key }) => [...sourcesOf(keyId(spec, key), graph)]);
  return sources.flatMap((id) => lock.values[id]?.made ?? []).toSorted()[0];
}

function certificatesOf({ keys }: LockedSecret): readonly string[] {
  return [...new Set(Object.values(keys).flatMap(({ certificate }) => certificate ?? []))].toSorted();
}

function obsolete(secret: string, locked: LockedSecret): CredentialStatus {
  return {
    secret,
    component: '',
    backend: locked.backend,
    state: 'obsolete',
    stale: {},
    certificates: certificatesOf(locked),
  };
}
