/**
 * Runs the tests of a package in the process that Stryker starts, which loads them once: a change costs what its tests cost. With
 * vitest each cost seconds, because every change loads every module again.
 */
import { readdirSync } from 'node:fs';
import { register } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isLeftOut } from './left-out.mjs';

const [SUCCESS, FAILED] = [0, 1];

/** What the changed sources ask, in every call, which change is active. */
const NAMESPACE = '__stryker__';
globalThis[NAMESPACE] ??= {};

class TestRunner {
  static inject = [];
  #suites = [];
  #api;
  #stryker = globalThis[NAMESPACE];
  #loose = [];

  /** A change is active only while its tests run, so nothing is loaded again for it; else Stryker starts a process for each. */
  capabilities() {
    return { reloadEnvironment: true };
  }

  async init() {
    register('./module-hooks.mjs', import.meta.url);
    process.on('unhandledRejection', (error) => this.#loose.push(error));
    this.#api = await import('./test-api.mjs');
    const folder = join(process.cwd(), 'packages', process.env.KFDIST_MUTATED, 'tests');
    const files = readdirSync(folder).filter((name) => name.endsWith('.test.ts'));
    for (const file of files.toSorted()) {
      const path = join(folder, file);
      this.#suites.push(await this.#api.collectTests(path, () => import(pathToFileURL(path).href)));
    }
  }

  async dryRun() {
    const results = await this.#run({ isWanted: ({ id }) => !isLeftOut(id) });
    this.#sortByCost(results);
    const tests = results.map(({ test, failure, ms }) => ({
      id: test.id,
      name: test.id,
      timeSpentMs: ms,
      ...(failure === undefined ? { status: SUCCESS } : { status: FAILED, failureMessage: textOf(failure) }),
    }));
    return { status: 'complete', tests, mutantCoverage: this.#stryker.mutantCoverage };
  }

  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const wanted = testFilter && new Set(testFilter);
    Object.assign(this.#stryker, { activeMutant: activeMutant.id, hitCount: 0, hitLimit });
    const results = await this.#run({
      isWanted: ({ id }) => wanted?.has(id) ?? !isLeftOut(id),
      stopsEarly: true,
    });
    this.#stryker.activeMutant = undefined;
    if (hitLimit !== undefined && this.#stryker.hitCount > hitLimit) return { status: 'timeout' };
    const nrOfTests = results.length;
    const killer = results.find(({ failure }) => failure !== undefined);
    if (killer === undefined) return { status: 'survived', nrOfTests };
    return {
      status: 'killed',
      killedBy: [killer.test.id],
      failureMessage: textOf(killer.failure),
      nrOfTests,
    };
  }

  /** Files whose tests are quick come first: they notice most changes. */
  #sortByCost(results) {
    const costs = new Map();
    for (const { file, ms } of results) costs.set(file, (costs.get(file) ?? 0) + ms);
    this.#suites.sort((a, b) => (costs.get(a.name) ?? 0) - (costs.get(b.name) ?? 0));
  }

  async #run({ isWanted, stopsEarly = false }) {
    const results = [];
    this.#loose.length = 0;
    for (const suite of this.#suites)
      await this.#api.runTests(suite, {
        isWanted,
        isOver: () => stopsEarly && results.some(({ failure }) => failure !== undefined),
        onStart: ({ id }) => (this.#stryker.currentTestId = id),
        report: (result) => {
          this.#stryker.currentTestId = undefined;
          results.push({ ...result, file: suite.name, failure: result.failure ?? this.#loose.shift() });
        },
      });
    return results;
  }
}

function textOf(error) {
  return error instanceof Error ? error.message : String(error);
}

export const strykerPlugins = [{ kind: 'TestRunner', name: 'in-process', injectableClass: TestRunner }];
