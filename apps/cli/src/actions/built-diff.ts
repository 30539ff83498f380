import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join, relative, resolve } from 'node:path';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { defaultCacheFolder, exportRevision, findTool, UpstreamError } from '@kfdist/manifests/build';
import { type BuiltDiff, builtDiff, type DeliveredObjects, redactSettings } from '@kfdist/platform';
import { gitRoot } from '@kfdist/platform/node';
import { type LoadedBuiltPlatform, loadBuiltPlatform } from '../built-platform.ts';
import { report } from '../codes.ts';
import type { DiffFlags } from '../commands/diff.ts';
import type { Context } from '../context.ts';
import { ExitCode } from '../exit-codes.ts';
import { printResult, type Result } from '../print.ts';
import { builtDiffMarkdown, builtDiffSummary } from './built-diff-text.ts';

/** Shows what changes in the cluster between a revision and the working copy. */
export async function diffBuilt(this: Context, flags: DiffFlags): Promise<void> {
  const revision = flags.against ?? 'HEAD';
  const after = await loadBuiltPlatform(this, flags);
  const nothing: Result = {
    kind: 'BuiltDiffResult',
    data: {},
    lines: () => [],
    diagnostics: after.diagnostics,
    sources: after.sources,
  };
  if (hasErrors(after.diagnostics)) return printResult(this, flags.output, nothing);
  const before = await builtAt(this, flags, revision);
  if (hasErrors(before.diagnostics))
    return printResult(this, flags.output, { ...nothing, diagnostics: before.diagnostics });
  const found = redacted(builtDiff(delivered(before), delivered(after)), [before, after]);
  const summary = builtDiffSummary(found, revision);
  const exitCode = flags.detailedExitcode && found.changes.length > 0 ? ExitCode.pending : ExitCode.done;
  printResult(this, flags.output, {
    ...nothing,
    data: flags.output === 'table' ? {} : { against: revision, changes: found.changes },
    lines: () =>
      flags.markdown
        ? builtDiffMarkdown(found, revision)
        : [...found.changes.map(({ patch }) => patch.replace(/\n$/, '')), ...summary],
    diagnostics: [...after.diagnostics, ...(before.unseen ?? []), ...found.diagnostics],
    exitCode,
  });
}

interface BuiltAt extends Pick<LoadedBuiltPlatform, 'parts' | 'diagnostics'> {
  readonly platform?: LoadedBuiltPlatform['platform'];
  /** What the revision cannot show. */
  readonly unseen?: readonly Diagnostic[];
}

/** The platform as settings and distribution of a revision make it. */
async function builtAt(context: Context, flags: DiffFlags, revision: string): Promise<BuiltAt> {
  const root = gitRoot(context.cwd);
  if (root === undefined)
    return {
      parts: [],
      diagnostics: [report('NO_REVISION', { args: { revision, problem: 'this is no Git working copy' } })],
    };
  const target = mkdtempSync(join(tmpdir(), 'kfdist-revision-'));
  try {
    const problem = await exported(context, { root, revision, target });
    if (problem !== undefined) return { parts: [], diagnostics: [problem] };
    // What marks the root of a working copy
    mkdirSync(join(target, '.git'));
    const cwd = join(target, relative(root, context.cwd));
    const loaded = await loadBuiltPlatform({ ...context, cwd }, flagsAt(flags, context.cwd, root));
    const { folder = target } = loaded.platform?.location ?? {};
    const isInside = !relative(target, folder).startsWith('..');
    if (isInside || isLocked(cwd, context.cwd)) return loaded;
    return { ...loaded, unseen: [report('DISTRIBUTION_NOT_COMPARED', { args: { folder, revision } })] };
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

const LOCKS = ['package-lock.json', 'pnpm-lock.yaml', 'yarn.lock'];

/** Whether two folders say that they take the same packages. */
function isLocked(one: string, other: string): boolean {
  const locks = LOCKS.map((name) => [textAt(join(one, name)), textAt(join(other, name))] as const);
  return locks.some(([a]) => a !== undefined) && locks.every(([a, b]) => a === b);
}

function textAt(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

interface Export {
  readonly root: string;
  readonly revision: string;
  readonly target: string;
}

async function exported(
  context: Context,
  { root, revision, target }: Export,
): Promise<Diagnostic | undefined> {
  const found = await findTool('git', { cwd: context.cwd, cacheFolder: defaultCacheFolder() });
  if ('diagnostic' in found) return found.diagnostic;
  try {
    await exportRevision({ git: found.tool, repository: root, revision, target });
    return undefined;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return report('NO_REVISION', { args: { revision, problem: error.message } });
  }
}

/** Files outside the working copy have no revisions: they are read as they are. */
function flagsAt(flags: DiffFlags, cwd: string, root: string): DiffFlags {
  const place = (path: string) => {
    if (path === '-') return path;
    const outside = relative(root, resolve(cwd, path)).startsWith('..');
    return outside ? resolve(cwd, path) : isAbsolute(path) ? relative(cwd, path) : path;
  };
  // --set asks what would be, so it is for the working copy only
  const { file, distribution, set: _, ...others } = flags;
  return {
    ...others,
    ...(file === undefined ? {} : { file: file.map(place) }),
    ...(distribution === undefined ? {} : { distribution: place(distribution) }),
  };
}

function delivered({ parts }: BuiltAt): readonly DeliveredObjects[] {
  return parts.map(({ unit, objects }) => ({ name: unit.name, objects: objects() }));
}

function redacted(found: BuiltDiff, platforms: readonly BuiltAt[]): BuiltDiff {
  const all = platforms.flatMap(({ platform }) => (platform === undefined ? [] : [platform.plan.settings]));
  return {
    ...found,
    changes: found.changes.map((change) => ({ ...change, patch: all.reduce(redactSettings, change.patch) })),
  };
}
