import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Check, type CheckOutcome, PLATFORM_CHECKS, runChecks } from '../src/index.ts';

const check = (id: string, changes: Partial<Check<undefined>> = {}): Check<undefined> => ({
  id,
  title: id,
  needs: [],
  severity: 'error',
  hint: 'mend it',
  isPre: true,
  run: async () => ({ state: 'ok' }),
  ...changes,
});
const ends = (outcome: CheckOutcome) => ({ run: async () => outcome });

describe('runChecks', () => {
  it('skips what needs a check that failed or was skipped, but not what needs a warning', async () => {
    const results = await runChecks(
      [
        check('a', ends({ state: 'failed', detail: 'no' })),
        check('b', { needs: ['a'] }),
        check('c', { needs: ['b'] }),
        check('w', { severity: 'warning', ...ends({ state: 'failed', detail: 'no', hint: 'better' }) }),
        check('d', { needs: ['w'] }),
      ],
      undefined,
    );
    expect(results.map(({ id, state, detail, hint }) => [id, state, detail, hint])).toEqual([
      ['a', 'failed', 'no', 'mend it'],
      ['b', 'skipped', 'it needs a', undefined],
      ['c', 'skipped', 'it needs b', undefined],
      ['w', 'warning', 'no', 'better'],
      ['d', 'ok', undefined, undefined],
    ]);
  });

  it('takes a refusal for a failure, and a mistake of ours for a mistake', async () => {
    const refuse = (error: Error) => ({
      run: async () => {
        throw error;
      },
    });
    expect(await runChecks([check('a', refuse(new Error('denied')))], undefined)).toMatchObject([
      { state: 'failed', detail: 'denied' },
    ]);
    const page = Object.assign(new SyntaxError('<html> is not valid JSON\nDeserialization error'), {
      $response: {},
    });
    expect(await runChecks([check('a', refuse(page))], undefined)).toMatchObject([
      { state: 'failed', detail: 'the answer cannot be read: <html> is not valid JSON' },
    ]);
    // What Node says where a host has several addresses
    const everywhere = new AggregateError([new Error('connect ETIMEDOUT 10.0.0.1:443')]);
    expect(await runChecks([check('a', refuse(everywhere))], undefined)).toMatchObject([
      { state: 'failed', detail: 'connect ETIMEDOUT 10.0.0.1:443' },
    ]);
    await expect(runChecks([check('a', refuse(new TypeError('x')))], undefined)).rejects.toThrow('x');
  });

  it('answers in the order of the table, however long each takes', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 6 }), async (pauses) => {
        const checks = pauses.map((pause, i) =>
          check(`c${i}`, {
            needs: i > 1 ? [`c${i - 2}`] : [],
            run: async () => {
              for (let turn = 0; turn < pause; turn++) await Promise.resolve();
              return { state: 'ok' };
            },
          }),
        );
        const told: string[] = [];
        const results = await runChecks(checks, undefined, ({ id }) => told.push(id));
        expect(results.map(({ id }) => id)).toEqual(checks.map(({ id }) => id));
        expect(told.toSorted()).toEqual(checks.map(({ id }) => id).toSorted());
      }),
    );
  });
});

describe('the checks of a platform', () => {
  it('have ids of their own, and need only what is before them, also with --pre', async () => {
    const ids = PLATFORM_CHECKS.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [i, { id, needs, isPre }] of PLATFORM_CHECKS.entries())
      for (const need of needs) {
        const before = PLATFORM_CHECKS.slice(0, i).find((other) => other.id === need);
        expect([id, need, before !== undefined && (before.isPre || !isPre)]).toEqual([id, need, true]);
      }
  });
});
