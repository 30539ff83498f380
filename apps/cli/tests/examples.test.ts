/** The examples that the README starts from, with the whole distribution. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { kfdist } from './command.ts';
import { faultsIn } from './faults.ts';
import { contents, emptyFolder } from './workplace.ts';

const repository = join(import.meta.dirname, '..', '..', '..');

async function setup(example: string) {
  const folder = emptyFolder();
  const argv = [
    'setup',
    '-f',
    join(repository, 'examples', example),
    '--distribution',
    join(repository, 'distribution'),
    '--output-dir',
    'out',
  ];
  const run = () => kfdist(folder, argv);
  return { ...(await run()), run, out: join(folder, 'out') };
}

describe('the examples', () => {
  it.each(['kfdist.yaml', 'setup.conf'])(
    '%s renders without a warning, and again without a change',
    async (example) => {
      const { exitCode, stderr, stdout, run, out } = await setup(example);
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
      expect(stdout).toContain('Wrote out. Next:');
      const before = contents(out);
      expect(await run()).toMatchObject({
        exitCode: 0,
        stderr: '',
        stdout: expect.stringContaining('out is up to date.'),
      });
      expect(contents(out)).toEqual(before);
    },
  );

  it('give the same tree', async () => {
    const trees = await Promise.all([setup('kfdist.yaml'), setup('setup.conf')]);
    const [yaml, flat] = trees.map(({ out }) => contents(out));
    expect(Object.keys(yaml ?? {}).length).toBeGreaterThan(40);
    expect(flat).toEqual(yaml);
  });

  it('bring up what the README shows', async () => {
    const { stdout } = await kfdist(repository, ['bootstrap', '-f', 'examples/kfdist.yaml']);
    const [, shown = ''] =
      /```sh\n(# Every step may[^`]+)```/.exec(readFileSync(join(repository, 'README.md'), 'utf8')) ?? [];
    expect(shown).toBe(stdout);
  });

  it('leave no placeholder, and every YAML and JSON file parses', async () => {
    const { out } = await setup('kfdist.yaml');
    expect(faultsIn(out)).toEqual([]);
  });
});
