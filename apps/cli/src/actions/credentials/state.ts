import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type CredentialsLock,
  EMPTY_LOCK,
  parseLock,
  type ValueGraph,
  valueGraph,
} from '@kfdist/credentials';
import { type Diagnostic, hasErrors, type Source } from '@kfdist/diagnostics';
import { LOCK_PATH, textOf } from '@kfdist/platform';
import { readTree } from '@kfdist/platform/node';
import type { CredentialFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { loadPlatform, outputFolder, type Platform } from '../../platform.ts';

/** The credentials of a platform as they are declared, and as they lie in its tree. */
export interface CredentialState {
  readonly platform: Platform;
  readonly graph: ValueGraph;
  readonly lock: CredentialsLock;
  /** The lock file as it is; missing before the first run. */
  readonly lockText?: string;
  /** The files below `secrets/` that may be SealedSecrets, by their path in the tree. */
  readonly files: ReadonlyMap<string, string>;
  readonly folder: string;
  readonly shownAs: string;
}

/** A state, or what kept it from being read. */
export interface LoadedState {
  readonly state?: CredentialState;
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: () => readonly Source[];
}

/** Reads settings, distribution, lock file and sealed files. */
export function loadState(context: Context, flags: CredentialFlags): LoadedState {
  const { platform, diagnostics, sources } = loadPlatform(context, flags);
  if (platform === undefined || hasErrors(diagnostics)) return { diagnostics, sources };
  const { folder, shownAs } = outputFolder(context, platform.plan, flags.outputDir);
  const path = join(folder, LOCK_PATH);
  const lockText = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
  const { lock, diagnostics: damaged } =
    lockText === undefined
      ? { lock: EMPTY_LOCK, diagnostics: [] }
      : parseLock(lockText, join(shownAs, LOCK_PATH));
  const all = [...diagnostics, ...damaged];
  if (hasErrors(all)) return { diagnostics: all, sources };
  const { graph } = valueGraph(platform.plan.credentials.specs);
  const files = sealedFiles(folder);
  const written = lockText === undefined ? {} : { lockText };
  return {
    state: { platform, graph, lock, ...written, files, folder, shownAs },
    diagnostics: all,
    sources,
  };
}

/** ExternalSecrets lie in the same folders; they are setup's. */
function sealedFiles(folder: string): ReadonlyMap<string, string> {
  const { files } = readTree(join(folder, 'secrets'));
  const texts = files.map((file) => [`secrets/${file.path}`, textOf(file) ?? ''] as const);
  return new Map(
    texts.filter(([path, text]) => path.endsWith('.yaml') && !/^kind: ExternalSecret$/m.test(text)),
  );
}
