import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTool } from '@kfdist/manifests/build';
import { afterAll, describe, expect, it } from 'vitest';
import { makeUpstreams } from '../../tests/make-upstreams.ts';
import { conformancePage, conformanceTable } from '../conformance/table.mjs';
import { conformance } from '../conformance.mjs';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'kfdist-conformance-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
makeUpstreams(join(folder, 'upstreams'));

const search = { cwd: root, cacheFolder: join(folder, 'tools') };
const found = await Promise.all([findTool('kustomize', search), findTool('helm', search)]);
const hasTools = found.every((one) => 'tool' in one);
if (!hasTools)
  console.warn('left out: conformance of the fixture distribution, kustomize and helm are not installed');

interface Job {
  readonly name: string;
  readonly variants: readonly string[];
  readonly objects: number;
  readonly kinds: number;
  readonly images: readonly string[];
  readonly problems: readonly string[];
  readonly leftOut?: string;
}
interface Run {
  readonly jobs: readonly Job[];
  readonly absent: readonly { readonly name: string; readonly why: string }[];
  readonly variants: readonly { readonly variant: string; readonly problems: readonly string[] }[];
}

const run = async (changes: Readonly<Record<string, string>> = {}): Promise<Run> => {
  const distribution = mkdtempSync(join(folder, 'distribution-'));
  cpSync(join(root, 'tests', 'fixture-distribution'), distribution, { recursive: true });
  for (const [path, text] of Object.entries(changes)) writeFileSync(join(distribution, path), text);
  return await conformance({
    upstreams: join(folder, 'upstreams'),
    distribution,
    settings: join(root, 'tests', 'fixture.yaml'),
  });
};
const jobOf = ({ jobs }: Run, name: string) => jobs.find((job) => job.name === name);

describe.skipIf(!hasTools)('conformance of the fixture distribution', { timeout: 180_000 }, () => {
  it('builds every component in every variant', async () => {
    const result = await run();
    expect(result.variants.map(({ variant }) => variant)).toEqual([
      'all',
      'login: login-company',
      'sessions: redis',
    ]);
    expect(
      result.jobs.flatMap(({ name, problems }) => problems.map((problem) => `${name}: ${problem}`)),
    ).toEqual([]);
    expect([...new Set(result.jobs.map(({ name }) => name))]).toEqual([
      'dns',
      'gateway',
      'login-company',
      'login-simple',
      'mesh',
      'namespaces',
      'store',
      'web',
    ]);
    expect(jobOf(result, 'mesh')).toMatchObject({
      variants: ['all', 'login: login-company', 'sessions: redis'],
      objects: 4,
      kinds: 2,
      images: ['ghcr.io/example/proxy:v1.2.3', 'ghcr.io/example/mesh:v1.2.3'],
    });
    expect(conformanceTable(result.jobs).find((line: string) => line.startsWith('mesh'))).toMatch(/ok$/);
    expect(conformancePage(result)).toContain('| `mesh` | 3 | 4 | 2 | 2 |');
  });

  it('fails on an image without a version and on what cannot be built, and leaves out what has no copy', async () => {
    const result = await run({
      'login-simple/login.yaml':
        'kind: Pod\napiVersion: v1\nmetadata: { name: a }\nspec: { containers: [{ image: ghcr.io/a/b }] }\n',
      'gateway/base/kustomization.yaml': 'resources: [missing.yaml]\n',
      'mesh/kustomization.yaml': 'resources:\n  - https://github.com/example/mesh//base?ref=v9\n',
    });
    expect(jobOf(result, 'login-simple')?.problems).toEqual(['ghcr.io/a/b is not pinned']);
    expect(jobOf(result, 'gateway')?.problems).toHaveLength(1);
    expect(jobOf(result, 'mesh')?.leftOut).toContain('has no v9');
    expect(jobOf(result, 'web')?.problems).toEqual([]);
  });
});
