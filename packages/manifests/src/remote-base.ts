/** A folder or file of a Git repository at a revision; without one it is the newest state. */
export interface GitPlace {
  readonly repository: string;
  readonly path: string;
  readonly ref?: string;
}

/** What an entry of a Kustomization names that does not lie beside it. */
export type RemoteBase =
  | ({ readonly kind: 'folder' } & GitPlace)
  | { readonly kind: 'file'; readonly url: string; readonly place?: GitPlace };

/** GitHub itself writes `refs/heads/main` for a branch, and takes `main` too. */
const RAW =
  /^https:\/\/raw\.githubusercontent\.com\/([^/]+\/[^/]+)\/(refs\/(?:heads|tags)\/[^/]+|[^/]+)\/(.+)$/;
const ADDRESS = /^(?:(?:https?|ssh|git):\/\/|git@|github\.com[/:])/;

/**
 * Reads an entry as kustomize does; `undefined` for a path beside the Kustomization.
 *
 * @see https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md
 */
export function parseRemoteBase(entry: string): RemoteBase | undefined {
  if (!ADDRESS.test(entry)) return undefined;
  const [isRaw, name, ref = '', path = ''] = RAW.exec(entry) ?? [];
  if (isRaw !== undefined)
    return { kind: 'file', url: entry, place: { repository: `https://github.com/${name}`, path, ref } };
  const [address = '', query = ''] = entry.split('?', 2);
  const options = new URLSearchParams(query);
  const revision = options.get('ref') ?? options.get('version');
  const place = splitAddress(address.startsWith('github.com') ? `https://${address}` : address);
  if (place === undefined || (revision === null && /\.(?:ya?ml|json)$/.test(address)))
    return { kind: 'file', url: entry };
  return { kind: 'folder', ...place, ...(revision === null ? {} : { ref: revision }) };
}

/** Two slashes, or `.git`, end the repository; at GitHub two names do. */
function splitAddress(address: string): GitPlace | undefined {
  const [, repository, path = ''] =
    /^(.+?[^:/])\/\/(?!\/)(.*)$/.exec(address) ??
    /^(.+?)\.git(?:\/(.*))?$/.exec(address) ??
    /^((?:https:\/\/|git@|ssh:\/\/git@)github\.com[/:][^/]+\/[^/]+)(?:\/(.*))?$/.exec(address) ??
    [];
  return repository === undefined
    ? undefined
    : { repository: repository.replace(/\.git$/, ''), path: path.replace(/\/+$/, '') };
}
