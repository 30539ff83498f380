import type { Facts } from '../facts.ts';
import { asksForLogin } from '../login.ts';
import { rulesOf } from '../mesh.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, isRecord, list, records, text, texts } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';
import { matchesSelector, type Workload } from '../workload.ts';

function allPowerful(facts: Facts): readonly Found<'account'>[] {
  const bindings = ['ClusterRoleBinding', 'RoleBinding'].flatMap((kind) =>
    facts.ofKind(`rbac.authorization.k8s.io/${kind}`),
  );
  return bindings.flatMap((binding) => {
    if (!grantsEverything(binding, facts)) return [];
    return records(binding.object.subjects)
      .filter(({ kind }) => kind === 'ServiceAccount')
      .map(({ namespace, name }) => ({
        object: binding,
        path: ['roleRef'],
        args: { account: `${text(namespace) || binding.namespace}/${text(name)}` },
      }));
  });
}

function grantsEverything({ object, namespace }: PlacedObject, { byKey }: Facts): boolean {
  const name = text(at(object, 'roleRef', 'name'));
  if (name === 'cluster-admin') return true;
  const kind = text(at(object, 'roleRef', 'kind'));
  const [role] =
    byKey.get(`rbac.authorization.k8s.io/${kind}/${kind === 'Role' ? namespace : ''}/${name}`) ?? [];
  return records(role?.object.rules).some((one) =>
    ['apiGroups', 'resources', 'verbs'].every((field) => texts(one[field]).includes('*')),
  );
}

/** Policies that let anybody in, and are not behind a login. */
function openPolicies(facts: Facts): readonly Found[] {
  return facts.ofKind('security.istio.io/AuthorizationPolicy').flatMap((policy) => {
    const isAllow = (at(policy.object, 'spec', 'action') ?? 'ALLOW') === 'ALLOW';
    const index = rulesOf(policy).findIndex((one) => Object.keys(one).length === 0);
    if (!isAllow || index < 0 || list(at(policy.object, 'spec', 'rules')).length === 0) return [];
    const pods = selectedBy(policy, facts);
    const isBehindLogin =
      pods.length > 0 &&
      pods.every((one) => asksForLogin({ host: '*', port: undefined, path: '/' }, one, facts));
    return isBehindLogin ? [] : { object: policy, path: ['spec', 'rules', index], args: {} };
  });
}

function selectedBy({ object, namespace }: PlacedObject, { workloads }: Facts): readonly Workload[] {
  const selector = at(object, 'spec', 'selector');
  return workloads.filter(
    ({ owner, labels }) =>
      owner.namespace === namespace && (!isRecord(selector) || matchesSelector(labels, selector)),
  );
}

export const rightRules: readonly Rule[] = [
  rule({
    id: 'ALL_POWERFUL_ACCOUNT',
    severity: 'warning',
    summary: 'No ServiceAccount may do everything',
    message: '{object} lets the ServiceAccount {account} do everything',
    hint: 'Bind it to a role with the verbs and resources that it uses, or suppress this with the reason.',
    explanation:
      'Whoever takes over one pod of such an account has the whole cluster. Seen are the verb * on the resource * of the group *, and cluster-admin.',
    check: allPowerful,
  }),
  rule({
    id: 'OPEN_AUTHORIZATION_POLICY',
    severity: 'warning',
    summary: 'No AuthorizationPolicy lets everybody in',
    message: '{object} allows every request from everywhere',
    hint: 'Name who may: `from` with the principal of the caller, or suppress this with the reason.',
    explanation:
      'A rule without `from`, `to` and `when` matches every request, also one from a pod of any user. Pods behind a login (CUSTOM) are left out.',
    check: openPolicies,
  }),
];
