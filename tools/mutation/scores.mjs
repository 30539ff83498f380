/** Mutants by what became of them, in a report of the mutation testing schema; `score` is how many of 100 were noticed. */
export function scoreOf({ files }) {
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted) => states.filter((status) => wanted.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  const leftOut = count('Ignored');
  return {
    noticed,
    missed,
    leftOut,
    score: noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed),
  };
}

/** The mutants that no test noticed, one line for each, in order of their places. */
export function survivors({ files }) {
  return Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, { mutants }]) =>
      mutants
        .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
        .toSorted((a, b) => a.location.start.line - b.location.start.line)
        .map(
          ({ location, replacement, mutatorName }) =>
            `${file}:${location.start.line} ${mutatorName}: ${oneLine(replacement)}`,
        ),
    );
}

function oneLine(text = '') {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
