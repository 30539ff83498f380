import type { DiagnosticCatalog } from '@kfdist/diagnostics';
import { catalog } from './codes.ts';

/** Everything that this package can report, by code. Its type leaves the texts out, which would be most of all types. */
export const IAM_DIAGNOSTICS: DiagnosticCatalog = catalog;
