import type { Diagnostic, Source } from '@kfdist/diagnostics';
import { hasErrors, sourcesOf } from '@kfdist/diagnostics';
import { verifyInput } from '@kfdist/platform';
import { type BuiltFiles, readBuiltFiles, toSarif, type VerifyInput, verify } from '@kfdist/verify';
import packageJson from '../../../package.json' with { type: 'json' };
import { report } from '../../codes.ts';
import type { VerifyFlags } from '../../commands/verify.ts';
import type { Context } from '../../context.ts';
import { ExitCode } from '../../exit-codes.ts';
import { type LoadedPlatform, loadPlatform } from '../../platform.ts';
import { printResult, type Result, write } from '../../print.ts';
import { readObjectFiles } from './object-files.ts';
import { verificationData, verificationLines } from './verification-lines.ts';

const KIND = 'Verification';

/** Verifies the objects of files, or of our own platform in files. */
export function verifyFiles(this: Context, flags: VerifyFlags, target: string): void {
  const read = readObjectFiles(this, target);
  const previous = flags.previous === undefined ? undefined : readObjectFiles(this, flags.previous);
  const files = readBuiltFiles(read.sources);
  const settings = flags.file ?? flags.set;
  const platform = settings === undefined ? undefined : loadPlatform(this, flags);
  const wrong = [
    ...read.diagnostics,
    ...(previous?.diagnostics ?? []),
    ...files.diagnostics,
    ...(platform?.diagnostics ?? []).filter(({ severity }) => severity === 'error'),
    ...badVersion(flags.kubernetesVersion),
  ];
  const sources = () => [...read.sources, ...(platform?.sources() ?? [])];
  if (hasErrors(wrong)) return refuse(this, flags, { diagnostics: wrong, sources });
  const before = previous && readBuiltFiles(previous.sources).components;
  printVerification(this, flags, { input: inputOf(flags, files, platform, before), files, sources });
}

function badVersion(version: string | undefined): readonly Diagnostic[] {
  return version === undefined || /^v?1\.\d+(\.|$)/.test(version)
    ? []
    : [report('BAD_KUBERNETES_VERSION', { args: { version } })];
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
  { components }: BuiltFiles,
  loaded: LoadedPlatform | undefined,
  previous: VerifyInput['previous'],
): VerifyInput {
  const { platform } = loaded ?? {};
  const own = platform && verifyInput(platform.plan, platform.distribution, components);
  return {
    ...(own ?? { components }),
    provides: [...(own?.provides ?? []), ...provides],
    ...(kubernetesVersion === undefined ? {} : { kubernetesVersion }),
    ...(previous === undefined ? {} : { previous }),
  };
}

interface Verified {
  readonly input: VerifyInput;
  readonly files: Pick<BuiltFiles, 'locate'>;
  readonly sources: () => readonly Source[];
}

/** Verifies and prints; errors among the findings are the exit code 1. */
function printVerification(
  context: Context,
  { output }: VerifyFlags,
  { input, files, sources }: Verified,
): void {
  const verification = verify(input);
  const { locate } = files;
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
