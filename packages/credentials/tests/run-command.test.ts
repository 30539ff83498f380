import { afterEach, describe, expect, it, vi } from 'vitest';
import { LOGIN_NAMES, redact } from '../src/index.ts';
import { type Command, commandRunner } from '../src/seal/index.ts';

const node = (script: string, more: Partial<Command> = {}): Command => ({
  program: process.execPath,
  arguments: ['-e', script],
  ...more,
});

afterEach(() => {
  vi.unstubAllEnvs();
});

describe('commandRunner', () => {
  it('gives a program its input and takes what it leaves behind', async () => {
    const script =
      'process.stdin.pipe(process.stdout); console.error("ü: " + process.argv[1]); process.exitCode = 3';
    const command = node(script, { input: redact('some ü\n') });
    const run = commandRunner();
    expect(await run({ ...command, arguments: [...command.arguments, '$HOME; x'] })).toEqual({
      status: 3,
      stdout: 'some ü\n',
      stderr: 'ü: $HOME; x\n',
    });
  });

  it('gives no input where there is none', async () => {
    const count =
      'let n = 0; process.stdin.on("data", (d) => (n += d.length)).on("end", () => console.log(n))';
    expect((await commandRunner()(node(count))).stdout).toBe('0\n');
  });

  it('withholds the variables that hold values, and no others', async () => {
    for (const name of [...LOGIN_NAMES, 'MY_TOKEN', 'KFDIST_OTHER']) vi.stubEnv(name, `value of ${name}`);
    const { stdout } = await commandRunner(['MY_TOKEN'])(node('console.log(JSON.stringify(process.env))'));
    const env = JSON.parse(stdout) as Record<string, string>;
    expect(Object.values(env).filter((value) => value.startsWith('value of'))).toEqual([
      'value of KFDIST_OTHER',
    ]);
    expect(env).toHaveProperty('PATH');
  });

  it('lets Git ask nobody, who would not see the question', async () => {
    vi.stubEnv('GIT_TERMINAL_PROMPT', '1');
    const { stdout } = await commandRunner()(node('console.log(process.env.GIT_TERMINAL_PROMPT)'));
    expect(stdout).toBe('0\n');
  });

  it('judges a program by its end, not by what it did not read', async () => {
    const input = redact('x'.repeat(1_000_000));
    const run = commandRunner();
    expect((await run(node('process.stdin.destroy()', { input }))).status).toBe(0);
    expect((await run(node('process.kill(process.pid, "SIGKILL")'))).status).toBe(1);
  });

  it('says so where a program cannot be started', async () => {
    const starting = commandRunner()({ program: '/no/such/program', arguments: [] });
    await expect(starting).rejects.toThrow(/^\/no\/such\/program could not be started\./);
  });
});

const LOG = 'E1125 19:39:00.826067    2569 memcache.go:265] "Unhandled Error" err="refused"';

async function stderrOf(...lines: readonly string[]): Promise<string> {
  const script = `process.stderr.write(${JSON.stringify(lines.join('\n'))})`;
  const { stderr } = await commandRunner()(node(script));
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
