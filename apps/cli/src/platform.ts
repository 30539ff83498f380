import { resolve } from 'node:path';
import { parseOption, redactedSource } from '@kfdist/config';
import { type Diagnostic, hasErrors, type Source, type Span } from '@kfdist/diagnostics';
import {
  type Distribution,
  loadDistribution,
  type PlatformInput,
  type PlatformPlan,
  planPlatform,
  planSources,
} from '@kfdist/platform';
import {
  type DistributionLocation,
  gitRoot,
  locateDistribution,
  readDistribution,
} from '@kfdist/platform/node';
import { report } from './codes.ts';
import type { Context } from './context.ts';
import type { PlatformFlags } from './flags.ts';
import { readSettings } from './settings-files.ts';
import { shownPath } from './shown-path.ts';

/** The platform that a command line means: what was read, and the plan if all of it could be read. */
export interface Platform {
  readonly distribution: Distribution;
  readonly location: DistributionLocation;
  readonly plan: PlatformPlan;
  /** What the plan was made from. */
  readonly input: PlatformInput;
  /** The names of the settings files. */
  readonly settingsFiles: readonly string[];
  /** The flags by which another command means the same platform. */
  readonly platformFlags: readonly string[];
}

/** A platform, or what kept it from being read. */
export interface LoadedPlatform {
  readonly platform?: Platform;
  readonly diagnostics: readonly Diagnostic[];
  /** The texts that diagnostics point into; asked for only when there is something to print. */
  readonly sources: () => readonly Source[];
}

/** After these, what is left of a settings file says little about what its author meant. */
const BROKEN: ReadonlySet<string> = new Set(['BAD_YAML', 'YAML_TOO_DEEP', 'YAML_TOO_MANY_ALIASES']);

/** Reads settings and distribution, and plans the platform. */
export function loadPlatform(context: Context, flags: Omit<PlatformFlags, 'output'>): LoadedPlatform {
  const input = readSettings(context, flags);
  const location = locateDistribution({
    given: flags.distribution,
    cwd: context.cwd,
    packaged: context.packagedDistribution,
  });
  if (location === undefined) {
    const missing = report('NO_DISTRIBUTION', { args: { folder: flags.distribution ?? 'distribution' } });
    const sources = () => input.sources.map((source) => redactedSource(source, input.entries));
    return { diagnostics: [...input.diagnostics, missing], sources };
  }
  const loaded = loadDistribution(readDistribution(location.folder, { cwd: context.cwd }));
  const { distribution } = loaded;
  const planInput = { entries: input.entries, distribution, end: endOf(input.sources.at(-1)) };
  const sources = () => [...loaded.sources, ...planSources(planInput, input.sources)];
  const found = [...input.diagnostics, ...loaded.diagnostics];
  // Of a file with both sides of a conflict nothing is read, which is not to miss its settings
  const isHalf = input.entries.length === 0 || found.some(({ code }) => code === 'MERGE_CONFLICT');
  if (!loaded.isComplete || (hasErrors(found) && isHalf)) return { diagnostics: found, sources };
  const plan = planPlatform(planInput);
  const isWhole = !input.diagnostics.some(({ code }) => BROKEN.has(code));
  return {
    platform: {
      distribution,
      location,
      plan,
      input: planInput,
      settingsFiles: input.files,
      platformFlags: platformFlags(input.files, flags, plan),
    },
    diagnostics: [...found, ...plan.diagnostics.filter(({ code }) => isWhole || code !== 'UNUSED_SETTING')],
    sources,
  };
}

/** A sensitive value is part of no command that is shown. */
function platformFlags(
  files: readonly string[],
  { set = [], distribution }: Omit<PlatformFlags, 'output'>,
  { settings }: PlatformPlan,
): readonly string[] {
  const shown = set.filter((option) => {
    const setting = settings.values.get(parseOption(option).entry?.key ?? '');
    return setting?.sensitive === false;
  });
  return [
    ...files.flatMap((file) => ['-f', file]),
    ...shown.map((option) => `--set=${option}`),
    ...(distribution === undefined ? [] : ['--distribution', distribution]),
  ];
}

function endOf(source: Source | undefined): Span | undefined {
  return source && { path: source.path, start: source.text.length, end: source.text.length };
}

/** Where the tree of a plan goes: the folder named, else `git_repo.path` below the Git root. */
export function outputFolder(context: Context, plan: PlatformPlan, outputDir: string | undefined) {
  const folder =
    outputDir === undefined
      ? resolve(gitRoot(context.cwd) ?? context.cwd, plan.root)
      : resolve(context.cwd, outputDir);
  return { folder, shownAs: shownPath(context, folder) };
}
