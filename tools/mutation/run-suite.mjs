/** Runs a suite with its hooks; see `runTests`. A hook that fails fails the tests that it is for. */
export async function runSuite(suite, options) {
  if (suite.isSkipped || options.isOver() || !testsOf(suite).some(options.isWanted)) return;
  const around = [...options.around, suite.hooks];
  const error = options.error ?? (await errorOf(() => inOrder(suite.hooks.beforeAll)));
  for (const child of suite.children) {
    if (child.children !== undefined) await runSuite(child, { ...options, around, error });
    else await runTest(child, { ...options, around, error });
  }
  await errorOf(() => inOrder(suite.hooks.afterAll));
}

/** All tests in a suite that are not skipped. */
export function testsOf(suite) {
  if (suite.isSkipped) return [];
  return suite.children === undefined ? [suite] : suite.children.flatMap(testsOf);
}

async function runTest(test, { around, error, ...options }) {
  if (test.isSkipped || options.isOver() || !options.isWanted(test)) return;
  options.onStart?.(test);
  const start = performance.now();
  const failure =
    error ??
    (await errorOf(async () => {
      for (const { beforeEach } of around) await inOrder(beforeEach);
      await test.body();
    }));
  for (const { afterEach } of around.toReversed()) await errorOf(() => inOrder(afterEach));
  options.report({ test, failure, ms: performance.now() - start });
}

async function inOrder(bodies) {
  for (const body of bodies) await body();
}

async function errorOf(run) {
  try {
    await run();
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}
