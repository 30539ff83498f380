import type { BuildFile } from '../build-source.ts';
import type { ParsedObjects } from '../parse-objects.ts';
import { joinParsed, parseObjects } from '../parse-objects.ts';

const decoder = new TextDecoder();

/**
 * The objects of a folder of plain manifests, as Argo CD reads it with `directory.recurse`.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function readPlainManifests(files: readonly BuildFile[], path: string): ParsedObjects {
  const texts = files
    .filter((file) => file.path.startsWith(`${path}/`) && /\.(?:ya?ml|json)$/.test(file.path))
    .filter(({ symlink }) => symlink === undefined)
    .map((file) => ({ path: file.path, text: decoder.decode(file.bytes) }))
    .filter(({ text }) => !text.includes('+argocd:skip-file-rendering'));
  return joinParsed(texts.map(parseObjects));
}
