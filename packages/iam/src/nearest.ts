/** The name that is closest to a misspelt one, unless none is close. */
export function nearest(wrong: string, names: readonly string[]): string | undefined {
  const limit = Math.max(2, Math.floor(wrong.length / 4));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > limit) continue;
    const distance = editDistance(wrong.toLowerCase(), name.toLowerCase());
    if (distance <= limit && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name, distance };
  }
  return best?.name;
}

function editDistance(one: string, other: string): number {
  let before = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let row = 1; row <= one.length; row++) {
    const after = [row];
    for (let at = 1; at <= other.length; at++) {
      const swap = (before[at - 1] ?? 0) + (one[row - 1] === other[at - 1] ? 0 : 1);
      after.push(Math.min(swap, (before[at] ?? 0) + 1, (after[at - 1] ?? 0) + 1));
    }
    before = after;
  }
  return before[other.length] ?? 0;
}
