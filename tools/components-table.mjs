const START = '<!-- components: written by npm run generate -->';
const END = '<!-- /components -->';

/** The components as a Markdown table, by category. */
export function componentsTable({ components, groups }) {
  const rows = components.toSorted(byCategory).map((component) => {
    const { name, summary, category, source, provides, enabled = true } = component;
    return `| [\`${name}\`](../docs/components/${name}.md) | ${category} | ${summary} | ${sourceOf(source)} | ${selectedBy({ name, provides, enabled, groups })} |`;
  });
  return [
    '| Component | Category | What for | Source | Selected |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** A text with the table between its markers replaced; a text without markers is an error. */
export function withTable(text, table) {
  const [start, end] = [text.indexOf(START), text.indexOf(END)];
  if (start < 0 || end < start) throw new Error(`the markers ${START} and ${END} are missing`);
  return `${text.slice(0, start + START.length)}\n\n${table}\n\n${text.slice(end)}`;
}

function byCategory(a, b) {
  const key = ({ category, name }) => `${category} ${name}`;
  return key(a) < key(b) ? -1 : 1;
}

function sourceOf(source) {
  if (source.helm) return `chart ${source.helm.chart} ${source.helm.version}`;
  return source.kustomize ? 'Kustomization' : 'manifests';
}

/** How a component gets selected, as Markdown. */
export function selectedBy({ name, provides, enabled, groups }) {
  if (provides === undefined) return enabled ? 'yes' : `with \`components.${name}: true\``;
  const group = groups.find((one) => one.name === provides);
  const choices = Object.keys(group?.choices ?? {}).filter((choice) => group.choices[choice].includes(name));
  const isDefault = choices.includes(group?.default);
  return `\`components.${provides}: ${choices.join('` or `')}\`${isDefault ? ' (default)' : ''}`;
}
