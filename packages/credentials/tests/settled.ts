import {
  type CredentialSpec,
  credentialId,
  EMPTY_LOCK,
  type PlanInput,
  planCredentials,
  recordPlan,
  valueGraph,
} from '../src/index.ts';

export const NOW = '2026-03-01T10:00:00Z';
export const LATER = '2026-04-01T10:00:00Z';
/** The certificate that everything is sealed for. */
export const FINGERPRINT = 'f'.repeat(64);
const sealedText = (id: string, key: string) => `${id}/${key}`.padEnd(16, '=').slice(-16);

/** The state after a complete run: everything sealed and recorded. */
export function settled(specs: readonly CredentialSpec[], changes: Partial<PlanInput> = {}) {
  const { graph } = valueGraph(specs);
  const input: PlanInput = {
    specs,
    graph,
    lock: EMPTY_LOCK,
    defaultBackend: 'sealed-secrets',
    backends: ['sealed-secrets', 'external-secrets'],
    fingerprint: FINGERPRINT,
    ...changes,
  };
  const { plan } = planCredentials(input);
  const sealed = new Map(
    specs.map((spec) => {
      const id = credentialId(spec);
      return [id, new Map(spec.keys.map(({ key }) => [key, sealedText(id, key)]))] as const;
    }),
  );
  const seals = new Map(
    [...sealed].map(([id, keys]) => {
      const marks = [...keys].map(([key, seal]) => [key, { seal, certificate: FINGERPRINT }] as const);
      return [id, new Map(marks)] as const;
    }),
  );
  return { ...input, sealed, lock: recordPlan(EMPTY_LOCK, plan, { graph, now: NOW, seals }) };
}
