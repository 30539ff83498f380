import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { parseOption, parseSettingsFile } from '@kfdist/config';
import { type Diagnostic, hasErrors, type Source } from '@kfdist/diagnostics';
import {
  type Distribution,
  loadDistribution,
  type MigratedKey,
  planPlatform,
  planSources,
  starterFile,
} from '@kfdist/platform';
import {
  type DistributionLocation,
  gitRoot,
  locateDistribution,
  readDistribution,
  systemProblemWithPath,
} from '@kfdist/platform/node';
import { report } from '../../codes.ts';
import type { InitFlags } from '../../commands/init.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { printFailure } from '../../failure.ts';
import { printResult, type Result } from '../../print.ts';
import { Cancelled } from '../../prompts.ts';
import { keyLines, readOld } from './migrated.ts';
import { askSettings } from './wizard.ts';

/** Writes the first settings file. */
export async function init(this: Context, flags: InitFlags): Promise<void> {
  const print = (result: Partial<Result>) =>
    printResult(this, flags.output, { ...NOTHING, diagnostics: [], ...result });
  const file = resolve(this.cwd, flags.file);
  if (existsSync(file) && !flags.overwrite && !flags.dryRun)
    return print({ diagnostics: [report('FILE_EXISTS', { args: { file: flags.file } })] });
  const location = locateDistribution({
    given: flags.distribution,
    cwd: this.cwd,
    packaged: this.packagedDistribution,
  });
  if (location === undefined) {
    const args = { folder: flags.distribution ?? 'distribution' };
    return print({ diagnostics: [report('NO_DISTRIBUTION', { args })] });
  }
  const { distribution, diagnostics } = loadDistribution(
    readDistribution(location.folder, { cwd: this.cwd }),
  );
  const old = readOld(this, flags.from, distribution);
  const given = readGiven(flags.set ?? []);
  const wrong = [...diagnostics, ...old.diagnostics, ...given.diagnostics];
  if (hasErrors(wrong))
    return print({ diagnostics: wrong, sources: () => [...old.sources, ...given.sources] });
  const known = new Map<string, string>([...(old.migration?.values ?? []), ...given.values]);
  const values = flags.dryRun ? known : await answers(this, distribution, known);
  if (values === undefined) return;
  await finish(this, { flags, file, location, distribution, values, keys: old.migration?.keys ?? [] });
}

const NOTHING = { kind: 'InitResult', data: {}, lines: () => [], sources: () => [], isWriting: true };

function readGiven(options: readonly string[]) {
  const parsed = options.map(parseOption);
  const values = parsed.flatMap(({ entry }) =>
    entry === undefined ? [] : [[entry.key, entry.text] as const],
  );
  const sources: readonly Source[] = options.map((text) => ({ path: '--set', text }));
  return { values: new Map(values), sources, diagnostics: parsed.flatMap(({ diagnostics }) => diagnostics) };
}

/** At a terminal what is missing is asked for; elsewhere there is what was given. */
async function answers(
  context: Context,
  distribution: Distribution,
  given: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string> | undefined> {
  if (context.prompts === undefined) return given;
  try {
    return await askSettings({ context, prompts: await context.prompts(), distribution, given });
  } catch (error) {
    if (!(error instanceof Cancelled)) throw error;
    context.process.stderr.write('Nothing was written.\n');
    context.process.exitCode = ExitCode.interrupted;
    return undefined;
  }
}

interface Answered {
  readonly flags: InitFlags;
  readonly file: string;
  readonly location: DistributionLocation;
  readonly distribution: Distribution;
  readonly values: ReadonlyMap<string, string>;
  /** What became of the keys of an older file. */
  readonly keys: readonly MigratedKey[];
}

async function finish(context: Context, answered: Answered): Promise<void> {
  const { flags, file, location, distribution, values, keys } = answered;
  const text = starterFile({ values, distribution, schema: schemaFor(file, location) });
  const source = { path: flags.file, text };
  const { entries, diagnostics: syntax } = parseSettingsFile(source);
  const input = { entries, distribution, end: { path: flags.file, start: text.length, end: text.length } };
  const found: Result = {
    ...NOTHING,
    data: { file: flags.file, dryRun: flags.dryRun, settings: Object.fromEntries(values), keys },
    diagnostics: [...syntax, ...planPlatform(input).diagnostics].map(askedByFlag),
    sources: () => planSources(input, [source]),
    lines: () => [...keyLines(keys), 'Nothing was written.'],
    isAlwaysShown: flags.dryRun,
  };
  if (hasErrors(found.diagnostics) || flags.dryRun) return printResult(context, flags.output, found);
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: flags.overwrite ? 'w' : 'wx' });
  } catch (error) {
    const problem = `${flags.file} could not be written: ${systemProblemWithPath(error)}.`;
    return printFailure(context, problem, 'Get permission there or name another file with -f.');
  }
  const lines = () => [...keyLines(keys), ...nextLines(context, flags)];
  printResult(context, flags.output, { ...found, lines });
}

/** The file that a missing setting would stand in is not there yet. */
function askedByFlag(diagnostic: Diagnostic): Diagnostic {
  const { code, args, span: _, ...rest } = diagnostic;
  if (code !== 'MISSING_SETTING' || args === undefined) return diagnostic;
  const { key, assignment = '' } = args;
  const value = assignment.replace(/^.*?(?:__>>=|: )/, '');
  return {
    code,
    args,
    ...rest,
    hint: `Give it with --set ${key}=${value}, or answer at a terminal.`,
  };
}

/** Editors read the schema from the disk where it is there to stay, else from the registry's mirror. */
function schemaFor(file: string, { folder }: DistributionLocation): string {
  const path = relative(dirname(file), join(folder, 'kfdist.schema.json'));
  const root = gitRoot(folder);
  const isHere = root !== undefined && gitRoot(dirname(file)) === root;
  if (!path.startsWith('..') || isHere) return path;
  const packaged: { version?: unknown } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return `https://unpkg.com/@kfdist/distribution@${String(packaged.version)}/kfdist.schema.json`;
}

function nextLines(context: Context, { file }: InitFlags): readonly string[] {
  // npm says how a package was started
  const kfdist = context.process.env?.npm_command === 'exec' ? 'npx @kfdist/cli' : 'kfdist';
  const named = basename(file) === 'kfdist.yaml' && dirname(file) === '.' ? '' : ` -f ${file}`;
  const steps = [
    ...(gitRoot(context.cwd) === undefined ? ['git init: the platform lives in a Git repository'] : []),
    `${kfdist} doctor --pre${named}: whether cluster, account and tools are ready`,
    `${kfdist} setup${named}: writes the tree that Argo CD follows, and says what comes then`,
  ];
  return [`Wrote ${file}. Next:`, ...steps.map((step, i) => `  ${i + 1}. ${step}`)];
}
