import { NOT_IN_SAMPLE } from './sample.mjs';

/** Mutants by what became of them, in a report of the mutation testing schema; `score` is how many of 100 were noticed. */
export function scoreOf({ files }) {
  const states = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...wanted) => states.filter((status) => wanted.includes(status)).length;
  const noticed = count('Killed', 'Timeout');
  const missed = count('Survived', 'NoCoverage');
  return { noticed, missed, score: noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed) };
}

/** How many mutants were not tried, by why. */
export function leftOutOf({ files }) {
  const reasons = Object.values(files)
    .flatMap(({ mutants }) => mutants)
    .filter(({ status }) => status === 'Ignored')
    .map(({ statusReason }) =>
      statusReason === NOT_IN_SAMPLE ? NOT_IN_SAMPLE : 'they count only while a module loads',
    );
  return [...new Set(reasons)].map((why) => [why, reasons.filter((one) => one === why).length]);
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
