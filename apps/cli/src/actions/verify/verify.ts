import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { hasErrors, sourcesOf } from '@kfdist/diagnostics';
import { verifyInput } from '@kfdist/platform';
import {
  type BuiltFiles,
  canonicalImage,
  readBuiltFiles,
  toSarif,
  type VerifyInput,
  verify,
} from '@kfdist/verify';
import packageJson from '../../../package.json' with { type: 'json' };
import { report } from '../../codes.ts';
import { LOCK_FILE } from '../../commands/images/flags.ts';
import type { VerifyFlags } from '../../commands/verify.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { type LoadedPlatform, loadPlatform } from '../../platform.ts';
import { printResult, type Result, write } from '../../print.ts';
import { type ImageLock, type ReadLock, readLock } from '../images/image-lock.ts';
import { readObjectFiles } from './object-files.ts';
import { verificationData, verificationLines } from './verification-lines.ts';

const KIND = 'Verification';

/** Verifies the objects of files, or the platform of the settings. */
export async function verifyObjects(this: Context, flags: VerifyFlags, target?: string): Promise<void> {
  const previous = flags.previous === undefined ? undefined : readObjectFiles(this, flags.previous);
  const before = previous && readBuiltFiles(previous.sources);
  const lock = readLock(this, flags.lock ?? LOCK_FILE);
  const read = target === undefined ? await builtPlatform(this, flags) : builtFiles(this, flags, target);
  const wrong = [
    ...read.diagnostics,
    ...(previous?.diagnostics ?? []),
    ...(before?.diagnostics ?? []),
    ...badVersion(flags.kubernetesVersion),
    ...lock.diagnostics,
    ...missingLock(flags.lock, lock),
  ];
  if (hasErrors(wrong)) return refuse(this, flags, { diagnostics: wrong, sources: read.sources });
  const input = inputOf(flags, read, { previous: before?.components, lock });
  printVerification(this, flags, { ...read, input });
}

/** What is to be verified. */
interface ReadObjects extends Pick<BuiltFiles, 'components' | 'locate'> {
  readonly platform: LoadedPlatform | undefined;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: () => readonly Source[];
}

/** The objects of files; those of a platform where settings are named. */
function builtFiles(context: Context, flags: VerifyFlags, target: string): ReadObjects {
  const read = readObjectFiles(context, target);
  const files = readBuiltFiles(read.sources);
  const platform = (flags.file ?? flags.set) === undefined ? undefined : loadPlatform(context, flags);
  return {
    ...files,
    platform,
    diagnostics: [...read.diagnostics, ...files.diagnostics, ...errorsOf(platform)],
    sources: () => [...read.sources, ...(platform?.sources() ?? [])],
  };
}

/** The objects that the settings mean, built now. */
async function builtPlatform(context: Context, flags: VerifyFlags): Promise<ReadObjects> {
  const platform = loadPlatform(context, flags);
  const diagnostics = errorsOf(platform);
  const read = { platform, locate: () => undefined, sources: platform.sources };
  if (platform.platform === undefined || hasErrors(diagnostics))
    return { ...read, components: [], diagnostics };
  const { buildPlatform } = await import('../../built-platform.ts');
  const built = await buildPlatform(context, platform.platform.plan);
  return {
    ...read,
    components: built.parts.map(({ unit, objects }) => ({
      name: unit.name,
      objects: objects().map(({ object }) => object),
    })),
    diagnostics: built.diagnostics,
  };
}

/** What keeps a plan from being made; its warnings are those of check. */
function errorsOf(platform: LoadedPlatform | undefined): readonly Diagnostic[] {
  return (platform?.diagnostics ?? []).filter(({ severity }) => severity === 'error');
}

function badVersion(version: string | undefined): readonly Diagnostic[] {
  return version === undefined || /^v?1\.\d+(\.|$)/.test(version)
    ? []
    : [report('BAD_KUBERNETES_VERSION', { args: { version } })];
}

/** A lock is optional, but not one that somebody names. */
function missingLock(file: string | undefined, { isThere }: ReadLock): readonly Diagnostic[] {
  return file === undefined || isThere
    ? []
    : [report('UNREADABLE_FILE', { args: { file, problem: 'there is no such file' } })];
}

function refuse(
  context: Context,
  { output }: VerifyFlags,
  wrong: Pick<Result, 'diagnostics' | 'sources'>,
): void {
  const form = output === 'sarif' ? 'table' : output;
  printResult(context, form, { ...wrong, kind: KIND, data: {}, lines: () => [] });
}

function inputOf(
  { provides = [], kubernetesVersion }: VerifyFlags,
  { components, platform: loaded }: ReadObjects,
  { previous, lock: { lock, isThere } }: { previous: VerifyInput['previous']; lock: ReadLock },
): VerifyInput {
  const { platform } = loaded ?? {};
  const own = platform && verifyInput(platform.plan, platform.distribution, components);
  return {
    ...(own ?? { components }),
    provides: [...(own?.provides ?? []), ...provides],
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    ...(previous === undefined ? {} : { previous }),
    ...(isThere ? { imageLock: imageLockOf(lock) } : {}),
  };
}

/** Who writes a lock by hand may spell images as manifests do. */
function imageLockOf(lock: ImageLock): ReadonlyMap<string, string> {
  return new Map(Object.entries(lock).map(([image, digest]) => [canonicalImage(image), digest]));
}

interface Verified extends Pick<ReadObjects, 'locate' | 'sources'> {
  readonly input: VerifyInput;
}

/** Verifies and prints; errors among the findings are the exit code 1. */
function printVerification(
  context: Context,
  { output }: VerifyFlags,
  { input, locate, sources }: Verified,
): void {
  const verification = verify(input);
  const failed = hasErrors(verification.findings);
  if (output === 'sarif') {
    const byPath = sourcesOf(sources());
    const sarif = toSarif(verification, { locate, sources: byPath, version: packageJson.version });
    write(context, [JSON.stringify(sarif, null, 2)]);
  } else if (output === 'table') {
    write(context, verificationLines(verification, { locate, sources: sourcesOf(sources()) }, context));
  } else {
    const diagnostics = verification.findings.map((finding) => withSpan(finding, locate(finding)));
    printResult(context, output, {
      kind: KIND,
      diagnostics,
      sources,
      data: verificationData(verification),
      lines: () => [],
    });
  }
  context.process.exitCode = failed ? ExitCode.badInput : ExitCode.done;
}

function withSpan<T extends Diagnostic>(finding: T, span: Diagnostic['span']): T {
  return span === undefined ? finding : { ...finding, span };
}
