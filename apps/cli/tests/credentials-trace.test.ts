/** What others on the machine could see of a run: arguments, environments, files, output. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parseLock, parseSealedSecret } from '@kfdist/credentials';
import { describe, expect, inject, it } from 'vitest';
import { findTool, works } from '../../../packages/credentials/tests/tools.ts';
import {
  credentials,
  credentialWorkplace,
  firstRun,
  opened,
  TOKEN,
  type Workplace,
} from './credential-workplace.ts';
import { emptyFolder, everything, texts, write } from './workplace.ts';

const PASSWORD = 'password-of-ada "7f" \\ ü';
const kubeseal = findTool('kubeseal', 'kfdist credentials --sealer kubeseal');
const strace = tracer();

function tracer(): string | undefined {
  const program = findTool('strace', 'a trace of all that a run writes and starts');
  if (program !== undefined && works(program, ['-f', 'true'])) return program;
  if (program !== undefined) console.log('left out: a trace of a run, this machine allows no tracing');
  return undefined;
}

/** Programs on the PATH that note how they were started, outside of what is watched, and then act. */
function programs({ secrets }: Workplace, acts: Readonly<Record<string, string>>): string {
  const folder = join(secrets, 'bin');
  for (const [name, act] of Object.entries(acts)) {
    const note = `tr '\\0' '\\n' < /proc/$$/cmdline >> '${secrets}/${name}.seen'; env >> '${secrets}/${name}.seen'`;
    write(folder, { [name]: `#!/bin/bash\n${note}\n${act}\n` });
    chmodSync(join(folder, name), 0o755);
  }
  return `${folder}:${process.env.PATH ?? ''}`;
}

interface Start {
  readonly argv: readonly string[];
  readonly path: string;
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What runs the command. */
  readonly by?: readonly string[];
}

/** Runs the executable as its user does, with an own folder for temporary files that must be empty afterwards. */
function start({ folder }: Workplace, { argv, path, input = '', env = {}, by = [] }: Start) {
  const tmp = emptyFolder();
  const [program = '', ...words] = [...by, process.execPath, inject('kfdist'), 'credentials', ...argv];
  const outcome = spawnSync(program, words, {
    cwd: folder,
    encoding: 'utf8',
    input,
    env: { PATH: path, TMPDIR: tmp, ...env },
  });
  expect(everything(tmp)).toEqual({});
  return outcome;
}

/** A text in the ways in which it may be written down. */
function spellings(text: string): readonly string[] {
  return [
    text,
    JSON.stringify(text).slice(1, -1),
    Buffer.from(text).toString('base64'),
    encodeURIComponent(text),
  ];
}

/** The values that a text gives away. */
function givenAway(text: string, values: readonly string[]): readonly string[] {
  return values.filter((value) => spellings(value).some((spelling) => text.includes(spelling)));
}

/** What a trace shows to others: arguments, environments, and all that is written, but into the sockets to children. */
function visibleIn(trace: string): string {
  const lines = trace.split('\n').map((line) => line.replace(/\\x([0-9a-f]{2})/g, fromHex));
  const isPrivate = /^\d+ +\w+\(\d+<(UNIX|[^>]*ignored\/logins\.txt>)/;
  return lines.filter((line) => !isPrivate.test(line)).join('\n');
}

function fromHex(_: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16));
}

function latin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}

const everyFile = ({ folder, secrets }: Workplace) =>
  Object.entries({ ...texts(folder), ...texts(secrets) })
    .filter(([path]) => !['given.yaml', 'sealing-key.yaml', 'ignored/logins.txt', 'trace'].includes(path))
    .map(([path, text]) => `${path}\n${text}`)
    .join('\n');

interface Scenario {
  readonly name: string;
  readonly argv: readonly string[];
  readonly input?: string;
  readonly env?: Readonly<Record<string, string>>;
}

const LOGINS = ['--logins', 'ignored/logins.txt'];
const SCENARIOS: readonly Scenario[] = [
  { name: 'sealed in process', argv: LOGINS },
  {
    name: 'sealed in process, with a password from standard input',
    argv: ['--password-stdin'],
    input: PASSWORD,
  },
  { name: 'sealed by kubeseal', argv: ['--sealer', 'kubeseal', ...LOGINS] },
  {
    name: 'sealed by kubeseal, with a password in the environment',
    argv: ['--sealer', 'kubeseal'],
    env: { password: PASSWORD },
  },
];

