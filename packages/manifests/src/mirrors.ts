/** Where something is fetched from instead of its place upstream. */
export interface Mirror {
  /** A Git repository, a chart repository or one chart in it, a registry, or the first part of any of these. */
  readonly from: string;
  /** What stands in its place: another address, or a path of this machine. */
  readonly to: string;
}

/** The address with its mirrored part replaced, by the longest `from` that it begins with; else as it is. */
export function mirrored(address: string, mirrors: readonly Mirror[]): string {
  const plain = withoutSuffix(address);
  const [best] = mirrors
    .map(({ from, to }) => ({ from: withoutSuffix(from), to }))
    .filter(({ from }) => plain === from || plain.startsWith(`${from}/`))
    .toSorted((a, b) => b.from.length - a.from.length);
  if (best === undefined) return address;
  const rest = plain.slice(best.from.length);
  return rest === '' ? best.to : `${best.to.replace(/\/+$/, '')}${rest}`;
}

function withoutSuffix(address: string): string {
  return address.replace(/\/+$/, '').replace(/\.git$/, '');
}

/** The path of this machine that an address is, or `undefined` where it is one of a network. */
export function localPath(address: string): string | undefined {
  if (address.startsWith('file://')) return address.slice('file://'.length);
  return /^\.{0,2}\//.test(address) ? address : undefined;
}
