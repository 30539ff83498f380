import { rm } from 'node:fs/promises';
import { resolve } from 'node:path';
import { formatLock, formatLogins, type Login } from '@kfdist/credentials';
import type { PushedSecret, RemoteStore } from '@kfdist/credentials/aws';
import { type Generation, writePrivateFile } from '@kfdist/credentials/seal';
import { type Diagnostic, hasErrors } from '@kfdist/diagnostics';
import { type FileChange, LOCK_PATH, textFile } from '@kfdist/platform';
import { replaceFiles } from '@kfdist/platform/node';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import type { CredentialState } from './state.ts';

/** What a run wrote. */
export interface Delivery {
  readonly changes: readonly FileChange[];
  readonly pushed: readonly PushedSecret[];
}

/** What a run has made, and where it goes. */
export interface Parcel {
  readonly flags: GenerateFlags;
  readonly state: CredentialState;
  readonly generation: Generation;
  readonly store: RemoteStore | undefined;
  /** The logins that nobody knows yet. */
  readonly logins: readonly Login[];
  /** Called with the id of each value that AWS has now. */
  readonly onWritten: (id: string) => void;
}

/**
 * Hands over what a run made: the file of logins first, then what belongs to AWS, then sealed files and, last, the lock
 * file. Where something is refused, every file is as it was.
 */
export async function deliver(
  context: Context,
  parcel: Parcel,
): Promise<Delivery & { readonly diagnostics: readonly Diagnostic[] }> {
  const changes = changesOf(parcel.state, parcel.generation);
  const file = await writeLogins(context, parcel);
  const giveUp = async () => {
    if (file !== undefined) await rm(file);
  };
  try {
    const { pushed, diagnostics } = await pushRemote(parcel);
    if (hasErrors(diagnostics)) {
      await giveUp();
      return { changes: [], pushed, diagnostics };
    }
    replaceFiles(parcel.state.folder, changes);
    return { changes, pushed, diagnostics };
  } catch (error) {
    await giveUp();
    throw error;
  }
}

async function writeLogins(context: Context, { flags, logins }: Parcel): Promise<string | undefined> {
  if (flags.logins === undefined || logins.length === 0) return undefined;
  const file = resolve(context.cwd, flags.logins);
  await writePrivateFile(file, formatLogins(logins));
  return file;
}

async function pushRemote({ generation, state, store, onWritten }: Parcel) {
  if (store === undefined || generation.remote.length === 0) return { pushed: [], diagnostics: [] };
  const { pushCredentials } = await import('@kfdist/credentials/aws');
  const { prefix } = state.platform.plan.credentials.naming;
  return await pushCredentials(generation.remote, { store, prefix, onWritten });
}

/** The changes that bring a run to disk, the lock file last. */
export function changesOf(
  { files, lock, lockText }: CredentialState,
  generation: Generation,
): readonly FileChange[] {
  const deletes = generation.obsolete.map(
    (path): FileChange => ({ type: 'delete', path, before: textFile(path, files.get(path) ?? '') }),
  );
  const writes = generation.files.map(({ path, text }) => changeTo(path, text, files.get(path)));
  const text = formatLock(generation.lock);
  const isNews = lockText !== undefined || text !== formatLock(lock);
  return [...deletes, ...writes, ...(isNews ? [changeTo(LOCK_PATH, text, lockText)] : [])];
}

function changeTo(path: string, text: string, before: string | undefined): FileChange {
  const file = textFile(path, text);
  if (before === undefined) return { type: 'create', path, file };
  return before === text
    ? { type: 'unchanged', path, file }
    : { type: 'update', path, file, before: textFile(path, before) };
}
