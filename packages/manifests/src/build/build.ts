import { mkdirSync, mkdtempSync, realpathSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Diagnostic } from '@kfdist/diagnostics';
import type { BuildUnit } from '../build-source.ts';
import { report } from '../codes.ts';
import type { Mirror } from '../mirrors.ts';
import { readHeads } from '../object-heads.ts';
import { type ParsedObjects, parseObjects } from '../parse-objects.ts';
import { builtSecrets } from '../secret-data.ts';
import { joinObjects, sortObjects } from '../sort-objects.ts';
import {
  type BuiltObjects,
  cacheKey,
  defaultCacheFolder,
  openBuildCache,
  writtenObjects,
} from './build-cache.ts';
import { chartState } from './charts.ts';
import { type Checkouts, openCheckouts } from './checkouts.ts';
import type { GitAccess } from './git-repository.ts';
import { buildChart } from './helm.ts';
import { inParallel } from './in-parallel.ts';
import { buildKustomization } from './kustomize.ts';
import { once } from './once.ts';
import { readPlainManifests } from './plain.ts';
import { findTool, type Tool, type ToolName } from './tools.ts';
import { distrust, UnreachableError, UpstreamError } from './upstream-error.ts';

/** How components are built. */
export interface BuildOptions {
  /** The folder that paths of mirrors and the search for tools start from. */
  readonly cwd: string;
  readonly mirrors?: readonly Mirror[];
  /** The version of Kubernetes that charts are told. */
  readonly kubeVersion: string;
  /** @default `KFDIST_CACHE`, or `kfdist` in the cache folder of the user */
  readonly cacheFolder?: string;
}

/** The final objects of one component, sorted, or why there are none. */
export interface Built extends BuiltObjects {
  readonly name: string;
  /** Whether it was built before from the same input. */
  readonly isCached: boolean;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Builds components with the real tools, in parallel within the cores of the machine. What was built before from the same
 * files, pins, mirrors and tools comes from the cache. A component that fails is reported and the others are built.
 *
 * @example
 * const built = await buildComponents(units, { cwd: '.', kubeVersion: '1.35.0' });
 * built.map(({ name, objects }) => `${name} ${objects().length}`);
 * //=> ['argocd 60', ...]
 */
export async function buildComponents(
  units: readonly BuildUnit[],
  options: BuildOptions,
): Promise<readonly Built[]> {
  const session = openSession(options);
  return await inParallel(units, availableParallelism(), async (unit) => await buildOne(unit, session));
}

/** A tool that is needed and cannot be used. */
class ToolProblem extends Error {
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

interface Session extends Required<BuildOptions> {
  readonly tool: (name: ToolName) => Promise<Tool>;
  readonly git: () => Promise<GitAccess>;
  readonly checkouts: () => Promise<Checkouts>;
  readonly localized: Map<string, Promise<readonly string[]>>;
  readonly cache: ReturnType<typeof openBuildCache>;
}

function openSession({ mirrors = [], cacheFolder: given, ...options }: BuildOptions): Session {
  const wanted = given ?? defaultCacheFolder();
  mkdirSync(wanted, { recursive: true });
  // kustomize compares real paths
  const cacheFolder = realpathSync(wanted);
  const tools = new Map<ToolName, Promise<Tool>>();
  const find = async (name: ToolName) => {
    const found = await findTool(name, { cwd: options.cwd, cacheFolder });
    if ('diagnostic' in found) throw new ToolProblem(found.diagnostic);
    return found.tool;
  };
  const tool = async (name: ToolName) => {
    const known = tools.get(name) ?? find(name);
    tools.set(name, known);
    return await known;
  };
  const git = async () => ({ git: await tool('git'), cacheFolder, cwd: options.cwd, mirrors });
  return {
    ...options,
    mirrors,
    cacheFolder,
    tool,
    git,
    checkouts: once(async () => openCheckouts(await git())),
    localized: new Map(),
    cache: openBuildCache(cacheFolder),
  };
}

async function buildOne(unit: BuildUnit, session: Session): Promise<Built> {
  const { name } = unit;
  try {
    const key = cacheKey(unit, await worldOf(unit, session));
    const known = session.cache.read(name, key);
    if (known !== undefined) return { name, isCached: true, diagnostics: [], ...known };
    const parsed = await objectsOf(unit, session);
    const { areWhole, nested } = parsed;
    const objects = sortObjects(parsed.objects);
    const diagnostics = [...parsed.diagnostics, ...builtSecrets(name, objects)];
    const bytes = Buffer.from(joinObjects(objects));
    if (diagnostics.length === 0)
      session.cache.write(name, key, { bytes, objects: areWhole ? objects : undefined, nested });
    const whole = once(() => (areWhole ? objects : writtenObjects(name, bytes)));
    return { name, isCached: false, diagnostics, bytes, objects: whole, nested };
  } catch (error) {
    if (error instanceof ToolProblem) return failed(name, error.diagnostic);
    if (!(error instanceof UpstreamError)) throw error;
    if (error instanceof UnreachableError) return failed(name, unreachable(error));
    return failed(name, report('BUILD_FAILED', { args: { component: name, problem: error.message } }));
  }
}

function unreachable({ host, cause }: UnreachableError): Diagnostic {
  const reason = distrust(cause);
  return reason === undefined
    ? report('UPSTREAM_UNREACHABLE', { args: { host } })
    : report('UPSTREAM_UNTRUSTED', { args: { host, reason } });
}

function failed(name: string, diagnostic: Diagnostic): Built {
  const nothing = { bytes: new Uint8Array(), objects: () => [], nested: [] };
  return { name, isCached: false, diagnostics: [diagnostic], ...nothing };
}

/** What a result depends on beside the files of the component. */
async function worldOf({ source }: BuildUnit, session: Session): Promise<unknown> {
  const { tool, mirrors, kubeVersion } = session;
  if (source.kind === 'helm')
    return [(await tool('helm')).version, mirrors, kubeVersion, await chartState(source, session)];
  return source.kind === 'manifests' ? [] : [(await tool('kustomize')).version, mirrors];
}

interface ReadObjects extends ParsedObjects {
  /** Whether the objects have more than their names. */
  readonly areWhole: boolean;
  readonly nested: readonly string[];
}

async function objectsOf(unit: BuildUnit, session: Session): Promise<ReadObjects> {
  const { name, source, files } = unit;
  if (source.kind === 'manifests')
    return { ...readPlainManifests(files, source.path), areWhole: true, nested: [] };
  if (source.kind === 'helm') {
    const helm = await session.tool('helm');
    const text = await buildChart(source, { ...session, helm, namespace: unit.namespace });
    return { ...parseObjects({ path: name, text }), areWhole: true, nested: [] };
  }
  const work = join(session.cacheFolder, 'work');
  mkdirSync(work, { recursive: true });
  const { text, nested } = await buildKustomization(files, source.path, {
    ...session,
    kustomize: await session.tool('kustomize'),
    workFolder: mkdtempSync(join(work, `${name}-`)),
  });
  return { ...readHeads({ path: name, text }), areWhole: false, nested };
}
