import { localPath, type Mirror, mirrored } from './mirrors.ts';
import { parseRemoteBase } from './remote-base.ts';

/** A Kustomization that reads its bases from mirrors, and what cannot be read from there. */
export interface MirroredBases {
  readonly text: string;
  /** Files of the web whose repository has a mirror: only Git can be asked there. */
  readonly unreachable: readonly string[];
}

const ENTRY = /^(\s*-\s+)(["']?)([^\s"'#]+)\2(?=\s*(?:#.*)?$)/gm;

/** The text of a Kustomization with every base that has a mirror in the network named by it. Paths of this machine are no mirrors for others. */
export function mirrorBases(text: string, mirrors: readonly Mirror[]): MirroredBases {
  const unreachable: string[] = [];
  const changed = text.replaceAll(ENTRY, (whole, dash: string, quote: string, entry: string) => {
    const base = parseRemoteBase(entry);
    if (base === undefined) return whole;
    const address = base.kind === 'folder' ? base.repository : base.url;
    const elsewhere = networkMirror(address, mirrors);
    const isKept = elsewhere === undefined;
    const repository = base.kind === 'file' ? base.place?.repository : undefined;
    if (isKept && repository !== undefined && networkMirror(repository, mirrors) !== undefined)
      unreachable.push(entry);
    if (isKept) return whole;
    const query = entry.includes('?') ? entry.slice(entry.indexOf('?')) : '';
    const place = base.kind === 'folder' ? `${elsewhere}//${base.path}${query}` : elsewhere;
    return `${dash}${quote}${place}${quote}`;
  });
  return { text: changed, unreachable };
}

/** Where an address is read from in the network, or `undefined` where it has no mirror there. */
export function networkMirror(address: string, mirrors: readonly Mirror[]): string | undefined {
  const elsewhere = mirrored(address, mirrors);
  return elsewhere === address || localPath(elsewhere) !== undefined ? undefined : elsewhere;
}
