import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import { isCollection, isMap, isNode, isPair, type Node, parseAllDocuments, parseDocument } from 'yaml';
import { report } from './codes.ts';

/** Where a part of a parsed document lies in its source: the key or item that the path ends at. */
export type Locate = (path: readonly (string | number)[]) => Span | undefined;

/** A YAML document as plain data, with places. */
export interface YamlDocument {
  readonly value: unknown;
  readonly locate: Locate;
  readonly diagnostics: readonly Diagnostic[];
}

/** Parses one YAML document; mistakes are diagnostics, and `value` is then `undefined`. */
export function parseYaml(source: Source): YamlDocument {
  const document = parseDocument(source.text, { prettyErrors: false });
  const at = (range: readonly number[] | null | undefined) => spanAt(source, range);
  const locate: Locate = (path) => at(rangeAt(document.contents, path));
  const diagnostics = document.errors.map((error) =>
    invalid(error.message.split('\n')[0] ?? '', at(error.pos)),
  );
  if (diagnostics.length > 0) return { value: undefined, locate, diagnostics };
  try {
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown, locate, diagnostics };
  } catch (error) {
    return { value: undefined, locate, diagnostics: [invalid(String(error), at([0, 0]))] };
  }
}

/** The parser says that what it misses at the end of a text lies behind it. */
function spanAt({ path, text }: Source, range: readonly number[] | null | undefined): Span {
  const [start, end] = [range?.[0] ?? 0, range?.[1] ?? 0];
  return { path, start: Math.min(start, text.length), end: Math.min(end, text.length) };
}

function invalid(problem: string, span: Span): Diagnostic {
  return report('INVALID_YAML', { args: { problem }, span });
}

/** What keeps a text from being a stream of YAML documents. */
export function yamlProblems(source: Source): readonly Diagnostic[] {
  return parseAllDocuments(source.text, { prettyErrors: false, keepSourceTokens: false }).flatMap(
    ({ errors }) =>
      errors.map(({ message, pos }) => invalid(message.split('\n')[0] ?? '', spanAt(source, pos))),
  );
}

/** The range of the key (in a map) or the item (in a list) at a path, or of the nearest parent that exists. */
function rangeAt(
  root: Node | null,
  path: readonly (string | number)[],
): readonly number[] | null | undefined {
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