/** Runs a first `generate` under the tracer. */
function watched(place: Workplace, { argv, input, env }: Scenario) {
  const path = programs(place, { git: 'exit 0', kubeseal: `exec '${kubeseal}' "$@"` });
  const trace = join(place.secrets, 'trace');
  const calls = 'trace=execve,write,pwrite64,writev,pwritev,sendto,sendmsg';
  const by = [strace ?? '', '-f', '-qq', '-yy', '-xx', '-v', '-s', '1000000', '-e', calls, '-o', trace];
  const started = {
    argv: [...firstRun(place), ...argv],
    path,
    by,
    ...(input && { input }),
    ...(env && { env }),
  };
  const outcome = start(place, started);
  // The first line is how the test itself starts kfdist
  const [own = '', ...lines] = readFileSync(trace, 'utf8').split('\n');
  expect(own).toContain('execve');
  return { ...outcome, shown: visibleIn(lines.join('\n')) };
}

describe('a run that is watched', { timeout: 120_000 }, () => {
  it.for(SCENARIOS)('gives no value away: $name', (scenario, context) => {
    const asks = (word: string) => scenario.argv.includes(word);
    if (strace === undefined || (asks('kubeseal') && kubeseal === undefined)) context.skip();
    const place = credentialWorkplace({ 'ignored/x': '' });
    const { status, stdout, stderr, shown } = watched(place, scenario);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const values = Object.values(opened(place));
    expect(values).toHaveLength(7);
    expect(values).toContain(TOKEN);
    expect(shown).toContain('encryptedData');
    expect(givenAway(shown, values.map(latin1))).toEqual([]);
    expect(givenAway(stdout + everyFile(place), values)).toEqual([]);
    const started = ['git', 'kubeseal'].filter((name) => everyFile(place).includes(`${name}.seen\n`));
    expect(started).toEqual([
      ...(asks('--logins') ? ['git'] : []),
      ...(asks('kubeseal') ? ['kubeseal'] : []),
    ]);
  });
});

/** What the values were that a failed run had made: what it gave to kubeseal. */
function heardBy({ secrets }: Workplace): readonly string[] {
  const heard = texts(secrets)['kubeseal.heard'] ?? '';
  const data = [...heard.matchAll(/"([^"]+)":"([A-Za-z0-9+/=]{8,})"/g)].map(([, , value = '']) => value);
  return data.map((value) => Buffer.from(value, 'base64').toString('utf8'));
}

const FAILURES: Readonly<
  Record<
    string,
    {
      acts: (place: Workplace) => Record<string, string>;
      argv?: readonly string[];
      before?: (place: Workplace) => unknown;
      /** The first Secret is sealed by kubeseal itself. */
      needsKubeseal?: true;
    }
  >
> = {
  'kubeseal repeats what it hears and fails': {
    acts: ({ secrets }) => ({ kubeseal: `tee -a '${secrets}/kubeseal.heard' >&2; exit 1` }),
  },
  'kubeseal decodes what it hears and fails': {
    acts: ({ secrets }) => ({
      kubeseal: `tee -a '${secrets}/kubeseal.heard' | grep -o '"[A-Za-z0-9+/=]*"[,}]' | tr -d '",}' | while read -r x; do echo "bad: $(echo "$x" | base64 -d 2>/dev/null)"; done >&2; exit 1`,
    }),
  },
  'kubeseal fails at the second Secret': {
    needsKubeseal: true,
    acts: ({ secrets }) => ({
      kubeseal: `[ -e '${secrets}/kubeseal.heard' ] && exit 1; tee -a '${secrets}/kubeseal.heard' | '${kubeseal}' "$@"`,
    }),
  },
  'kubeseal says nothing': { acts: ({ secrets }) => ({ kubeseal: `cat >> '${secrets}/kubeseal.heard'` }) },
  'kubeseal does not listen': { acts: () => ({ kubeseal: 'exit 1' }) },
  'Git does not ignore the logins': { acts: () => ({ git: 'exit 1' }), argv: LOGINS },
  'the tree is blocked': {
    acts: () => ({}),
    argv: LOGINS,
    before: ({ folder }) => write(folder, { 'clusters/example/credentials.lock.json/x': '' }),
  },
  'a sealed file is blocked': {
    acts: () => ({}),
    argv: LOGINS,
    before: ({ folder }) => write(folder, { 'clusters/example/secrets/proxy/proxy.proxy.yaml/x': '' }),
  },
};

