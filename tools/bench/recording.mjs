/** A figure is worse when it lost more than this part of what it was. */
const TOLERANCE = 0.1;

/** The figures as they are kept: nothing of the machine that they were measured on. */
export function toRecording(figures) {
  return { kind: 'BenchmarkResult', version: 1, figures };
}

/** Reads a recording. */
export function parseRecording(text) {
  const { kind, version, figures } = JSON.parse(text);
  if (kind !== 'BenchmarkResult' || version !== 1 || !Array.isArray(figures))
    throw new Error('This is no recorded run of the benchmark.');
  return figures;
}

/** One sentence for each figure that got worse than recorded; times are left out, since machines differ. */
export function regressions(figures, recorded) {
  const before = new Map(recorded.map((figure) => [figure.name, figure]));
  return figures.flatMap((figure) => {
    const old = before.get(figure.name);
    return old === undefined ? [] : ['ratio', 'mb'].flatMap((unit) => worse(figure, old, unit));
  });
}

function worse(figure, old, unit) {
  const [now, then] = [figure[unit], old[unit]];
  if (now === undefined || then === undefined) return [];
  const isFactor = unit === 'ratio' && figure.limit?.atLeast !== undefined;
  const loss = isFactor ? (then - now) / then : (now - then) / then;
  if (loss <= TOLERANCE) return [];
  return [`${figure.name}: ${unit} was ${then}, is ${now} (${Math.round(loss * 100)} % worse)`];
}
