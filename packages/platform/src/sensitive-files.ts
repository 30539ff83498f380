import { hasPassword, isSensitiveKey } from '@kfdist/config';
import { type FileChange, sameFile } from './changes.ts';
import { type PlatformInput, type PlatformPlan, planPlatform } from './plan.ts';

/**
 * The paths of the files that may hold the value of a sensitive setting, in whatever spelling: those that would differ if
 * the value did. Of files that are no longer planned nobody can tell, so once there is a sensitive setting they count too.
 */
export function sensitiveFiles(
  input: PlatformInput,
  plan: PlatformPlan,
  changes: readonly FileChange[],
): ReadonlySet<string> {
  const definitions = new Map(plan.definitions.map((definition) => [definition.key, definition]));
  const isSensitive = (key: string, text: string) =>
    isSensitiveKey(key, definitions.get(key)) || hasPassword(text);
  const entries = input.entries.map((entry) =>
    isSensitive(entry.key, entry.text) ? { ...entry, text: `${entry.text}1` } : entry,
  );
  if (entries.every((entry, i) => entry === input.entries[i])) return new Set();
  const others = new Map(planPlatform({ ...input, entries }).files.map((file) => [file.path, file]));
  const differs = plan.files.filter((file) => {
    const other = others.get(file.path);
    return other === undefined || !sameFile(file, other);
  });
  const gone = changes.filter(({ type }) => type === 'delete');
  return new Set([...differs, ...gone].map(({ path }) => path));
}
