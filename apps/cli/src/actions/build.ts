import { resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { hydrate, isPending, toChanges } from '@kfdist/platform';
import { readExisting, sha256, writeChanges } from '@kfdist/platform/node';
import { type BuiltPart, type BuiltPlatform, buildPlatform } from '../built-platform.ts';
import { report } from '../codes.ts';
import type { BuildFlags } from '../commands/build.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { loadPlatform, type Platform } from '../platform.ts';
import { printResult, type Result } from '../print.ts';
import { shownPath } from '../shown-path.ts';
import { isWritten } from '../written.ts';
import { changeCounts, changeData } from './change-counts.ts';
import { type TreeChanges, treeChanges } from './tree-changes.ts';

const KIND = 'BuildResult';

/** Builds the final objects, and prints or writes them. */
export async function build(this: Context, flags: BuildFlags, ...components: string[]): Promise<void> {
  const set = flags.hydrate ? [...(flags.set ?? []), 'delivery=hydrated'] : flags.set;
  const { platform, diagnostics, sources } = loadPlatform(this, { ...flags, ...(set ? { set } : {}) });
  const nothing: Result = { kind: KIND, data: {}, lines: () => [], diagnostics, sources };
  if (platform === undefined || hasErrors(diagnostics)) return printResult(this, flags.output, nothing);
  if (flags.hydrate && components.length > 0)
    return printResult(this, flags.output, {
      ...nothing,
      diagnostics: [report('HYDRATE_ALL', { args: {} })],
    });
  const built = await buildPlatform(this, platform.plan, components);
  const found = { ...nothing, diagnostics: [...diagnostics, ...built.diagnostics] };
  const run = { flags, platform, built, found };
  if (hasErrors(found.diagnostics)) return printResult(this, flags.output, found);
  if (flags.hydrate) return writeTree(this, run);
  if (flags.outputDir !== undefined) return writeFiles(this, run, flags.outputDir);
  printResult(this, flags.output, {
    ...found,
    data: flags.output === 'table' ? {} : { components: built.parts.map(partData) },
    lines: () => built.parts.flatMap(partText),
  });
}

interface Run {
  readonly flags: BuildFlags;
  readonly platform: Platform;
  readonly built: BuiltPlatform;
  readonly found: Result;
}

function partText({ bytes }: BuiltPart): readonly string[] {
  return bytes.length === 0 ? [] : [`---\n${Buffer.from(bytes).toString('utf8').replace(/\n$/, '')}`];
}

function partData({ unit, isCached, objects }: BuiltPart) {
  return {
    name: unit.name,
    wave: unit.wave,
    cached: isCached,
    objects: objects().map(({ object }) => object),
  };
}

/** Writes the tree for Argo CD with the final objects of each component in it. */
function writeTree(context: Context, { flags, platform, built, found }: Run): void {
  const parts = built.parts.map(({ unit, objects }) => ({ name: unit.name, objects }));
  const plan = hydrate(platform.plan, parts);
  const tree = treeChanges(context, { ...platform, plan }, flags);
  finish(context, flags, { found, tree, diagnostics: tree.diagnostics });
}

/** Writes one file for each component, and for the Secrets of each. */
function writeFiles(context: Context, { flags, built, found }: Run, outputDir: string): void {
  const folder = resolve(context.cwd, outputDir);
  const shownAs = shownPath(context, folder);
  const { existing, diagnostics } = readExisting(folder, shownAs);
  const files = built.parts.map(({ unit, bytes }) => ({ path: `${unit.name}.yaml`, bytes }));
  const set = toChanges(files, existing, { overwrite: flags.overwrite, digest: sha256 });
  finish(context, flags, {
    found,
    tree: { ...set, folder, shownAs },
    diagnostics: [...diagnostics, ...set.diagnostics],
  });
}

interface Written {
  readonly found: Result;
  readonly tree: Omit<TreeChanges, 'lock'>;
  readonly diagnostics: readonly Diagnostic[];
}

function finish(context: Context, flags: BuildFlags, { found, tree, diagnostics }: Written): void {
  const all = [...found.diagnostics, ...diagnostics];
  const { folder, shownAs } = tree;
  const needsWriting = !hasErrors(all) && (isPending(tree) || tree.isUnfinished);
  if (needsWriting && !isWritten(context, shownAs, () => writeChanges(folder, tree))) return;
  const pending = flags.detailedExitcode && isPending(tree);
  printResult(context, flags.output, {
    ...found,
    data: { folder: shownAs, changes: changeData(tree.changes) },
    lines: () => [`${shownAs}: ${changeCounts(tree.changes)}`],
    isWriting: true,
    diagnostics: all,
    exitCode: pending ? ExitCode.pending : ExitCode.done,
  });
}
