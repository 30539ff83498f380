import type { Diagnostic } from '@kfdist/diagnostics';
import type { FileChange } from './changes.ts';
import { report } from './codes.ts';
import type { Distribution } from './distribution.ts';
import type { PlatformPlan } from './plan.ts';

/** What decides whether a deselection is meant. */
export interface DeselectionInput {
  readonly plan: PlatformPlan;
  readonly distribution: Distribution;
  /** Components whose data may be deleted. */
  readonly confirmed: readonly string[];
}

/** What the removal of Applications from a tree deletes in the cluster: data needs to be confirmed. */
export function deselections(
  changes: readonly FileChange[],
  { plan, distribution, confirmed }: DeselectionInput,
): readonly Diagnostic[] {
  const prefix = plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  const data = new Map(distribution.components.map((component) => [component.name, component.data]));
  return removedApplications(changes).map((application) => {
    const component = application.startsWith(prefix) ? application.slice(prefix.length) : application;
    const held = data.get(component);
    return held === undefined || confirmed.includes(component)
      ? report('DESELECTED', { args: { component } })
      : report('CONFIRM_DESELECTION', { args: { component, data: held } });
  });
}

function removedApplications(changes: readonly FileChange[]): readonly string[] {
  const own = new Set(['kustomization', 'projects']);
  return changes
    .filter(({ type }) => type === 'delete')
    .flatMap(({ path }) => /^applications\/(.+)\.yaml$/.exec(path)?.[1] ?? [])
    .filter((name) => !own.has(name));
}
