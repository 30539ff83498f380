import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseSettingsFile } from '@kfdist/config';
import { loadDistribution, planPlatform, textOf, toChanges } from '@kfdist/platform';
import { readDistribution, readExisting, readTree, writeChanges } from '@kfdist/platform/node';
import { expect, it } from 'vitest';

it('does what the README shows', () => {
  const tests = join(import.meta.dirname, '..', '..', '..', 'tests');
  const text = readTree(tests)
    .files.filter(({ path }) => path === 'fixture.yaml')
    .map(textOf)
    .join('');
  const root = join(mkdtempSync(join(tmpdir(), 'kfdist-')), 'example');
  const { distribution } = loadDistribution(
    readDistribution(join(tests, 'fixture-distribution'), { cwd: tmpdir() }),
  );
  const { entries } = parseSettingsFile({ path: 'kfdist.yaml', text });
  const plan = planPlatform({ entries, distribution });
  expect(plan.diagnostics.map(({ code, message }) => `${code}: ${message}`)).toEqual([]);
  const changes = toChanges(plan.files, readExisting(root, plan.root).existing);
  writeChanges(root, changes);
  const again = toChanges(plan.files, readExisting(root, plan.root).existing);
  expect(again.changes.every(({ type }) => type === 'unchanged')).toBe(true);
});
