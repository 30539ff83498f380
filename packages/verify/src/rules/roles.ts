import type { Facts } from '../facts.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

const ANNOTATION = 'eks.amazonaws.com/role-arn';

interface Annotated {
  readonly object: PlacedObject;
  readonly arn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
}

/** The ServiceAccounts that ask for a role, those that profiles make included. */
function annotatedAccounts(facts: Facts): readonly Annotated[] {
  const accounts = facts.ofKind('/ServiceAccount').flatMap((object) => {
    const arn = text(at(object.object, 'metadata', 'annotations', ANNOTATION));
    return arn === '' ? [] : { object, arn, namespace: object.namespace, serviceAccount: object.name };
  });
  const profiles = facts.ofKind('kubeflow.org/Profile').flatMap((object) => {
    const plugins = at(object.object, 'spec', 'plugins');
    const plugin = Array.isArray(plugins)
      ? plugins.find((one) => at(one, 'kind') === 'AwsIamForServiceAccount')
      : undefined;
    const arn = text(at(plugin, 'spec', 'awsIamRole'));
    return arn === '' ? [] : { object, arn, namespace: object.name, serviceAccount: 'default-editor' };
  });
  return [...accounts, ...profiles];
}

function untrusted(facts: Facts): readonly Found<'role'>[] {
  const { roles = [] } = facts.input;
  return annotatedAccounts(facts)
    .filter(
      ({ arn, namespace, serviceAccount }) =>
        !roles.some(
          (role) =>
            role.arn === arn &&
            role.subjects.some(
              (subject) => subject.namespace === namespace && subject.serviceAccount === serviceAccount,
            ),
        ),
    )
    .map(({ object, arn }) => ({
      object,
      path: object.kind === 'Profile' ? ['spec', 'plugins'] : ['metadata', 'annotations', ANNOTATION],
      args: { role: arn },
    }));
}

function unused(facts: Facts): readonly Found<'role' | 'account'>[] {
  const { roles = [] } = facts.input;
  const asking = new Set(
    annotatedAccounts(facts).map(
      ({ arn, namespace, serviceAccount }) => `${arn} ${namespace}/${serviceAccount}`,
    ),
  );
  return roles.flatMap(({ arn, subjects }) =>
    subjects
      .filter(({ namespace, serviceAccount }) => !asking.has(`${arn} ${namespace}/${serviceAccount}`))
      .map(({ namespace, serviceAccount }) => {
        const account = `${namespace}/${serviceAccount}`;
        return { object: subjectObject(namespace, serviceAccount, facts), args: { role: arn, account } };
      }),
  );
}

/** The account as it should be: a finding is about an object even if it is not there. */
function subjectObject(namespace: string, name: string, facts: Facts): PlacedObject {
  const [present] = facts.byKey.get(`/ServiceAccount/${namespace}/${name}`) ?? [];
  const [profile] = facts.byKey.get(`kubeflow.org/Profile//${namespace}`) ?? [];
  const component = { name: '', objects: [] };
  const absent = { object: {}, component, apiVersion: 'v1', group: '', kind: 'ServiceAccount', wave: 0 };
  return present ?? profile ?? { ...absent, namespace, name };
}

export const roleRules: readonly Rule[] = [
  rule({
    id: 'ACCOUNT_WITHOUT_ROLE',
    severity: 'error',
    needs: ['roles'],
    summary: 'Every ServiceAccount that asks for a role is trusted by it',
    message: '{object} asks for the role {role}, whose trust policy does not name it',
    hint: 'Declare the ServiceAccount under `serviceAccounts` of its component, with this role.',
    explanation:
      'Pods of a ServiceAccount that the trust policy does not name are refused by AWS with AccessDenied, long after the platform was applied.',
    check: untrusted,
  }),
  rule({
    id: 'ROLE_WITHOUT_ACCOUNT',
    severity: 'error',
    needs: ['roles'],
    summary: 'Every ServiceAccount that a role trusts is there and asks for it',
    message: 'The role {role} trusts the ServiceAccount {account}, which does not ask for it',
    hint: 'Correct the name under `serviceAccounts` of the component, or annotate the ServiceAccount with eks.amazonaws.com/role-arn: {role}.',
    explanation:
      'A trust policy for a ServiceAccount that no manifest has is an open door for whoever makes one of that name, and the pods that should have the role do not.',
    check: unused,
  }),
];
