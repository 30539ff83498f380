import { describe, expect, it } from 'vitest';
import { commandRunner } from '../src/cluster/index.ts';

const LOG = 'E1125 19:39:00.826067    2569 memcache.go:265] "Unhandled Error" err="refused"';

async function stderrOf(...lines: readonly string[]): Promise<string> {
  const script = `process.stderr.write(${JSON.stringify(lines.join('\n'))})`;
  const { stderr } = await commandRunner()({ program: process.execPath, arguments: ['-e', script] });
  return stderr;
}

describe('what a program says', () => {
  it.each([
    ['its log and a sentence', [LOG, LOG, 'The connection was refused'], 'The connection was refused'],
    ['nothing but its log', [LOG], LOG],
    ['lines that are no log', ['Error: x', 'E1 no log'], 'Error: x\nE1 no log'],
    ['nothing', [''], ''],
  ])('is kept without lines that repeat it: %s', async (_title, lines, expected) => {
    expect(await stderrOf(...lines)).toBe(expected);
  });
});
