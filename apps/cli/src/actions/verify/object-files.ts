import { resolve } from 'node:path';
import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { textOf } from '@kfdist/platform';
import { pathKind, readTree } from '@kfdist/platform/node';
import { report } from '../../codes.ts';
import type { Context } from '../../context.ts';
import { readSource } from '../../settings-files.ts';

/** The texts that built objects stand in. */
export interface ObjectFiles {
  readonly sources: readonly Source[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads a file, standard input, or every YAML and JSON file below a folder. */
export function readObjectFiles(context: Context, target: string): ObjectFiles {
  if (target === '-' || pathKind(resolve(context.cwd, target)) !== 'folder') {
    const { source, diagnostics } = readSource(context, target);
    return { sources: source === undefined ? [] : [named(source)], diagnostics };
  }
  const { files } = readTree(resolve(context.cwd, target));
  const sources = files
    .filter(({ path, symlink }) => /\.(ya?ml|json)$/.test(path) && symlink === undefined && !isHidden(path))
    .map((file) => ({ path: `${target.replace(/\/+$/, '')}/${file.path}`, text: textOf(file) ?? '' }));
  return sources.length === 0
    ? { sources, diagnostics: [report('NO_OBJECT_FILES', { args: { folder: target } })] }
    : { sources, diagnostics: [] };
}

function isHidden(path: string): boolean {
  return path.split('/').some((part) => part.startsWith('.'));
}

function named(source: Source): Source {
  return source.path === '-' ? { ...source, path: '<stdin>' } : source;
}
