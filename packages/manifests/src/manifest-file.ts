/** A text file of a distribution: its path (which decides the syntax) and its content. */
export interface ManifestFile {
  readonly path: string;
  readonly text: string;
}

/** How the text around a slot is read. */
export type Syntax = 'yaml' | 'json' | 'text';

/** The syntax of a file by the ending of its name; whatever is not YAML or JSON is literal text. */
export function syntaxOf(path: string): Syntax {
  if (/\.ya?ml$/i.test(path)) return 'yaml';
  return /\.json$/i.test(path) ? 'json' : 'text';
}
