import {
  type ApplicationNode,
  applicationGraph,
  type Component,
  formatGraph,
  type PlannedComponent,
} from '@kfdist/platform';
import type { AppsFlags } from '../commands/apps.ts';
import type { Context } from '../context.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { printResult, table } from '../print.ts';

/** Lists the Applications by wave, as Argo CD shows them. */
export function apps(this: Context, flags: AppsFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const graph = platform === undefined ? [] : applicationGraph(platform.plan, platform.distribution);
  const rows = platform === undefined ? [] : [...rowsOf(platform, graph), ...othersOf(platform, flags.all)];
  const lines = () =>
    table([
      ['WAVE', 'APPLICATION', 'CATEGORY', 'NAMESPACE', 'SOURCE'],
      ...rows.map(({ wave, application, category, namespace, source }) => [
        wave === null ? '-' : String(wave),
        application,
        category,
        namespace,
        source,
      ]),
    ]);
  printResult(this, flags.output, {
    kind: 'AppsResult',
    data: { applications: rows, graph },
    lines: flags.graph === undefined ? lines : () => [formatGraph(graph, flags.graph ?? 'text')],
    diagnostics,
    sources,
  });
}

interface Row {
  /** The name of the Application before any prefix. */
  readonly name: string;
  readonly application: string;
  readonly component: string;
  /** None for a component that is not selected. */
  readonly wave: number | null;
  readonly selected: boolean;
  readonly category: string;
  readonly namespace: string;
  readonly source: string;
  readonly summary: string;
  readonly group?: string;
  readonly needs: readonly string[];
  readonly after: readonly string[];
}

/** A row for each Application, in the order of the graph: one for a component, one for its Secrets. */
function rowsOf({ plan }: Platform, graph: readonly ApplicationNode[]): readonly Row[] {
  const prefix = plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  return graph.flatMap((node): readonly Row[] => {
    const { application, wave } = node;
    const component = plan.components.find(({ name }) => name === node.component);
    if (component === undefined) return [];
    const name = application.slice(prefix.length);
    if (name === component.name) return [rowOf(component, { application, wave })];
    return [
      {
        name,
        application,
        component: component.name,
        wave,
        selected: true,
        category: node.category,
        namespace: plan.applications.find((one) => one.name === application)?.namespace ?? '-',
        source: 'manifests',
        summary: `Secrets of ${component.name}`,
        needs: [],
        after: [],
      },
    ];
  });
}

function othersOf({ plan, distribution }: Platform, isAsked: boolean): readonly Row[] {
  const names = new Set(plan.components.map(({ name }) => name));
  return distribution.components
    .filter(({ name }) => isAsked && !names.has(name))
    .map((component) => rowOf(component, { application: component.name, wave: null }));
}

function rowOf(component: PlannedComponent | Component, place: Pick<Row, 'application' | 'wave'>): Row {
  const { name, summary, category, namespace, provides, needs, after } = component;
  return {
    name,
    application: place.application,
    component: name,
    wave: place.wave,
    selected: place.wave !== null,
    category,
    namespace: namespace?.name ?? '-',
    source: sourceLine(component),
    summary,
    ...(provides === undefined ? {} : { group: provides }),
    needs,
    after,
  };
}

function sourceLine({ source }: Pick<PlannedComponent, 'source'>): string {
  if ('helm' in source) return `helm ${source.helm.chart} ${source.helm.version}`;
  return 'kustomize' in source ? 'kustomize' : 'manifests';
}
