import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import { isPlainYaml, kubernetesValue, readBlockYaml, YAML_OPTIONS } from '@kfdist/manifests';
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isPair,
  type Node,
  parseAllDocuments,
  parseDocument,
} from 'yaml';
import { report } from './codes.ts';

/** Where a part of a parsed document lies in its source: the key or item that the path ends at. */
export type Locate = (path: readonly (string | number)[]) => Span | undefined;

/** A YAML document as plain data, with places. */
export interface YamlDocument {
  readonly value: unknown;
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Parses one YAML document, plain scalars as Kubernetes reads them; mistakes are diagnostics, and `value` is then
 * `undefined`. Places are looked for when somebody reads them.
 */
export function parseYaml(source: Source): YamlDocument {
  let parsed: Document.Parsed | undefined;
  const document = () => (parsed ??= parseDocument(source.text, { ...YAML_OPTIONS, prettyErrors: false }));
  const locate: Locate = (path) => lazySpan(source, () => rangeAt(document().contents, path));
  const quick = readBlockYaml(source.text);
  if (quick !== undefined) return { ...quick, locate, diagnostics: [] };
  const diagnostics = document().errors.map(({ message, pos }) => invalid(message, spanAt(source, pos)));
  if (diagnostics.length > 0) return { value: undefined, locate, diagnostics };
  try {
    return { value: kubernetesValue(document()), locate, diagnostics };
  } catch (error) {
    const problem = error instanceof Error ? error.message : 'it cannot be read';
    return { value: undefined, locate, diagnostics: [invalid(problem, spanAt(source, [0, 0]))] };
  }
}

type Offsets = readonly number[] | null | undefined;

/** Most spans are never printed, and only the complete parser knows where things are. */
function lazySpan(source: Source, find: () => Offsets): Span {
  let found: Span | undefined;
  const span = () => (found ??= spanAt(source, find()));
  return {
    path: source.path,
    get start() {
      return span().start;
    },
    get end() {
      return span().end;
    },
  };
}

/** The parser says that what it misses at the end of a text lies behind it. */
function spanAt({ path, text }: Source, range: Offsets): Span {
  const [start, end] = [range?.[0] ?? 0, range?.[1] ?? 0];
  return { path, start: Math.min(start, text.length), end: Math.min(end, text.length) };
}

function invalid(problem: string, span: Span): Diagnostic {
  return report('INVALID_YAML', { args: { problem: problem.split('\n', 1)[0] ?? '' }, span });
}

/** What keeps a text from being a stream of YAML documents. */
export function yamlProblems(source: Source): readonly Diagnostic[] {
  if (isPlainYaml(source.text)) return [];
  return parseAllDocuments(source.text, { prettyErrors: false, keepSourceTokens: false }).flatMap(
    ({ errors }) => errors.map(({ message, pos }) => invalid(message, spanAt(source, pos))),
  );
}

/** The range of the key (in a map) or the item (in a list) at a path, or of the nearest parent that exists. */
function rangeAt(root: Node | null, path: readonly (string | number)[]): Offsets {
  let node: unknown = root;
  let range = root?.range;
  for (const step of path) {
    if (!isCollection(node)) break;
    const item: unknown = isMap(node)
      ? node.items.find(({ key }) => String(isNode(key) ? key.toJSON() : key) === String(step))
      : node.items[Number(step)];
    if (item === undefined) break;
    const named = isPair(item) ? item.key : item;
    range = isNode(named) ? named.range : range;
    node = isPair(item) ? item.value : item;
  }
  return range;
}
