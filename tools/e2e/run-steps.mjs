/**
 * Runs steps in order up to the first that fails. A step with `aws` is left out where there is no AWS to act on.
 * @returns what was seen at each: `{ title, result: 'passed' | 'failed' | 'left out', said }`
 */
export async function runSteps(steps, context, { hasAws, say }) {
  const seen = [];
  for (const { title, aws = false, run } of steps) {
    const start = Date.now();
    const step = aws && !hasAws ? { result: 'left out', said: 'no AWS' } : await attempt(run, context);
    seen.push({ title, ...step });
    say(`${title}: ${step.result}, ${step.said} (${Math.round((Date.now() - start) / 1000)} s)`);
    if (step.result === 'failed') break;
  }
  return seen;
}

async function attempt(run, context) {
  try {
    return { result: 'passed', said: await run(context) };
  } catch (error) {
    return { result: 'failed', said: error.message };
  }
}
