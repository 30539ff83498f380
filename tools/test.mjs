/** Runs every test once and ends with the line that CI counts. */
import { startVitest } from 'vitest/node';

const vitest = await startVitest('test', process.argv.slice(2), { run: true });
const tests = vitest.state.getTestModules().flatMap((module) => [...module.children.allTests()]);
const broken = vitest.state.getTestModules().filter((module) => module.state() === 'failed').length;
const count = (state) => tests.filter((test) => test.result().state === state).length;
await vitest.close();
const failed = count('failed') || (broken > 0 || tests.length === 0 ? 1 : 0);
if (failed > 0) process.exitCode = 1;
console.log(`${count('passed')} passed, ${failed} failed, ${count('skipped')} skipped`);
