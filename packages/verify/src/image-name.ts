/** The parts of an image reference. */
export interface ImageName {
  /** Such as `ghcr.io`; `docker.io` where it is left out. */
  readonly registry: string;
  readonly repository: string;
  readonly tag?: string;
  readonly digest?: string;
}

const NAME =
  /^(?:(?<registry>(?:[a-zA-Z0-9-]+\.)+[a-zA-Z0-9-]+(?::\d+)?|localhost(?::\d+)?)\/)?(?<repository>[a-z0-9]+(?:(?:[._/]|__|-+)[a-z0-9]+)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?$/;

/**
 * Parses an image reference; `undefined` for a text that is none.
 *
 * @see https://github.com/distribution/reference
 */
export function parseImageName(reference: string): ImageName | undefined {
  if (reference.length > 512) return undefined;
  const groups = NAME.exec(reference)?.groups;
  if (groups?.repository === undefined) return undefined;
  const { registry = 'docker.io', repository, tag, digest } = groups;
  const isOfficial = registry === 'docker.io' && !repository.includes('/');
  return {
    registry,
    repository: isOfficial ? `library/${repository}` : repository,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
  };
}
