/**
 * What pages show in fenced blocks. Commands of ours are parsed by the real command line, and those that need neither AWS nor a cluster
 * are run, in order, in a working copy of their page's own: a block right after them is what they print (`...` stands for lines left out).
 * Other programs are looked up in a table. Settings pass `kfdist check` (but what is
 * marked as a fragment), objects and components parse, imports exist.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildApplication, run } from '@stricli/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { app } from '../../apps/cli/src/app.ts';
import { kfdist, type Outcome } from '../../apps/cli/tests/command.ts';
import { parseComponent } from '../../packages/platform/src/component.ts';
import { commandsIn, kfdistArguments, programProblem } from '../docs/commands-in.mjs';
import { fencedBlocks } from '../docs/markdown.mjs';

const repository = join(import.meta.dirname, '..', '..');
const pages = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '*.md'], {
  cwd: repository,
  encoding: 'utf8',
})
  .split('\0')
  .filter((path) => /^(docs|packages\/[^/]+|apps\/[^/]+|distribution)\/[^/]+\.md$|^[^/]+\.md$/.test(path))
  .filter((path) => existsSync(join(repository, path)));
const blocks = pages.flatMap((page) =>
  fencedBlocks(readFileSync(join(repository, page), 'utf8')).map((block) => ({ page, ...block })),
);
const ofLanguage = (language: string) => blocks.filter((block) => block.language.split(' ')[0] === language);

/** Commands that do the same everywhere: no AWS, no cluster, no tools, no terminal. */
const HARMLESS = [
  /^(check|setup|apps|explain|render|completion|uninstall)\b/,
  /^map\b(?!.*--(built|against))/,
  /^diff\b(?!.*--built)/,
  /^bootstrap\b(?!.*--run)/,
  /^iam (export|check)\b/,
  /^init\b.*--set/,
  /^init\b.*--from/,
  /^credentials init-key\b/,
  /^--version$/,
];
/** How the README starts a command of ours. */
const ALIASES: Readonly<Record<string, readonly string[]>> = {
  'npx nx run cli:setup': ['setup', '-f', 'examples/kfdist.yaml'],
};
const ourWords = (words: readonly string[]) => ALIASES[words.join(' ')] ?? kfdistArguments(words);
const isHarmless = (argv: readonly string[]) => HARMLESS.some((pattern) => pattern.test(argv.join(' ')));

/** What the parser of the command line says against a command; empty if it would be run. */
async function usageProblem(argv: readonly string[]): Promise<string> {
  let said = '';
  const write = (text: string) => {
    said += text;
  };
  const process: { exitCode?: unknown; [name: string]: unknown } = {
    stdout: { write },
    stderr: { write },
    env: {},
  };
  let target: typeof app.root | undefined = app.root;
  let rest = argv;
  while (target !== undefined && 'getRoutingTargetForInput' in target && /^\w/.test(rest[0] ?? '')) {
    target = target.getRoutingTargetForInput(rest[0] ?? '');
    rest = rest.slice(1);
  }
  if (target === undefined) return `there is no command ${argv.join(' ')}`;
  const inert = 'loader' in target ? { ...target, loader: async () => () => undefined } : target;
  // biome-ignore lint/suspicious/noExplicitAny: a route without a command takes the same application
  const application = buildApplication(inert as any, { ...app.config, name: 'kfdist' });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- an inert command reads nothing of it
  await run(application, rest, { process } as never);
  return process.exitCode === 0 ? '' : said;
}

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kfdist-pages-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A working copy in which the commands of one page run. */
function workplace(page: string): string {
  const place = join(folder, page.replaceAll('/', '-'));
  if (existsSync(place)) return place;
  mkdirSync(join(place, '.git'), { recursive: true });
  for (const name of ['distribution', 'examples'])
    cpSync(join(repository, name), join(place, name), { recursive: true });
  cpSync(join(place, 'examples', 'kfdist.yaml'), join(place, 'kfdist.yaml'));
  cpSync(join(place, 'examples', 'setup.conf'), join(place, 'setup.conf'));
  // A tree of somebody's own
  mkdirSync(join(place, 'fork'));
  writeFileSync(join(place, 'fork', 'values.yaml'), 'domainFilters: [<<__domain__>>]\n');
  return place;
}

/** Whether lines are printed one after another; `...` skips some. */
function isShown(shown: string, printed: string): boolean {
  const parts = shown.trimEnd().split(/^\.\.\.$/m);
  let at = 0;
  return parts.every((part) => {
    const text = part.replace(/^\n|\n$/g, '');
    const found = printed.indexOf(text, at);
    at = found + text.length;
    return found >= 0;
  });
}

