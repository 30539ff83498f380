import { NOT_IN_SAMPLE } from './sample.mjs';

const MISSED = ['Survived', 'NoCoverage'];

/**
 * Mutants by what became of them, in a report of the mutation testing schema; `score` is how many of 100 were noticed. Those that
 * count only while a module loads are left out, since modules are loaded once, unchanged; what a test runs as well is tried.
 */
export function scoreOf(report) {
  const tried = mutantsOf(report).filter((mutant) => reasonOf(mutant) === undefined);
  const count = (statuses) => tried.filter(({ status }) => statuses.includes(status)).length;
  const [noticed, missed] = [count(['Killed', 'Timeout']), count(MISSED)];
  return { noticed, missed, score: noticed + missed === 0 ? 100 : (100 * noticed) / (noticed + missed) };
}

/** How many mutants were not tried, by why. */
export function leftOutOf(report) {
  const reasons = mutantsOf(report).flatMap((mutant) => reasonOf(mutant) ?? []);
  return [...new Set(reasons)].map((why) => [why, reasons.filter((one) => one === why).length]);
}

/** The mutants that no test noticed, one line for each, in order of their places. */
export function survivors(report) {
  return mutantsOf(report)
    .filter((mutant) => MISSED.includes(mutant.status) && reasonOf(mutant) === undefined)
    .map(
      ({ file, location, replacement, mutatorName }) =>
        `${file}:${location.start.line} ${mutatorName}: ${oneLine(replacement)}`,
    );
}

function mutantsOf({ files }) {
  return Object.entries(files)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, { mutants }]) =>
      mutants
        .map((mutant) => ({ ...mutant, file }))
        .toSorted((a, b) => a.location.start.line - b.location.start.line),
    );
}

function reasonOf({ status, statusReason }) {
  if (statusReason === NOT_IN_SAMPLE) return NOT_IN_SAMPLE;
  return status === 'Ignored' ? 'they count only while a module loads' : undefined;
}

function oneLine(text = '') {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
