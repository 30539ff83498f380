import { type Compilation, literalDocument, type SlottedText } from './document.ts';
import { compileJson } from './json-document.ts';
import type { Syntax } from './manifest-file.ts';
import { compileYaml } from './yaml-document.ts';

const COMPILERS: Readonly<Record<Syntax, (source: SlottedText) => Compilation>> = {
  yaml: compileYaml,
  json: compileJson,
  text: (source) => ({ document: literalDocument(source) }),
};

/** Compiles a text for rendering under the rules of its syntax. */
export function compileDocument(syntax: Syntax, source: SlottedText): Compilation {
  return COMPILERS[syntax](source);
}
