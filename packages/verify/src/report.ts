import { reporter } from '@kfdist/diagnostics';
import { OWN_DIAGNOSTICS } from './own-codes.ts';

export const report = reporter(OWN_DIAGNOSTICS);
