import { applicationGraph, type Component, formatGraph, type PlannedComponent } from '@kfdist/platform';
import type { AppsFlags } from '../commands/apps.ts';
import type { Context } from '../context.ts';
import { loadPlatform } from '../platform.ts';
import { printResult, table } from '../print.ts';

/** Lists the Applications by wave. */
export function apps(this: Context, flags: AppsFlags): void {
  const { platform, diagnostics, sources } = loadPlatform(this, flags);
  const graph = platform === undefined ? [] : applicationGraph(platform.plan, platform.distribution);
  const selected = platform?.plan.components ?? [];
  const names = new Set(selected.map(({ name }) => name));
  const others = flags.all
    ? (platform?.distribution.components ?? []).filter(({ name }) => !names.has(name))
    : [];
  const rows = [
    ...selected.map(rowOf),
    ...others.map((component) => ({ ...rowOf(component), wave: null, selected: false })),
  ];
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

function rowOf(component: PlannedComponent | Component) {
  const { name, summary, category, namespace, provides, needs, after } = component;
  return {
    name,
    application: 'application' in component ? component.application : name,
    wave: 'wave' in component ? component.wave : null,
    selected: true,
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
