import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import { type Alias, type Document, parseDocument, visit } from 'yaml';
import { isApplication, withApplications } from './applications.ts';
import type { BuiltComponent } from './built-component.ts';
import type { Finding } from './finding.ts';
import { groupOf } from './kinds.ts';
import { at, isRecord, type KubernetesObject, type Path, text } from './reading.ts';
import { report } from './report.ts';

/** The objects of files, and where each stands. */
export interface BuiltFiles {
  /** One for each name, with what Applications in any of the files say about it. */
  readonly components: readonly BuiltComponent[];
  /** Where a finding is: the field, or what is there of its path. */
  readonly locate: (finding: Finding) => Span | undefined;
  /** What could not be read. */
  readonly diagnostics: readonly Diagnostic[];
}

interface PlacedDocument {
  readonly object: KubernetesObject;
  readonly source: Source;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads built objects from YAML or JSON files. A file is the component that it is named after: `built/istio.yaml` is `istio`. In the
 * tree of a platform it is the one whose folder it lies in: `components/istio/crds.yaml` is `istio` too.
 *
 * @example
 * const { components } = readBuiltFiles([{ path: 'built/istio.yaml', text }]);
 * verify({ components }).findings;
 */
export function readBuiltFiles(sources: readonly Source[]): BuiltFiles {
  const read = sources.map((source) => ({ source, ...documentsOf(source) }));
  const documents = new Map<string, readonly PlacedDocument[]>();
  for (const { source, documents: own } of read.filter(isDelivered)) {
    const name = componentName(source.path);
    documents.set(name, [...(documents.get(name) ?? []), ...own]);
  }
  const components = [...documents].map(([name, own]) => ({
    name,
    objects: own.map(({ object }) => object).filter(isMeantForCluster),
  }));
  const applications = components.flatMap(({ objects }) => objects.filter(isApplication));
  const parsed = new Map<PlacedDocument, ParsedDocument>();
  return {
    components: withApplications(components, applications),
    locate: (finding) => {
      const found = (documents.get(finding.object.component) ?? []).find((one) => isAbout(finding, one));
      if (found === undefined) return undefined;
      const document = parsed.get(found) ?? parsedWithPlaces(found);
      parsed.set(found, document);
      return spanOf(finding.at, found, document);
    },
    diagnostics: read.flatMap(({ diagnostics }) => diagnostics),
  };
}

const ROOT = 'kubeflow';

function componentName(path: string): string {
  const [folder = '', inside] = /(?:^|\/)(components|secrets|applications)\/(.+)$/.exec(path)?.slice(1) ?? [];
  if (folder === 'applications') return ROOT;
  const [name, ...below] = inside?.split('/') ?? [];
  if (name !== undefined && below.length > 0) return folder === 'secrets' ? `${name}-secrets` : name;
  return (path.split('/').at(-1) ?? path).replace(/\.(ya?ml|json)$/, '');
}

/** What Argo CD starts from repeats the projects, which it then finds among the Applications. */
function isDelivered({ source: { path } }: ReadSource, _index: number, all: readonly ReadSource[]): boolean {
  const tree = /^(.*\/|)kubeflow\.yaml$/.exec(path)?.[1];
  return tree === undefined || !all.some((one) => one.source.path.startsWith(`${tree}applications/`));
}

/** What only a tool reads is not applied, and what says neither is no object: a policy, or values of a chart. */
function isMeantForCluster(object: KubernetesObject): boolean {
  if (object.apiVersion === undefined && object.kind === undefined) return false;
  return groupOf(text(object.apiVersion)) !== 'kustomize.config.k8s.io';
}

interface ReadSource {
  readonly source: Source;
  readonly documents: readonly PlacedDocument[];
  readonly diagnostics: readonly Diagnostic[];
}

function documentsOf(source: Source): Omit<ReadSource, 'source'> {
  const documents: PlacedDocument[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [start, end] of documentRanges(source.text)) {
    const { value, problem, offset } = parse(source.text.slice(start, end));
    if (problem !== undefined) {
      const span = { path: source.path, start: start + offset, end: start + offset };
      diagnostics.push(report('UNREADABLE_OBJECT', { args: { problem }, span }));
    } else if (isRecord(value)) documents.push({ object: value, source, start, end });
    else if (value !== null && value !== undefined) {
      const args = { problem: 'a document is no mapping' };
      diagnostics.push(report('UNREADABLE_OBJECT', { args, span: { path: source.path, start, end: start } }));
    }
  }
  return { documents, diagnostics };
}

/** The documents of a text: each is parsed alone, so that one broken document does not hide the others. */
function* documentRanges(content: string): Generator<readonly [number, number]> {
  let start = 0;
  for (const match of content.matchAll(/^---(?=\s|$)[^\n]*\n?|^\.\.\.\s*$/gm)) {
    if (match.index > start) yield [start, match.index];
    start = match.index + match[0].length;
  }
  if (start < content.length) yield [start, content.length];
}

function parse(content: string): { value?: unknown; problem?: string; offset: number } {
  try {
    const document = parseDocument(content, { prettyErrors: false, logLevel: 'silent', stringKeys: true });
    const [error] = document.errors;
    if (error !== undefined) return { problem: error.message, offset: error.pos[0] };
    const circle = aliasOfItself(document);
    if (circle !== undefined)
      return { problem: `the anchor ${circle.source} contains itself`, offset: circle.range?.[0] ?? 0 };
    return { value: document.toJS({ maxAliasCount: 100 }), offset: 0 };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'it cannot be read', offset: 0 };
  }
}

function isAbout({ object }: Finding, { object: own }: PlacedDocument): boolean {
  const namespace = text(at(own, 'metadata', 'namespace'));
  return (
    text(own.kind) === object.kind &&
    text(at(own, 'metadata', 'name')) === object.name &&
    (namespace === '' || namespace === object.namespace)
  );
}

type ParsedDocument = ReturnType<typeof parseDocument>;

/** A document with the places of its nodes: parsed again only when somebody asks for a place in it. */
function parsedWithPlaces({ source, start, end }: PlacedDocument): ParsedDocument {
  return parseDocument(source.text.slice(start, end), { logLevel: 'silent' });
}

/** The place of a field, or of what is there of its path. */
function spanOf(path: Path, { source, start }: PlacedDocument, document: ParsedDocument): Span {
  for (const last of [...path.keys()].toReversed()) {
    const range = rangeOf(document.getIn(path.slice(0, last + 1), true));
    if (range !== undefined) return { path: source.path, start: start + range[0], end: start + range[1] };
  }
  const [from] = rangeOf(document.contents) ?? [0];
  return { path: source.path, start: start + from, end: start + from };
}

function rangeOf(node: unknown): readonly [number, number] | undefined {
  const range = isRecord(node) ? node.range : undefined;
  if (!Array.isArray(range)) return undefined;
  const [start, end] = range;
  return typeof start === 'number' && typeof end === 'number' ? [start, end] : undefined;
}

/** The first alias that lies in what it stands for: an object that has no end. */
function aliasOfItself(document: Document): Alias | undefined {
  let found: Alias | undefined;
  visit(document, {
    Alias: (_key, node, path) => {
      const value = node.resolve(document);
      if (value === undefined || !path.includes(value)) return undefined;
      found = node;
      return visit.BREAK;
    },
  });
  return found;
}
