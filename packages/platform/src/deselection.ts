import type { Diagnostic } from '@kfdist/diagnostics';
import * as v from 'valibot';
import { parseAllDocuments } from 'yaml';
import type { FileChange } from './changes.ts';
import { report } from './codes.ts';
import type { Distribution } from './distribution.ts';
import type { PlatformPlan } from './plan.ts';
import { type TreeFile, textOf } from './tree-file.ts';

/** What decides whether a deselection is meant. */
export interface DeselectionInput {
  readonly plan: PlatformPlan;
  readonly distribution: Distribution;
  /** Components whose data may be deleted. */
  readonly confirmed: readonly string[];
}

/** What the removal of Applications from a tree deletes in the cluster, and what it leaves: data needs to be confirmed. */
export function deselections(
  changes: readonly FileChange[],
  { plan, distribution, confirmed }: DeselectionInput,
): readonly Diagnostic[] {
  const prefix = plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  const still = new Set(plan.applications.map(({ name }) => name.slice(prefix.length)));
  const data = new Map(distribution.components.map((component) => [component.name, component.data]));
  const removed = removedApplications(changes);
  const renamed = removed.find(({ name }) => still.has(name));
  const said = removed.flatMap(({ name, application }) => {
    const held = data.get(name);
    if (held !== undefined && !confirmed.includes(name))
      return report('CONFIRM_DESELECTION', { args: { component: name, data: held } });
    return still.has(name) ? [] : report('DESELECTED', { args: { component: application } });
  });
  return [
    ...(renamed === undefined
      ? []
      : [report('RENAMED', { args: { before: renamed.application, after: `${prefix}${renamed.name}` } })]),
    ...said,
    ...(removed.length === 0 ? [] : leftBehind(changes)),
  ];
}

/**
 * What Argo CD does not delete with an Application, because the project, which is narrowed first, allows it no longer.
 * Definitions of kinds stay anyway.
 */
function leftBehind(changes: readonly FileChange[]): readonly Diagnostic[] {
  const narrowed = changes.find(({ path }) => path === 'applications/projects.yaml');
  if (narrowed?.type !== 'update') return [];
  const [before, after] = [allowedBy(narrowed.before), allowedBy(narrowed.file)];
  const namespaces = before.namespaces.filter((namespace) => !after.namespaces.includes(namespace));
  const kept = new Set(after.kinds.map(resourceOf));
  const kinds = before.kinds.filter((kind) => !kept.has(resourceOf(kind)) && kind.kind !== DEFINITION);
  return [
    ...namespaces.map((namespace) => report('NAMESPACE_LEFT', { args: { namespace } })),
    ...kinds.map((kind) => report('KIND_LEFT', { args: { kind: kind.kind, resource: resourceOf(kind) } })),
  ];
}

const DEFINITION = 'CustomResourceDefinition';

const projectSchema = v.object({
  kind: v.literal('AppProject'),
  spec: v.object({
    destinations: v.array(v.object({ namespace: v.string() })),
    clusterResourceWhitelist: v.array(v.object({ group: v.string(), kind: v.string() })),
  }),
});

/** The namespaces and the kinds of the cluster that the projects of a file allow, each once. */
function allowedBy(file: TreeFile) {
  const specs = parseAllDocuments(textOf(file) ?? '').flatMap((document) => {
    const { success, output } = v.safeParse(projectSchema, document.toJS());
    return success ? [output.spec] : [];
  });
  const namespaces = specs.flatMap(({ destinations }) => destinations.map(({ namespace }) => namespace));
  const kinds = specs.flatMap(({ clusterResourceWhitelist }) => clusterResourceWhitelist);
  return { namespaces: [...new Set(namespaces)], kinds };
}

/** As kubectl knows a kind. */
function resourceOf({ group, kind }: { readonly group: string; readonly kind: string }): string {
  return [kind.toLowerCase(), ...(group === '' ? [] : [group])].join('.');
}

interface RemovedApplication {
  readonly application: string;
  /** Its name without the prefix of that time. */
  readonly name: string;
}

function removedApplications(changes: readonly FileChange[]): readonly RemovedApplication[] {
  const own = new Set(['kustomization', 'projects']);
  return changes.flatMap((change) => {
    const [, application] = /^applications\/(.+)\.yaml$/.exec(change.path) ?? [];
    if (change.type !== 'delete' || application === undefined || own.has(application)) return [];
    const component =
      /^ *kfdist\.dev\/component: (\S+)$/m.exec(textOf(change.before) ?? '')?.[1] ?? application;
    return [{ application, name: application.slice(Math.max(0, application.lastIndexOf(component))) }];
  });
}
