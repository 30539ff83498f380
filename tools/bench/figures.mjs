/**
 * A figure is `{ name, ratio?, limit?, ms?, mb? }`. A limit is `{ of, atMost | atLeast, isAim }`: what it is about, how far it
 * may go, and whether missing it is only told (milliseconds and megabytes differ from machine to machine).
 */

/** A limit on the ratio, which every machine has to keep. */
export const ratioAtMost = (atMost) => ({ of: 'ratio', atMost, isAim: false });
export const ratioAtLeast = (atLeast) => ({ of: 'ratio', atLeast, isAim: false });
/** A limit on the size of what is installed, which is the same on every machine. */
export const mbAtMost = (atMost) => ({ of: 'mb', atMost, isAim: false });
/** What is aimed at, told but not enforced. */
export const aimAtMost = (of, atMost) => ({ of, atMost, isAim: true });
export const aimAtLeast = (of, atLeast) => ({ of, atLeast, isAim: true });

/** How often the CPU time of one contestant goes into that of another, with what the first took. */
export function compared(name, ours, theirs, { limit, mb } = {}) {
  const isFactor = limit?.atLeast !== undefined;
  const ratio = isFactor ? theirs.cpu / ours.cpu : ours.cpu / theirs.cpu;
  return { name, ratio: rounded(ratio), limit, ms: Math.round(ours.cpu), wall: Math.round(ours.wall), mb };
}

/** A number as it is printed and recorded. */
export function rounded(number) {
  return Number(number.toFixed(2));
}

/** Whether a figure keeps its limit; `undefined` if it has none. */
export function keepsLimit({ limit, ...figure }) {
  if (limit === undefined) return undefined;
  const value = figure[limit.of];
  return limit.atMost === undefined ? value >= limit.atLeast : value <= limit.atMost;
}

/** Whether a figure misses a limit that is enforced. */
export function isMissed(figure) {
  return keepsLimit(figure) === false && !figure.limit.isAim;
}
