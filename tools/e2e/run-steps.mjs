/**
 * Runs steps in order; after one that failed no other is reached. A step with `aws` is left out where there is no AWS to act on.
 * @returns what was seen at each: `{ title, result: 'passed' | 'failed' | 'left out' | 'not reached', seconds, said }`
 */
export async function runSteps(steps, context, { hasAws, say }) {
  const seen = [];
  for (const { title, aws = false, run } of steps) {
    if (seen.some(({ result }) => result === 'failed')) {
      seen.push({ title, result: 'not reached', said: '' });
      continue;
    }
    const start = Date.now();
    const { command, ...step } =
      aws && !hasAws ? { result: 'left out', said: 'no AWS' } : await attempt(run, context);
    const seconds = Math.round((Date.now() - start) / 1000);
    seen.push({ title, ...step, seconds });
    say(`${title}: ${step.result}, ${step.said} (${seconds} s)`);
    if (command !== undefined) say(`  ${command}`);
  }
  return seen;
}

async function attempt(run, context) {
  try {
    return { result: 'passed', said: await run(context) };
  } catch (error) {
    return { result: 'failed', said: error.message, command: error.command };
  }
}
