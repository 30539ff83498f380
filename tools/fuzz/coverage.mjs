import { Session } from 'node:inspector';

/**
 * What V8 ran since the last look, as a set of blocks with how often (once, a few times, many times). Only scripts whose address
 * `isOurs` accepts are looked at.
 */
export function startCoverage(isOurs) {
  const session = new Session();
  session.connect();
  const post = (method, params) => {
    let answer;
    session.post(method, params, (error, result) => {
      if (error) throw error;
      answer = result;
    });
    return answer;
  };
  post('Profiler.enable');
  post('Profiler.startPreciseCoverage', { callCount: true, detailed: true });
  const seen = new Set();
  return {
    /** How many blocks were seen for the first time, since the last call. */
    news: () => {
      const before = seen.size;
      for (const script of post('Profiler.takePreciseCoverage').result)
        if (isOurs(script.url)) addBlocks(script, seen);
      return seen.size - before;
    },
    size: () => seen.size,
  };
}

function addBlocks({ functions }, seen) {
  for (const { ranges } of functions)
    for (const { startOffset, endOffset, count } of ranges)
      if (count > 0) seen.add(`${startOffset}-${endOffset}:${bucket(count)}`);
}

function bucket(count) {
  return count === 1 ? 1 : count < 4 ? 2 : count < 16 ? 4 : count < 128 ? 16 : 128;
}
