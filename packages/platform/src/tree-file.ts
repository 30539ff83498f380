/** A file of a folder in memory. Paths are relative and separated by `/`. */
export interface TreeFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
  /** The target of a symbolic link, as written; `bytes` is empty then. */
  readonly symlink?: string;
  /** The path to show to people, where it differs from `path`. */
  readonly origin?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** A text file. */
export function textFile(path: string, text: string): TreeFile {
  return { path, bytes: encoder.encode(text) };
}

/** The text of a file, or `undefined` if it is not UTF-8. A byte order mark is kept. */
export function textOf(file: TreeFile): string | undefined {
  try {
    return decoder.decode(file.bytes);
  } catch {
    return undefined;
  }
}

/** Whether a symbolic link at `path` with this target stays inside the folder that paths are relative to. */
export function staysInside(path: string, target: string): boolean {
  if (target.startsWith('/')) return false;
  let depth = path.split('/').length - 1;
  for (const part of target.split('/')) {
    if (part === '..') depth--;
    else if (part !== '.' && part !== '') depth++;
    if (depth < 0) return false;
  }
  return true;
}

/** Orders paths by UTF-16 units, the same everywhere. */
export function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}
