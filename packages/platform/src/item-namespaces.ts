import type { Settings } from '@kfdist/config';
import type { Diagnostic } from '@kfdist/diagnostics';
import type { PlannedComponent } from './applications.ts';
import { report } from './codes.ts';

/** Namespaces that every cluster has. */
const OF_KUBERNETES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** A diagnostic for each item of a list, such as a profile, whose namespace belongs to somebody else already. */
export function itemNamespaces(
  components: readonly PlannedComponent[],
  { values, lists }: Settings,
): readonly Diagnostic[] {
  const owners = new Map(OF_KUBERNETES.map((name) => [name, 'Kubernetes itself']));
  for (const { namespace, application } of components)
    if (namespace !== undefined && !owners.has(namespace.name)) owners.set(namespace.name, application);
  const each = new Set(
    components.flatMap(({ serviceAccounts }) => serviceAccounts.flatMap((account) => account.each ?? [])),
  );
  return [...each].flatMap((list) =>
    Array.from({ length: lists.get(list) ?? 0 }, (_, index) => `${list}.${index}`).flatMap((item) => {
      const { key, text: name, valueSpan: span } = values.get(`${item}.name`) ?? {};
      if (key === undefined || name === undefined) return [];
      const owner = owners.get(name);
      owners.set(name, owner ?? item);
      return owner === undefined ? [] : [report('NAMESPACE_TAKEN', { args: { key, name, owner }, span })];
    }),
  );
}
