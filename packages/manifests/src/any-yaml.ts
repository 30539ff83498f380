import {
  type Document,
  type DocumentOptions,
  type ParseOptions,
  parseAllDocuments,
  type SchemaOptions,
  visit,
} from 'yaml';
import { plainValue } from './plain-value.ts';

/** What a text of YAML documents holds, or why it holds nothing. */
export interface CompleteReading {
  readonly values: readonly unknown[];
  readonly problem?: string;
}

/** How a text is parsed whose plain scalars `kubernetesValue` is to read. */
export const YAML_OPTIONS = {
  schema: 'failsafe',
  merge: true,
  // A collection as a key is no object of Kubernetes, and is written out once for each level that it lies in
  stringKeys: true,
  logLevel: 'silent',
} as const satisfies ParseOptions & DocumentOptions & SchemaOptions;

/** Reads any YAML, plain scalars as Kubernetes does. */
export function readAnyYaml(text: string): CompleteReading {
  const documents = parseAllDocuments(text, YAML_OPTIONS);
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) return { values: [], problem: error.message };
  try {
    return { values: documents.map((document) => kubernetesValue(document)) };
  } catch (thrown) {
    return { values: [], problem: thrown instanceof Error ? thrown.message : 'it cannot be read' };
  }
}

/**
 * The value of a document parsed with `YAML_OPTIONS`, plain scalars as Kubernetes reads them. Throws where aliases make
 * more of it than a thousand nodes, or a value lie in itself.
 */
export function kubernetesValue(document: Document.Parsed): unknown {
  visit(document, {
    Alias: (_key, node, path) => {
      const value = node.resolve(document);
      if (value !== undefined && path.includes(value))
        throw new Error(`The value of the anchor ${node.source} contains itself`);
    },
    Scalar: (key, node) => {
      if (key !== 'key' && node.type === 'PLAIN' && node.tag === undefined)
        node.value = plainValue(node.source ?? '');
    },
  });
  return document.toJS({ maxAliasCount: 1000 }) as unknown;
}
