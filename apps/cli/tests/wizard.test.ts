/** The way of a new user at a real terminal: from an empty folder to a tree. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { contents, emptyFolder } from './workplace.ts';

const hasPython = spawnSync('python3', ['--version']).status === 0;
if (!hasPython) console.warn('left out: kfdist at a pseudo-terminal, python3 is missing');
const repository = join(import.meta.dirname, '../../..');

type Steps = readonly (readonly [shown: string, typed: string])[];

interface Seen {
  readonly shown: string;
  readonly status: number;
  readonly missing?: string;
}

function atTerminal(
  folder: string,
  argv: readonly string[],
  steps: Steps,
  env: NodeJS.ProcessEnv = {},
): Seen {
  const script = join(import.meta.dirname, 'terminal.py');
  const command = [process.execPath, inject('kfdist'), ...argv];
  const { stdout, stderr } = spawnSync('python3', [script, '100', JSON.stringify(steps), ...command], {
    cwd: folder,
    encoding: 'utf8',
    // Nobody's account, cluster or keys
    env: { PATH: process.env.PATH, HOME: folder, TERM: 'xterm', AWS_EC2_METADATA_DISABLED: 'true', ...env },
  });
  if (stdout === '') throw new Error(stderr);
  return JSON.parse(stdout) as Seen;
}

const DISTRIBUTION = ['--distribution', join(repository, 'distribution')];
const ANSWERS: Steps = [
  ['(cluster_name)', 'my!'],
  ['letters, digits, hyphens', '\u007f-cluster\r'],
  ['(aws_account_id)', '012345678901\r'],
  ['(aws_region)', 'eu-central-1\r'],
  ['(oidc_provider_id)', 'EXAMPLED539D4633E53DE1B71EXAMPLE\r'],
  ['(admin_email)', 'platform@example.com\r'],
  ['(git_repo.url)', 'https://github.com/example/platform.git\r'],
  ['(domain)', 'ml.example.com\r'],
  ['(route53.hosted_zone_id)', 'Z0123456789ABCDEFGHIJ\r'],
  ['(rds.host)', 'example.abcdefghijkl.eu-central-1.rds.amazonaws.com\r'],
  ['(profiles)', 'team-a\r'],
  ['Who owns the profile', '\r'],
  ['Keep the usual choices?', '\r'],
];

describe.skipIf(!hasPython)('kfdist at a terminal', { timeout: 120_000 }, () => {
  it('leads from an empty folder to a tree', () => {
    const folder = emptyFolder();
    const start = Date.now();
    const { shown, status, missing } = atTerminal(folder, ['init', ...DISTRIBUTION], ANSWERS);
    expect({ status, missing }).toEqual({ status: 0, missing: undefined });
    expect(shown).toContain('Wrote kfdist.yaml. Next:');
    const text = readFileSync(join(folder, 'kfdist.yaml'), 'utf8');
    expect(text).toContain('cluster_name: my-cluster\n');
    expect(text).toContain('    owner: platform@example.com\n');
    const written = atTerminal(folder, ['setup', ...DISTRIBUTION], []);
    expect({ ...written, shown: written.shown.includes('Wrote clusters/my-cluster.') }).toEqual({
      status: 0,
      shown: true,
    });
    expect(existsSync(join(folder, 'clusters/my-cluster/kubeflow.yaml'))).toBe(true);
    const again = atTerminal(folder, ['diff', '--detailed-exitcode', ...DISTRIBUTION], []);
    expect(again.status).toBe(0);
    expect(Date.now() - start).toBeLessThan(60_000);
  });

  it('writes nothing when it is interrupted', () => {
    const folder = emptyFolder();
    const { shown, status } = atTerminal(folder, ['init', ...DISTRIBUTION], [['(cluster_name)', 'my\u0003']]);
    expect({ status, isSaid: shown.includes('Nothing was written.') }).toEqual({ status: 130, isSaid: true });
    expect(contents(folder)).toEqual({});
  });

  it('asks without colours where they are not wanted', () => {
    const colour = new RegExp(`${String.fromCharCode(27)}\\[[\\d;]*m`);
    const ask = (env: NodeJS.ProcessEnv) =>
      atTerminal(emptyFolder(), ['init', ...DISTRIBUTION], [['(cluster_name)', 'my\u0003']], env).shown;
    expect(ask({})).toMatch(colour);
    expect(ask({ NO_COLOR: '1' })).not.toMatch(colour);
  });

  it('asks nothing at a terminal that cannot move its cursor', () => {
    const { shown, status } = atTerminal(emptyFolder(), ['init', ...DISTRIBUTION], [], { TERM: 'dumb' });
    expect({ status, isSaid: shown.includes('MISSING_SETTING') }).toEqual({ status: 1, isSaid: true });
  });

  it('shows colours only where they are wanted', () => {
    const argv = [
      'check',
      '--set',
      'rds.port=x',
      '-f',
      join(repository, 'examples/kfdist.yaml'),
      ...DISTRIBUTION,
    ];
    expect(atTerminal(emptyFolder(), argv, []).shown).toContain('\u001b[');
    expect(atTerminal(emptyFolder(), argv, [], { NO_COLOR: '1' }).shown).not.toContain('\u001b[');
    expect(atTerminal(emptyFolder(), argv, [], { TERM: 'dumb' }).shown).not.toContain('\u001b[');
  });
});
