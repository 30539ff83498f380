import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { addDependencies } from '../src/build/chart-dependencies.ts';

const folder = mkdtempSync(join(tmpdir(), 'kfdist-dependencies-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the dependencies of a chart', () => {
  it.each([
    ['redis-1.2.3.tgz', []],
    ['redis-v1.2.3.tgz', []],
    ['redis-1.2.tgz', []],
    ['redis-ha-4.0.0.tgz', ['redis 1.2.3']],
    ['redis-2-4.0.0.tgz', ['redis 1.2.3']],
  ])('are looked for where only %s is there', async (there, expected) => {
    const chart = join(folder, there);
    mkdirSync(join(chart, 'charts'), { recursive: true });
    writeFileSync(join(chart, 'charts', there), '');
    writeFileSync(
      join(chart, 'Chart.yaml'),
      'name: a\nversion: 1.0.0\ndependencies: [{ name: redis, version: 1.2.3, repository: "https://example.com" }]\n',
    );
    const asked: string[] = [];
    const found = join(folder, 'redis-1.2.3.tgz.found');
    writeFileSync(found, '');
    await addDependencies(chart, { repository: '', chart: 'a', version: '1.0.0' }, async (pin) => {
      asked.push(`${pin.chart} ${pin.version}`);
      return await Promise.resolve(found);
    });
    expect(asked).toEqual(expected);
    expect(readdirSync(join(chart, 'charts'))).toHaveLength(1 + expected.length);
  });
});
