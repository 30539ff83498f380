import type { Facts } from '../facts.ts';
import { onceForEachObject, type ReferredKind } from '../reference.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/** A rule that everything of a kind that objects name is there. */
function provided(
  kinds: readonly ReferredKind[],
  { id, what, hint, explanation }: Pick<Rule, 'id' | 'explanation'> & { what: string; hint: string },
): Rule {
  return {
    id,
    severity: 'error',
    needs: [],
    summary: `Every ${what} that objects name is there`,
    message: `{object} names the ${what} {name}, which nothing brings`,
    hint,
    explanation,
    check: (facts) => missing(facts, kinds),
  };
}

function missing(facts: Facts, kinds: readonly ReferredKind[]): readonly Found<'name'>[] {
  const lacking = facts.references.filter(
    (reference) =>
      !reference.isOptional && kinds.includes(reference.kind) && facts.provision(reference) === undefined,
  );
  return onceForEachObject(lacking.map(({ key: _key, ...whole }) => whole)).map(
    ({ from, path, namespace, name }) => ({
      object: from,
      path,
      args: { name: namespace === '' ? name : `${namespace}/${name}` },
    }),
  );
}

/** A rule that the keys are there which objects read from Secrets or ConfigMaps. */
function keyed(kind: 'Secret' | 'ConfigMap', id: string): Rule {
  return rule({
    id,
    severity: 'error',
    summary: `Every key that pods read from a ${kind} is in it`,
    message: `{object} reads the key {key} of the ${kind} {name}, which has {keys}`,
    hint: `Correct the key, or add it to the ${kind}.`,
    explanation: `A container that reads a missing key of a ${kind} does not start. What a controller fills at run time is not looked into.`,
    check: (facts) => missingKeys(facts, kind),
  });
}

function missingKeys(facts: Facts, kind: 'Secret' | 'ConfigMap'): readonly Found<'key' | 'keys' | 'name'>[] {
  return onceForEachObject(facts.references.filter((reference) => reference.kind === kind)).flatMap(
    (reference) => {
      const { from, path, namespace, name, key, isOptional } = reference;
      const keys = facts.provision(reference)?.keys;
      if (isOptional || key === undefined || keys === undefined || keys.has(key)) return [];
      return {
        object: from,
        path,
        args: { key, name: `${namespace}/${name}`, keys: [...keys].toSorted().join(', ') || 'none' },
      };
    },
  );
}

export const referenceRules: readonly Rule[] = [
  provided(['Secret'], {
    id: 'MISSING_SECRET',
    what: 'Secret',
    hint: 'Declare it under `secrets` of the component, or say that it comes from outside: --provides Secret/{name}.',
    explanation:
      'A pod waits for ever for a Secret that nobody makes. Secrets count as brought by Secret, ExternalSecret, SealedSecret and Certificate objects; optional references and pull secrets may be missing.',
  }),
  keyed('Secret', 'MISSING_SECRET_KEY'),
  provided(['ConfigMap'], {
    id: 'MISSING_CONFIG_MAP',
    what: 'ConfigMap',
    hint: 'Correct the name, or say that it comes from outside: --provides ConfigMap/{name}.',
    explanation: 'A pod waits for ever for a ConfigMap that is not there, unless the reference is optional.',
  }),
  keyed('ConfigMap', 'MISSING_CONFIG_MAP_KEY'),
  provided(['ServiceAccount'], {
    id: 'MISSING_SERVICE_ACCOUNT',
    what: 'ServiceAccount',
    hint: 'Correct the name, or say that it comes from outside: --provides ServiceAccount/{name}.',
    explanation:
      'No pod is created for a ServiceAccount that is not there, and a binding to one gives nobody a right.',
  }),
  provided(['PersistentVolumeClaim'], {
    id: 'MISSING_CLAIM',
    what: 'PersistentVolumeClaim',
    hint: 'Correct the name, or say that it comes from outside: --provides PersistentVolumeClaim/{name}.',
    explanation: 'A pod waits for ever for a volume claim that is not there.',
  }),
  provided(['StorageClass'], {
    id: 'MISSING_STORAGE_CLASS',
    what: 'StorageClass',
    hint: 'Correct the name, or say that it comes from outside: --provides StorageClass/{name}.',
    explanation:
      'A claim of a class that is not there stays Pending. EKS brings no default class of its own.',
  }),
  provided(['PriorityClass'], {
    id: 'MISSING_PRIORITY_CLASS',
    what: 'PriorityClass',
    hint: 'Correct the name, or say that it comes from outside: --provides PriorityClass/{name}.',
    explanation: 'No pod is created with a priority class that is not there.',
  }),
  provided(['IngressClass'], {
    id: 'MISSING_INGRESS_CLASS',
    what: 'IngressClass',
    hint: 'Correct the name, or say that it comes from outside: --provides IngressClass/{name}.',
    explanation: 'Nothing serves an Ingress of a class that is not there.',
  }),
  provided(['Role', 'ClusterRole'], {
    id: 'MISSING_RBAC_ROLE',
    what: 'role',
    hint: 'Correct the name, or say that it comes from outside: --provides ClusterRole/{name}.',
    explanation: 'A binding to a Role or ClusterRole that is not there gives nobody a right.',
  }),
  provided(['Service'], {
    id: 'MISSING_SERVICE',
    what: 'Service',
    hint: 'Correct the name and namespace, or say that it comes from outside: --provides Service/{name}.',
    explanation:
      'A webhook, APIService or Ingress whose Service is not there fails; a webhook that fails blocks every object that it is asked about.',
  }),
  provided(['Issuer', 'ClusterIssuer', 'SecretStore', 'ClusterSecretStore'], {
    id: 'MISSING_ISSUER_OR_STORE',
    what: 'issuer or store',
    hint: 'Correct the name and kind, or say that it comes from outside: --provides ClusterIssuer/{name}.',
    explanation:
      'A Certificate without its issuer, or an ExternalSecret without its store, never becomes ready, and its Secret is never made.',
  }),
];
