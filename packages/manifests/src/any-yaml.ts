import { parseAllDocuments, visit } from 'yaml';
import { plainValue } from './plain-value.ts';

/** What a text of YAML documents holds, or why it holds nothing. */
export interface CompleteReading {
  readonly values: readonly unknown[];
  readonly problem?: string;
}

/** Reads any YAML, plain scalars as Kubernetes does. */
export function readAnyYaml(text: string): CompleteReading {
  const documents = parseAllDocuments(text, { schema: 'failsafe', merge: true, logLevel: 'silent' });
  if ('empty' in documents) return { values: [] };
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error !== undefined) return { values: [], problem: error.message };
  return {
    values: documents.map((document) => {
      visit(document, {
        Scalar: (key, node) => {
          if (key !== 'key' && node.type === 'PLAIN' && node.tag === undefined)
            node.value = plainValue(node.source ?? '');
        },
      });
      return document.toJS({ maxAliasCount: 1000 }) as unknown;
    }),
  };
}
