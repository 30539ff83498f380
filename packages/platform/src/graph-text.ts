import type { ApplicationNode } from './application-graph.ts';

/** The forms in which a graph of Applications can be written. */
export const GRAPH_FORMS = ['text', 'dot', 'mermaid'] as const;
/** A form that a graph can be written in. */
export type GraphForm = (typeof GRAPH_FORMS)[number];

/** The graph of the Applications: text for people, DOT for Graphviz, or Mermaid for Markdown. */
export function formatGraph(nodes: readonly ApplicationNode[], form: GraphForm): string {
  return FORMATS[form](nodes);
}

type Format = (nodes: readonly ApplicationNode[]) => string;

const FORMATS: Readonly<Record<GraphForm, Format>> = { text: asText, dot: asDot, mermaid: asMermaid };

function asText(nodes: readonly ApplicationNode[]): string {
  return wavesOf(nodes)
    .map(([wave, members]) => {
      const lines = members.map(({ application, after }) =>
        after.length === 0 ? `  ${application}` : `  ${application} <- ${after.join(', ')}`,
      );
      return [`wave ${wave}`, ...lines].join('\n');
    })
    .join('\n');
}

/** @see https://graphviz.org/doc/info/lang.html */
function asDot(nodes: readonly ApplicationNode[]): string {
  const ranks = wavesOf(nodes).map(
    ([wave, members]) =>
      `  { rank=same; /* wave ${wave} */ ${members.map(({ application }) => `${JSON.stringify(application)};`).join(' ')} }`,
  );
  const edges = edgesOf(nodes).map(([from, to]) => `  ${JSON.stringify(from)} -> ${JSON.stringify(to)};`);
  return ['digraph kfdist {', '  rankdir=LR;', '  node [shape=box];', ...ranks, ...edges, '}'].join('\n');
}

/** @see https://mermaid.js.org/syntax/flowchart.html */
function asMermaid(nodes: readonly ApplicationNode[]): string {
  const ids = new Map(nodes.map(({ application }, i) => [application, `a${i}`]));
  const waves = wavesOf(nodes).flatMap(([wave, members]) => [
    `  subgraph w${wave} [wave ${wave}]`,
    ...members.map(({ application }) => `    ${ids.get(application)}["${application}"]`),
    '  end',
  ]);
  const edges = edgesOf(nodes).map(([from, to]) => `  ${ids.get(from)} --> ${ids.get(to)}`);
  return ['flowchart LR', ...waves, ...edges].join('\n');
}

function wavesOf(
  nodes: readonly ApplicationNode[],
): readonly (readonly [number, readonly ApplicationNode[]])[] {
  const waves = [...new Set(nodes.map(({ wave }) => wave))].toSorted((a, b) => a - b);
  return waves.map((wave) => [wave, nodes.filter((node) => node.wave === wave)]);
}

/** From what is created first to what comes after it. */
function edgesOf(nodes: readonly ApplicationNode[]): readonly (readonly [string, string])[] {
  const known = new Set(nodes.map(({ application }) => application));
  return nodes.flatMap(({ application, after }) =>
    after.filter((other) => known.has(other)).map((other) => [other, application] as const),
  );
}
