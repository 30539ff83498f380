/**
 * How Node loads the tests of a package and its sources without vitest: TypeScript is stripped, packages of the workspace are their
 * sources, and vitest and fast-check are stood in for.
 */
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { transform } from 'esbuild';

const STAND_INS = {
  vitest: new URL('./test-api.mjs', import.meta.url).href,
  'fast-check': new URL('./few-runs.mjs', import.meta.url).href,
};

export function resolve(specifier, context, next) {
  const standIn = STAND_INS[specifier];
  if (standIn !== undefined && context.parentURL !== standIn) return { url: standIn, shortCircuit: true };
  return next(specifier, { ...context, conditions: [...context.conditions, '@kfdist/source'] });
}

export async function load(url, context, next) {
  if (!url.endsWith('.ts')) return next(url, context);
  const text = await readFile(fileURLToPath(url), 'utf8');
  const { code } = await transform(text, { loader: 'ts', format: 'esm', target: 'node20' });
  return { format: 'module', source: code, shortCircuit: true };
}
