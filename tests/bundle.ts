import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { bundleCli } from '../tools/bundle-cli.mjs';

declare module 'vitest' {
  interface ProvidedContext {
    /** The bundled executable, made once for a test run: `node <kfdist> setup ...`. */
    kfdist: string;
  }
}

/** Bundles the command line once, for the tests that run it as a process. */
export default async function setup(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'kfdist-bundle-'));
  const kfdist = join(folder, 'bin.mjs');
  await bundleCli(kfdist);
  project.provide('kfdist', kfdist);
  return () => rmSync(folder, { recursive: true, force: true });
}
