import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { medianRun } from './statistics.mjs';

// The kernel adds up what the command and everything it waited for used; bash prints that to the millisecond
const TIMED = `TIMEFORMAT='%U %S %R'; { time "$@" >/dev/null 2>&3; } 3>&1`;

/** Runs a command and says what it and its children took, in milliseconds: CPU (user and system) and wall. */
export function timeCommand(command) {
  const { status, stdout, stderr } = spawnSync('bash', ['-c', TIMED, 'bash', ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (status !== 0)
    throw new Error(`${command.slice(0, 3).join(' ')} failed with ${status}: ${stdout.trim()}`);
  return parseTimes(stderr);
}

/** What bash prints after `time`: user, system and real seconds. */
export function parseTimes(text) {
  const [user, system, real] = text.trim().split(' ').map(Number);
  if (![user, system, real].every(Number.isFinite)) throw new Error(`bash did not print times: ${text}`);
  return { cpu: Math.round((user + system) * 1000), wall: Math.round(real * 1000) };
}

/**
 * Runs contestants in turns, forwards and backwards, so that whatever else the machine does meets all of them.
 * A contestant is `{ command, prepare }`; preparing is not timed. The result has the medians in the same order.
 */
export function race(contestants, { rounds }) {
  const runs = contestants.map(() => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...contestants.keys()];
    for (const index of round % 2 === 0 ? order : order.toReversed()) {
      const { command, prepare } = contestants[index];
      prepare?.();
      runs[index].push(timeCommand(command));
    }
  }
  return runs.map(medianRun);
}

/** The most memory that a Node command ever held, in MB; run apart, since asking costs time. */
export function peakMemory([node, ...args], prepare) {
  prepare?.();
  const probe = join(import.meta.dirname, 'peak-memory.mjs');
  const { status, stderr } = spawnSync(node, ['--import', probe, ...args], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const kilobytes = Number(/^peak (\d+)$/m.exec(stderr)?.[1]);
  if (status !== 0 || !Number.isFinite(kilobytes))
    throw new Error(`${args[0]} failed with ${status}: ${stderr}`);
  return Math.round(kilobytes / 1024);
}