describe('a run that fails', { timeout: 120_000 }, () => {
  it.for(Object.entries(FAILURES))(
    'gives no value away and changes no file: %s',
    ([name, { acts, argv = [], before, needsKubeseal }], context) => {
      if (needsKubeseal && kubeseal === undefined) context.skip();
      const place = credentialWorkplace({ 'ignored/x': '' });
      before?.(place);
      const files = everything(place.folder);
      const path = programs(place, { git: 'exit 0', ...acts(place) });
      const sealer = name.includes('kubeseal') ? ['--sealer', 'kubeseal'] : [];
      const given = argv.includes('--logins') ? [] : ['--password-stdin'];
      const words = [...firstRun(place), ...sealer, ...given, ...argv];
      const { status, stdout, stderr } = start(place, { argv: words, path, input: PASSWORD });
      expect({ status, stdout }).toEqual({ status: 3, stdout: '' });
      expect(stderr).toMatch(/^error: [\s\S]+\n {2}= help: .+\n$/);
      expect(stderr).not.toMatch(/\n\s+at /);
      const values = [PASSWORD, TOKEN, ...heardBy(place)];
      expect(values.length).toBe(/repeats|decodes|second|nothing/.test(name) ? 5 : 2);
      expect(givenAway(stderr, values)).toEqual([]);
      expect(everything(place.folder)).toEqual(files);
    },
  );

  it.each([
    ['before', 'no'],
    ['halfway through', 'yes'],
  ])(
    'leaves whole files wherever it is killed, %s a call, and the next run goes on',
    async (_, halfway) => {
      const place = credentialWorkplace();
      await credentials(place.folder, firstRun(place), { env: { password: PASSWORD } });
      const preload = ['--import', join(import.meta.dirname, 'killed-write.mjs')];
      const fresh = `new ${PASSWORD}`;
      const argv = [
        'rotate',
        'vault/users',
        'oidc-secret',
        '--certificate',
        'sealing.crt',
        '--password-stdin',
      ];
      let killed = 0;
      for (let at = 1; ; at++, killed++) {
        const copy = { ...place, folder: emptyFolder() };
        cpSync(place.folder, copy.folder, { recursive: true });
        const { signal, status } = spawnSync(
          process.execPath,
          [...preload, inject('kfdist'), 'credentials', ...argv],
          {
            cwd: copy.folder,
            input: fresh,
            env: { PATH: process.env.PATH, KILL_AT: String(at), KILL_HALFWAY: halfway },
          },
        );
        const tree = texts(join(copy.folder, 'clusters/example'));
        expect(parseLock(tree['credentials.lock.json'] ?? '').diagnostics).toEqual([]);
        const sealed = Object.entries(tree).filter(([path]) => path.startsWith('secrets/'));
        expect(sealed.flatMap(([path, text]) => parseSealedSecret(text, path).diagnostics)).toEqual([]);
        expect([PASSWORD, fresh]).toContain(opened(copy)['vault/users/login']);
        expect(givenAway(everyFile(copy), [PASSWORD, TOKEN])).toEqual([]);
        const next = await credentials(copy.folder, argv, { stdin: fresh });
        expect(next.exitCode).toBe(0);
        expect(opened(copy)['vault/users/login']).toBe(fresh);
        rmSync(copy.folder, { recursive: true });
        expect(status).toBe(signal === 'SIGKILL' ? null : 0);
        if (signal !== 'SIGKILL') break;
      }
      expect(killed).toBeGreaterThan(halfway === 'yes' ? 5 : 15);
    },
    300_000,
  );
});
