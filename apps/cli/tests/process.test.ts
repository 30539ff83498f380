/** What only a process of its own can show: exit codes, pipes, standard input, colours. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { SETTINGS, workplace, write } from './workplace.ts';

function run(folder: string, command: string, input = '', env: Readonly<Record<string, string>> = {}) {
  const executable: string = inject('kfdist');
  const script = command.replaceAll('kfdist ', `"${process.execPath}" "${executable}" `);
  return spawnSync('bash', ['--norc', '-c', `set -o pipefail; ${script}`], {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { PATH: process.env.PATH, ...env },
  });
}

/** What a part of the executable loads when it starts: itself and all that it imports at once. */
function loadedBy(part: string): string {
  const folder = dirname(inject('kfdist'));
  const loaded = new Set(readdirSync(folder).filter((file) => new RegExp(`^${part}-\\w+\\.mjs$`).test(file)));
  for (const file of loaded) {
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, name = ''] of text.matchAll(/(?:^|\n)(?:import|\} from) ?[^;]*"\.\/([\w-]+\.mjs)";/g))
      loaded.add(name);
  }
  return [...loaded].map((file) => readFileSync(join(folder, file), 'utf8')).join('\n');
}

describe('the process', { timeout: 60_000 }, () => {
  it.each([
    ['kfdist setup', 0],
    ['kfdist setup --dry-run --detailed-exitcode', 2],
    ['kfdist check -f nowhere.yaml', 1],
    ['kfdist setup --output-dir /dev/null/x', 1],
    ['kfdist setup --output-dir /proc/nowhere', 3],
    ['kfdist explain > /dev/full', 3],
    ['kfdist explain 2> /dev/full', 0],
    ['kfdist map --output-file /proc/nowhere/map.html', 3],
    ['kfdist nothing', 64],
    ['kfdist setup --nothing', 64],
    ['kfdist --help', 0],
  ])('%s ends with %i', (command, expected) => {
    const { status, stderr } = run(workplace(), command);
    expect({ status, stderr }).toEqual({ status: expected, stderr: expect.not.stringMatching(/\n\s+at /) });
  });

  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as {
      version: string;
    };
    expect(run(workplace(), 'kfdist --version').stdout).toBe(`${version}\n`);
  });

  it.each([
    ['setup', false],
    ['generate', true],
  ])('loads for %s what hashes passwords: %s', (part, loads) => {
    const text = loadedBy(part);
    expect(text).toContain('planPlatform');
    expect(text.includes('node_modules/bcryptjs')).toBe(loads);
  });

  it('reads settings from standard input', () => {
    const folder = workplace();
    expect(run(folder, 'kfdist check -f -', SETTINGS)).toMatchObject({ status: 0, stderr: '' });
    const { status, stderr } = run(folder, 'kfdist check -f -', `${SETTINGS}rds.port: x\n`);
    expect(status).toBe(1);
    expect(stderr).toContain('-:7:11');
  });

  it('bears a reader who has seen enough', () => {
    const long = Array.from({ length: 3000 }, (_, i) => `k${i}: <<__domain__>>`).join('\n');
    const folder = workplace();
    write(folder, { 'components/web/long.yaml': long });
    const { stdout, stderr } = run(folder, 'kfdist diff | head -n 1');
    expect({ stdout, stderr }).toEqual({ stdout: '--- /dev/null\n', stderr: '' });
  });

  it('prints all of a long output into a pipe', () => {
    const long = Array.from({ length: 30_000 }, (_, i) => `k${i}: <<__domain__>>`).join('\n');
    const folder = workplace();
    write(folder, { 'components/web/long.yaml': long });
    expect(Number(run(folder, 'kfdist diff | wc -l').stdout)).toBeGreaterThan(30_000);
  });

  it('uses no colours without a terminal', () => {
    const { stderr } = run(workplace({ 'kfdist.yaml': 'rds.port: x\n' }), 'kfdist check');
    expect(stderr).not.toContain('\u001b');
  });
});
