import type { CredentialSpec } from '@kfdist/credentials';
import { type TreeFile, textOf } from './tree-file.ts';

/** The file in which `kfdist credentials` records what was sealed when; it lies beside the tree's own record. */
export const LOCK_PATH = 'credentials.lock.json';

/** Where the object lies from which the cluster makes the Secret of a specification. */
export function credentialPath({
  component,
  namespace,
  name,
}: Pick<CredentialSpec, 'component' | 'namespace' | 'name'>): string {
  return `secrets/${component}/${namespace}.${name}.yaml`;
}

/** Whether a file of a tree belongs to `kfdist credentials`: a SealedSecret, or what is recorded about them. */
export function isCredentialFile(file: TreeFile): boolean {
  if (file.path === LOCK_PATH) return true;
  if (!/^secrets\/[^/]+\/[^/]+\.yaml$/.test(file.path)) return false;
  return /^kind: SealedSecret$/m.test(textOf(file) ?? '');
}
