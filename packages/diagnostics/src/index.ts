export {
  type DiagnosticArguments,
  type DiagnosticCatalog,
  type DiagnosticDefinition,
  type DiagnosticDetails,
  reporter,
} from './catalog.ts';
export { type Diagnostic, hasErrors, type Related, type Severity } from './diagnostic.ts';
export {
  type FormatOptions,
  formatDiagnostic,
  formatDiagnostics,
  type LocatedDiagnostic,
  type Location,
  locateDiagnostic,
  type Sources,
  sourcesOf,
} from './format.ts';
export type { Role, Style } from './frame.ts';
export { type Position, positionAt, type Source, type Span } from './source.ts';
