import type { Entry, Settings } from '@kfdist/config';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { renderBytes } from '@kfdist/manifests';
import { report } from './codes.ts';
import { staysInside, type TreeFile } from './tree-file.ts';

/** A tree of anybody's with its placeholders replaced. */
export interface RenderedTree {
  readonly files: readonly TreeFile[];
  /** Every key that a file reads. */
  readonly uses: ReadonlySet<string>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Replaces the placeholders in every file of a tree: the find-and-replace that `setup_repo.sh` of the predecessor did.
 * Names of files are left alone; files without a placeholder come back as they are.
 *
 * @see https://github.com/argoflow/argoflow-aws
 */
export function renderTree(
  files: readonly TreeFile[],
  settings: Settings,
  entries: readonly Entry[],
): RenderedTree {
  const bareKeys = entries.filter(({ bare }) => bare === true).map(({ key }) => key);
  const uses = new Set<string>();
  const diagnostics: Diagnostic[] = [];
  const rendered = files.flatMap((file): TreeFile[] => {
    if (file.symlink !== undefined) {
      if (staysInside(file.path, file.symlink)) return [file];
      diagnostics.push(
        report('SYMLINK_LEAVES_TREE', { args: { file: file.origin ?? file.path, target: file.symlink } }),
      );
      return [];
    }
    const source = { path: file.origin ?? file.path, bytes: file.bytes };
    const result = renderBytes(source, (key) => settings.values.get(key), { bareKeys });
    for (const { key } of result.slots) uses.add(key);
    diagnostics.push(...result.diagnostics);
    return [result.bytes === file.bytes ? file : { ...file, bytes: result.bytes }];
  });
  return { files: rendered, uses, diagnostics };
}

/** The texts of the files of a tree that diagnostics point into. */
export function treeSources(
  files: readonly TreeFile[],
  diagnostics: readonly Diagnostic[],
): readonly Source[] {
  const named = new Set(
    diagnostics
      .flatMap(({ span, related = [] }) => [span, ...related.map((other) => other.span)])
      .map((span) => span?.path),
  );
  const decoder = new TextDecoder();
  return files
    .filter((file) => named.has(file.origin ?? file.path))
    .map((file) => ({ path: file.origin ?? file.path, text: decoder.decode(file.bytes) }));
}
