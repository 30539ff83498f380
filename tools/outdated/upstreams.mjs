const PINS = 'distribution/upstreams.yaml';

/** The files with an upstream at its newest release: its pin, and every component that names it. */
export function movedUpstream({ newest, commit, tag }, upstream, files) {
  const { name, chart, version, release } = upstream;
  return new Map(
    [...files].map(([path, text]) => {
      if (path === PINS) return [path, movedPin(text, name, pinEdits(upstream, { newest, commit, tag }))];
      if (upstream.commit !== undefined) return [path, text.replaceAll(upstream.commit, commit)];
      return [path, path.endsWith('/component.yaml') ? movedChart(text, { chart, version, newest }) : text];
    }),
  );

  function pinEdits({ source, commit: before }, to) {
    if (before !== undefined)
      return [
        [before, to.commit],
        [`release: ${release}`, `release: ${to.tag}`],
      ];
    return [
      [`version: ${version}`, `version: ${to.newest}`],
      [`tag: ${source.tag}`, `tag: ${to.tag}`],
    ];
  }
}

/** Edits the item of a list that has the name, and no other. */
function movedPin(text, name, edits) {
  return text.replace(new RegExp(`^  - name: ${name}\\n(?: {4}.*\\n)*`, 'm'), (item) =>
    edits.reduce((moved, [from, to]) => moved.replace(from, () => to), item),
  );
}

function movedChart(text, { chart, version, newest }) {
  const names = new RegExp(
    `(\\bchart: ${chart},?\\s+version: )${version.replaceAll('.', '\\.')}(?![\\w.-])`,
    'g',
  );
  return text.replace(names, (_, before) => before + newest);
}
