import { Composer, type CST, Parser } from 'yaml';
import {
  type Compilation,
  documentOf,
  type SlottedText,
  type SyntaxProblem,
  slottedText,
} from './document.ts';
import { compileJson } from './json-document.ts';
import { neutralise } from './neutral.ts';
import { slotsOf } from './slot.ts';
import { embeddedSyntax } from './string-positions.ts';
import { readLines } from './yaml-lines.ts';
import { type CompileEmbedded, findSites } from './yaml-walk.ts';

/** Compiles YAML, one document or several: a value never changes which nodes there are, nor their types. */
export function compileYaml(source: SlottedText): Compilation {
  const neutral = neutralise(source.text, source.slots);
  try {
    const lines = readLines(neutral.text);
    const tokens = lines ?? [...new Parser().parse(neutral.text)];
    const problems = lines === undefined ? findProblems(tokens, neutral.mark) : [];
    if (problems.length > 0) return { problems };
    const compileEmbedded: CompileEmbedded = (parts, path) => {
      const syntax = embeddedSyntax(path);
      if (syntax === undefined || slotsOf(parts).length === 0) return undefined;
      const inner = slottedText(parts, neutral.mark);
      return (syntax === 'json' ? compileJson(inner) : compileYaml(inner)).document;
    };
    const { sites, checks } = findSites(tokens, { source, neutral, compileEmbedded });
    return { document: documentOf(source.text, sites, checks) };
  } catch (cause) {
    // The parser recurses into nested collections.
    if (!(cause instanceof RangeError)) throw cause;
    return { problems: [{ problem: 'it is nested too deeply', start: 0, end: 0 }] };
  }
}

function findProblems(tokens: readonly CST.Token[], mark: string): SyntaxProblem[] {
  const composer = new Composer({ logLevel: 'silent', prettyErrors: false, uniqueKeys: false });
  const marks = new RegExp(`${mark}+`, 'g');
  return Array.from(composer.compose(tokens), ({ errors }) =>
    errors.map(({ message, pos: [start, end] }) => ({
      problem: message.replace(marks, '<<__…__>>'),
      start,
      end,
    })),
  ).flat();
}
