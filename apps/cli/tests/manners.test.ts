/** What people may expect of any command: widths, shells, interruptions, odd files and names. */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { kfdist, kfdistJson } from './command.ts';
import { contents, SETTINGS, workplace, write } from './workplace.ts';

describe('completion', () => {
  it.each([
    [['st'], ['status']],
    [['credentials', 'ro'], ['rotate']],
    [['setup', '--dry'], ['--dry-run']],
    [['setup', '-o', 'j'], ['json']],
    [['completion', 'f'], ['fish']],
    [
      ['apps', '--graph', ''],
      ['text', 'dot', 'mermaid'],
    ],
    [['nothing', ''], []],
    [[''], expect.arrayContaining(['init', 'setup', 'iam'])],
  ])('of %j proposes %j', async (words, expected) => {
    const { stdout, stderr, exitCode } = await kfdist(workplace(), ['__complete', ...words]);
    expect({ stderr, exitCode }).toEqual({ stderr: '', exitCode: 0 });
    expect(
      stdout
        .split('\n')
        .slice(0, -1)
        .map((line) => line.split('\t')[0]),
    ).toEqual(expected);
  });

  it('works in bash', async () => {
    const executable: string = inject('kfdist');
    const { stdout: script } = await kfdist(workplace(), ['completion', 'bash']);
    const asked = `
      kfdist() { ${process.execPath} ${executable} "$@"; }
      ${script}
      COMP_WORDS=(kfdist boot); COMP_CWORD=1; _kfdist; echo "\${COMPREPLY[@]}"
      COMP_WORDS=(kfdist iam ""); COMP_CWORD=2; _kfdist; echo "\${COMPREPLY[@]}"`;
    const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', asked], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout).toBe('bootstrap\nplan apply drift destroy export check\n');
  });

  it.each([
    ['zsh', ['-n']],
    ['fish', ['--no-execute']],
  ])('is a script that %s can read', async (shell, flags) => {
    if (spawnSync(shell, ['--version']).status !== 0)
      return console.warn(`left out: completion in ${shell}, it is missing`);
    const { stdout } = await kfdist(workplace(), ['completion', shell]);
    const folder = workplace({ script: stdout });
    expect(spawnSync(shell, [...flags, join(folder, 'script')], { encoding: 'utf8' }).stderr).toBe('');
  });

  it('knows no other shell', async () => {
    expect(await kfdist(workplace(), ['completion', 'ksh'])).toMatchObject({ exitCode: 64, stdout: '' });
  });
});

describe('odd files and names', () => {
  it('reads settings with the line endings of Windows as if they were its own', async () => {
    const [unix, windows] = [workplace(), workplace({ 'kfdist.yaml': SETTINGS.replaceAll('\n', '\r\n') })];
    for (const folder of [unix, windows]) expect((await kfdist(folder, ['setup'])).stderr).toBe('');
    const tree = (folder: string) =>
      Object.entries(contents(folder)).filter(([path]) => path.startsWith('clusters/'));
    expect(tree(windows)).toEqual(tree(unix));
  });

  it('takes names with spaces, and quotes them in what it says to type', async () => {
    const folder = workplace({ 'my settings.yaml': SETTINGS });
    const where = ['-f', 'my settings.yaml', '--output-dir', 'my tree'];
    expect((await kfdist(folder, ['setup', ...where])).stderr).toBe('');
    const { stdout } = await kfdist(folder, ['bootstrap', ...where]);
    expect(stdout).toContain("kfdist iam apply -f 'my settings.yaml'\n");
    expect(stdout).toContain("-f 'my tree/kubeflow.yaml'\n");
  });

  // Permissions mean nothing to root
  it.skipIf(process.getuid?.() === 0)('says that it may not read or write', async () => {
    const folder = workplace();
    chmodSync(join(folder, 'kfdist.yaml'), 0);
    const { result } = await kfdistJson(folder, ['check']);
    expect(result.diagnostics.map(({ code }) => code)).toEqual(['UNREADABLE_FILE']);
    chmodSync(join(folder, 'kfdist.yaml'), 0o600);
    chmodSync(folder, 0o500);
    expect((await kfdist(folder, ['setup'])).exitCode).toBe(3);
    chmodSync(folder, 0o700);
  });
});

describe('an interruption', () => {
  it('ends a wait at once, and says what it means', async () => {
    const folder = workplace();
    write(folder, { 'bin/kubectl': `#!/bin/sh\necho '{"items": []}'\n` });
    chmodSync(join(folder, 'bin/kubectl'), 0o755);
    const child = spawn(process.execPath, [inject('kfdist'), 'status', '--wait'], {
      cwd: folder,
      env: { PATH: `${join(folder, 'bin')}:${process.env.PATH ?? ''}`, HOME: folder },
    });
    let stderr = '';
    child.stderr.on('data', (part: Buffer) => {
      stderr += part.toString();
    });
    setTimeout(() => child.kill('SIGINT'), 4000);
    const code = await new Promise((resolve) => {
      child.on('exit', resolve);
    });
    expect({ code, stderr }).toEqual({ code: 130, stderr: expect.stringContaining('interrupted: ') });
  });
});
