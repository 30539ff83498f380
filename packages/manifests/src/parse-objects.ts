import type { Diagnostic } from '@kfdist/diagnostics';
import { type CompleteReading, readAnyYaml } from './any-yaml.ts';
import { readBlockYaml } from './block-yaml.ts';
import { report } from './codes.ts';
import type { ManifestFile } from './manifest-file.ts';
import { stringifyManifests } from './stringify.ts';

/** A Kubernetes object as plain data, and the YAML that says it, with its final line break. */
export interface ManifestObject {
  readonly object: Readonly<Record<string, unknown>>;
  readonly text: string;
}

/** The objects of a text, and what in it is no YAML. */
export interface ParsedObjects {
  readonly objects: readonly ManifestObject[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The Kubernetes objects of a text of YAML documents, as Kubernetes reads them. Lists give their items; documents without
 * `apiVersion` and `kind` are no objects, which Argo CD ignores too.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/directory/
 */
export function parseObjects({ path, text }: ManifestFile): ParsedObjects {
  return joinParsed(splitDocuments(text).map((document) => parseDocument({ path, text: document })));
}

/** What several texts hold, as of one. */
export function joinParsed(parsed: readonly ParsedObjects[]): ParsedObjects {
  return {
    objects: parsed.flatMap(({ objects }): readonly ManifestObject[] => objects),
    diagnostics: parsed.flatMap(({ diagnostics }): readonly Diagnostic[] => diagnostics),
  };
}

/** The objects of one document. */
export function parseDocument({ path, text }: ManifestFile): ParsedObjects {
  const { values, problem } = readDocument(text);
  return {
    objects: values.flatMap((value) => objectsOf(value, values.length === 1 ? text : undefined)),
    diagnostics:
      problem === undefined
        ? []
        : [report('INVALID_OBJECTS', { args: { file: path, problem: problem.split('\n', 1)[0] ?? '' } })],
  };
}

/** Whether every document of a text is of the plain kind that the quick reader knows: such a text has no mistakes. */
export function isPlainYaml(text: string): boolean {
  return splitDocuments(text).every((document) => readBlockYaml(document) !== undefined);
}

/** The documents of a text, each with its line break. A line of three dashes at the margin can only be the end of one. */
export function splitDocuments(text: string): readonly string[] {
  return text
    .split(/^---(?=\s|$)[^\S\n]*/m)
    .map((document) => withOneLineBreak(document.replace(/^\s*\n/, '')));
}

/** Empty lines at the end mean something only to a text that keeps them. */
function withOneLineBreak(document: string): string {
  if (/\|[1-9]?\+/.test(document)) return document.endsWith('\n') ? document : `${document}\n`;
  return `${document.trimEnd()}\n`;
}

function readDocument(text: string): CompleteReading {
  const quick = readBlockYaml(text);
  return quick === undefined ? readAnyYaml(text) : { values: [quick.value] };
}

function objectsOf(value: unknown, text: string | undefined): readonly ManifestObject[] {
  if (!isRecord(value) || typeof value.kind !== 'string' || typeof value.apiVersion !== 'string') return [];
  if (value.kind.endsWith('List') && Array.isArray(value.items))
    return value.items.flatMap((item) => objectsOf(item, undefined));
  return [{ object: value, text: text ?? stringifyManifests([value]) }];
}

/** Whether a value is a mapping. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
