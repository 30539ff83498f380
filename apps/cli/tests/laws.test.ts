import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kfdist } from './command.ts';
import { everything, SETTINGS, workplace, write } from './workplace.ts';

const LINES = SETTINGS.trimEnd().split('\n');

/** Settings that somebody may change from one run to the next; `undefined` leaves the default. */
const change = fc.record(
  {
    domain: fc.constantFrom('ml.example.com', 'new.example.org'),
    'rds.port': fc.integer({ min: 1, max: 65535 }),
    'dns.interval': fc.integer({ min: 1, max: 60 }),
    'argocd.name_prefix': fc.constantFrom('', 'blue-'),
    'components.login': fc.constantFrom('login-simple', 'login-company'),
    'components.store': fc.boolean(),
    'components.web': fc.boolean(),
    note: fc.string(),
  },
  { requiredKeys: [] },
);

type Change = Readonly<Record<string, unknown>>;

const textOf = (settings: Change, lines: readonly string[] = LINES) =>
  [
    ...lines.filter((line) => !('domain' in settings && line.startsWith('domain'))),
    ...Object.entries(settings).map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
  ].join('\n');

async function setup(folder: string, text: string) {
  write(folder, { 'kfdist.yaml': text });
  const outcome = await kfdist(folder, ['setup', '--confirm=store']);
  expect(outcome).toMatchObject({ exitCode: 0 });
  return { outcome, tree: everything(join(folder, 'clusters')) };
}

const place = () => workplace({ 'components/web/note.yaml': 'note: <<__domain__>>:<<__rds.port__>>\n' });

describe('setup', { timeout: 120_000 }, () => {
  it('gives one tree for one set of settings, in whatever order and whatever was there before', async () => {
    const property = fc.asyncProperty(
      change,
      change,
      fc.shuffledSubarray(LINES, { minLength: LINES.length }),
      async (first, then, lines) => {
        const used = place();
        await setup(used, textOf(first));
        const again = await setup(used, textOf(then, lines));
        const clean = await setup(place(), textOf(then));
        expect(again.tree).toEqual(clean.tree);
      },
    );
    await fc.assert(property, { numRuns: 20 });
  });

  it('changes nothing when it is run twice', async () => {
    const property = fc.asyncProperty(change, async (settings) => {
      const folder = place();
      const first = await setup(folder, textOf(settings));
      const second = await setup(folder, textOf(settings));
      expect(second.tree).toEqual(first.tree);
      expect(second.outcome.stdout).toContain('clusters/example is up to date.');
      expect((await kfdist(folder, ['diff', '--detailed-exitcode'])).exitCode).toBe(0);
    });
    await fc.assert(property, { numRuns: 15 });
  });

  it('gives the same whether settings come from one file, several, or options', async () => {
    const property = fc.asyncProperty(change, async ({ note: _note, ...settings }) => {
      fc.pre(Object.keys(settings).length > 0);
      const one = await setup(place(), textOf(settings));
      const folder = place();
      write(folder, { 'more.yaml': JSON.stringify(settings) });
      const files = await kfdist(folder, ['setup', '-f', 'kfdist.yaml', '-f', 'more.yaml']);
      expect(files).toMatchObject({ exitCode: 0 });
      const options = Object.entries(settings).flatMap(([key, value]) => [
        '--set',
        `${key}=${value === '' ? '""' : value}`,
      ]);
      const other = place();
      expect(await kfdist(other, ['setup', ...options])).toMatchObject({ exitCode: 0 });
      expect(everything(join(other, 'clusters'))).toEqual(one.tree);
      expect(everything(join(folder, 'clusters'))).toEqual(one.tree);
    });
    await fc.assert(property, { numRuns: 10 });
  });
});

describe('render', () => {
  it('is idempotent, in place and into a copy', async () => {
    const folder = place();
    const argv = ['render', 'components', '--in-place', '--set', 'rds.port=3306'];
    await kfdist(folder, argv);
    const once = everything(join(folder, 'components'));
    expect(await kfdist(folder, argv)).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('unchanged'),
    });
    expect(everything(join(folder, 'components'))).toEqual(once);
    expect(Object.values(once).join()).toContain('note: ml.example.com:3306');
  });
});