describe('commands', () => {
  const commands = ofLanguage('sh').flatMap(({ page, line, text }) =>
    commandsIn(text).map((words) => ({ at: `${page}:${line}`, command: words.join(' '), words })),
  );

  const inline = pages
    .filter((page) => !/^docs\/(commands|diagnostics|settings)\.md$/.test(page))
    .flatMap((page) =>
      [
        ...readFileSync(join(repository, page), 'utf8')
          .replaceAll(/^```.*?^```$/gms, '')
          .matchAll(/`(kfdist [^`|]+)`/g),
      ].map(([, text = '']) => ({ page, text: text.replaceAll(/\s+/g, ' ') })),
    );

  it.each(inline)('$page $text', async ({ text }) => {
    const argv = commandsIn(text)[0]?.slice(1) ?? [];
    // A command that is only named
    const isName = argv.every((word) => /^[a-z-]+$/.test(word) && !word.startsWith('-'));
    expect(await usageProblem(isName ? [...argv, '--help'] : argv)).toBe('');
  });

  it('are found, and what is wrong with one is said', async () => {
    expect(commands.length).toBeGreaterThan(20);
    expect(commandsIn('a \'b c\' --d="e f" && g # h\ni \\\n  j\n')).toEqual([
      ['a', 'b c', '--d=e f'],
      ['g'],
      ['i', 'j'],
    ]);
    expect(await usageProblem(['setup', '--dry-rum'])).toContain('--dry-rum');
    expect(await usageProblem(['iam', 'plann'])).not.toBe('');
    expect(await usageProblem(['iam', 'plan', '-f', 'kfdist.yaml'])).toBe('');
    expect(programProblem(['kubectl', 'aply'])).toBe('kubectl has no aply');
    expect(isShown('a\n...\nc\n', 'a\nb\nc\n')).toBe(true);
    expect(isShown('a\nc\n', 'a\nb\nc\n')).toBe(false);
  });

  it.each(commands)('$at $command', async ({ words }) => {
    const argv = ourWords(words);
    expect(argv === undefined ? (programProblem(words) ?? '') : await usageProblem(argv)).toBe('');
  });
});

describe('what commands print', () => {
  const withCommands = pages.filter((page) =>
    ofLanguage('sh').some(
      (block) =>
        block.page === page && commandsIn(block.text).some((words) => isHarmless(ourWords(words) ?? ['no'])),
    ),
  );

  it.each(withCommands)('on %s is what it says', async (page) => {
    expect(await differences(page)).toEqual([]);
  });
});

/** Runs what is harmless on a page, and compares what is shown after it. */
async function differences(page: string): Promise<readonly unknown[]> {
  const place = workplace(page);
  const found: unknown[] = [];
  let printed: string | undefined;
  for (const { language, text, line, follows } of blocks.filter((block) => block.page === page)) {
    if (follows && printed !== undefined) {
      if (!isShown(text, printed)) found.push({ at: `${page}:${line}`, shown: text, printed });
      printed = undefined;
      continue;
    }
    if (language === 'ini') takeSettings(place, text);
    if (language === 'yaml') takeFile(place, text);
    const ran = language === 'sh' ? await runHarmless(text, place) : [];
    found.push(
      ...ran.filter(({ exitCode }) => ![0, 2].includes(exitCode)).map((outcome) => ({ page, line, outcome })),
    );
    printed = ran.length === 0 ? undefined : ran.map(({ stdout, stderr }) => stdout + stderr).join('');
  }
  return found;
}

/** A page that shows a setup.conf has that one alone. */
function takeSettings(place: string, text: string): void {
  rmSync(join(place, 'kfdist.yaml'), { force: true });
  writeFileSync(join(place, 'setup.conf'), text);
}

/** A file that says its name in the first line is there for the commands after it. */
function takeFile(place: string, text: string): void {
  const [, name] = /^# ([\w-]+\.yaml)\n/.exec(text) ?? [];
  if (name !== undefined) writeFileSync(join(place, name), text);
}

async function runHarmless(text: string, place: string) {
  const outcomes: Outcome[] = [];
  for (const argv of commandsIn(text).map(ourWords))
    if (argv !== undefined && isHarmless(argv)) outcomes.push(await kfdist(place, argv));
  return outcomes;
}

describe('YAML', () => {
  const documents = ofLanguage('yaml').map(({ page, line, language, text }) => ({
    at: `${page}:${line}`,
    isFragment: language.endsWith(' fragment'),
    text,
  }));

  it.each(documents)('of $at is what it looks like', async ({ at, isFragment, text }) => {
    const parsed = parseAllDocuments(text);
    expect(parsed.flatMap(({ errors }) => errors)).toEqual([]);
    const problem = isFragment ? '' : await yamlProblem(at, text, parsed[0]?.toJS() as object);
    expect(problem).toBe('');
  });
});

/** What is wrong with an object, a component or settings. */
async function yamlProblem(at: string, text: string, value: object): Promise<string> {
  if ('apiVersion' in value) return 'kind' in value ? '' : 'an object without a kind';
  if ('source' in value)
    return parseComponent({ path: at, text })
      .diagnostics.map(({ message }) => message)
      .join();
  const place = workplace('settings');
  writeFileSync(join(place, 'shown.yaml'), text);
  const { stdout, stderr } = await kfdist(place, ['check', '-f', 'kfdist.yaml', '-f', 'shown.yaml']);
  return stdout.endsWith('nothing to report\n') ? '' : `${stdout}${stderr}`;
}

describe('imports', () => {
  const imports = ofLanguage('ts').flatMap(({ page, line, text }) =>
    [...text.matchAll(/^import \{ ([^}]*) \} from '(@kfdist\/[^']+)'/gm)].map(
      ([, names = '', from = '']) => ({
        at: `${page}:${line}`,
        from,
        names: names.split(',').map((name) => name.trim()),
      }),
    ),
  );

  it.each(imports)('of $at from $from are there', async ({ from, names }) => {
    const module = (await import(from)) as object;
    expect(names.filter((name) => !name.startsWith('type ') && !(name in module))).toEqual([]);
  });
});
