import { readBlockYaml } from './block-yaml.ts';
import type { ManifestFile } from './manifest-file.ts';
import {
  isRecord,
  joinParsed,
  type ManifestObject,
  type ParsedObjects,
  parseDocument,
  splitDocuments,
} from './parse-objects.ts';

/**
 * The objects of a text that a tool made from objects, which so needs no reading to be known as sound: of each only what it is
 * called, `apiVersion`, `kind` and the names in `metadata`. Secrets, lists, and what does not begin as tools write it are whole.
 */
export function readHeads({ path, text }: ManifestFile): ParsedObjects {
  const read = splitDocuments(text).map((document) => {
    const head = headOf(document);
    return head === undefined
      ? parseDocument({ path, text: document })
      : { objects: [head], diagnostics: [] };
  });
  return joinParsed(read);
}

function headOf(text: string): ManifestObject | undefined {
  const lines = [/^apiVersion: .*\n/m, /^kind: .*\n/m].map((line) => line.exec(text)?.[0]);
  const read = readBlockYaml(`${lines.join('')}metadata:\n${namesIn(text)}`)?.value;
  if (lines.includes(undefined) || !isRecord(read) || !isRecord(read.metadata)) return undefined;
  const { apiVersion, kind, metadata } = read;
  const isNamed =
    typeof apiVersion === 'string' && typeof kind === 'string' && typeof metadata.name === 'string';
  return !isNamed || kind === 'Secret' || kind.endsWith('List') ? undefined : { object: read, text };
}

/** The lines of the name and the namespace: of the fields of `metadata`, which are two spaces in. */
function namesIn(text: string): string {
  const [, fields = ''] = /^metadata:\n((?: .*\n|\n)*)/m.exec(text) ?? [];
  return (fields.match(/^ {2}(?:name|namespace): .*\n/gm) ?? []).join('');
}
