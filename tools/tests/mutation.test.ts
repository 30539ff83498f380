import { describe, expect, it } from 'vitest';
import { isLeftOut } from '../mutation/left-out.mjs';
import { runSuite } from '../mutation/run-suite.mjs';
import { everyNthFunction, NOT_IN_SAMPLE } from '../mutation/sample.mjs';
import { leftOutOf, scoreOf, survivors } from '../mutation/scores.mjs';

const mutant = (status: string, line = 1, statusReason = '') => ({
  status,
  statusReason,
  location: { start: { line } },
  replacement: 'a\n  b',
  mutatorName: 'Block',
});

describe('a report', () => {
  const report = {
    files: {
      'b.ts': { mutants: [mutant('Survived', 9), mutant('Killed'), mutant('NoCoverage', 2)] },
      'a.ts': {
        mutants: [
          mutant('Timeout'),
          mutant('Survived', 3),
          mutant('Ignored', 1, NOT_IN_SAMPLE),
          mutant('Ignored'),
          { ...mutant('Ignored'), static: true },
          { ...mutant('Killed'), static: true },
        ],
      },
    },
  };

  it('counts what was noticed, and a change without an end as noticed', () => {
    expect(scoreOf(report)).toEqual({ noticed: 3, missed: 3, score: 50 });
    expect(scoreOf({ files: {} }).score).toBe(100);
  });

  it('names what was missed, in order', () => {
    expect(survivors(report)).toEqual(['a.ts:3 Block: a b', 'b.ts:2 Block: a b', 'b.ts:9 Block: a b']);
  });

  it('says what was not tried, and why', () => {
    expect(leftOutOf(report)).toEqual([
      [NOT_IN_SAMPLE, 1],
      ['they count only while a module loads', 2],
    ]);
  });
});

describe('a sample', () => {
  const program = { node: { type: 'Program' } };
  const exported = { node: { type: 'ExportNamedDeclaration' }, parentPath: program };
  const inner = { node: { type: 'BlockStatement' }, parentPath: program };
  const declared = (parentPath: object) => ({ node: { type: 'FunctionDeclaration' }, parentPath });

  it('has every nth function of the top, and all that is in it', () => {
    const sample = everyNthFunction(2);
    const paths = [program, exported, inner, program].map((parent) => declared(parent));
    expect(paths.map((path) => sample.shouldIgnore(path) === undefined)).toEqual([true, false, true, true]);
  });
});

describe('a suite', () => {
  const run = async (fails: readonly string[], over = Number.POSITIVE_INFINITY) => {
    const log: string[] = [];
    const step = (name: string) => () => {
      log.push(name);
      if (fails.includes(name)) throw new Error(name);
    };
    const test = (name: string, isSkipped = false) => ({ name, body: step(name), isSkipped });
    const suite = (name: string, children: readonly object[]) => ({
      name,
      children,
      hooks: {
        beforeAll: [step(`${name}+`)],
        afterAll: [step(`${name}-`)],
        beforeEach: [step(`${name}>`)],
        afterEach: [step(`${name}<`)],
      },
    });
    const failed: string[] = [];
    await runSuite(suite('A', [suite('B', [test('b')]), suite('C', [test('c', true)]), test('a')]), {
      around: [],
      isWanted: ({ isSkipped }: { isSkipped: boolean }) => !isSkipped,
      isOver: () => failed.length >= over,
      report: ({ test: { name }, failure }: { test: { name: string }; failure?: Error }) => {
        if (failure !== undefined) failed.push(name);
      },
    });
    return { log: log.join(' '), failed };
  };

  it('runs its hooks around its tests, and none where no test is wanted', async () => {
    expect(await run([])).toEqual({ log: 'A+ B+ A> B> b B< A< B- A> a A< A-', failed: [] });
  });

  it.each([
    ['b', ['b']],
    ['B+', ['b']],
    ['A+', ['b', 'a']],
    ['A>', ['b', 'a']],
    ['A-', []],
  ])('fails what %s is for', async (name, failed) => {
    expect((await run([name])).failed).toEqual(failed);
  });

  it('ends with the first failure if asked to, but not without cleaning up', async () => {
    expect((await run(['b'], 1)).log).toBe('A+ B+ A> B> b B< A< B- A-');
  });
});

it('tests that say nothing about a change are left out by their names', () => {
  expect(isLeftOut('laws.test.ts > 4 long texts > 1 in setup.conf take time')).toBe(true);
  expect(isLeftOut('laws.test.ts > 0 reads back')).toBe(false);
});
