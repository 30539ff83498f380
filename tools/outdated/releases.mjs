/** Where the releases of an upstream are seen, and which of its tags are releases: those written like the pinned one. */
export function releasesOf(upstream) {
  const { git, release, source, version, image } = upstream;
  if (image !== undefined) return undefined;
  const pinned = git === undefined ? version : release;
  const tag = git === undefined ? source.tag : release;
  return { git: git ?? source.git, pinned, pattern: patternOf(tag, pinned) };
}

function patternOf(tag, version) {
  const [before, ...after] = tag.split(version.replace(/^v/, ''));
  const literal = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${literal(before)}(\\d+(?:\\.\\d+)+)${literal(after.join(version))}$`);
}

/** The newest version among tags, `undefined` if none is a release. Candidates and betas are none. */
export function newest(tags, pattern) {
  return tags
    .flatMap((tag) => pattern.exec(tag)?.[1] ?? [])
    .reduce((best, version) => (best === undefined || isNewer(version, best) ? version : best), undefined);
}

/** Whether a version is newer than another: number by number. */
export function isNewer(version, than) {
  const [a, b] = [version, than].map((text) => text.replace(/^v/, '').split('.').map(Number));
  const at = a.findIndex((number, index) => number !== (b[index] ?? 0));
  return at >= 0 && a[at] > (b[at] ?? 0);
}

/** Tags with their commits, as `git ls-remote --tags` lists them; of an annotated tag its commit, not itself. */
export function tagsIn(text) {
  const tags = new Map();
  for (const line of text.split('\n').filter(Boolean)) {
    const [commit, ref] = line.split('\t');
    tags.set(ref.replace('refs/tags/', '').replace(/\^\{\}$/, ''), commit);
  }
  return tags;
}

/** What is known of an upstream that is behind, or why nothing is known; `undefined` if it is the newest. */
export async function rowOf(upstream, tagsOf) {
  const { name, announced, version } = upstream;
  const releases = releasesOf(upstream);
  if (releases === undefined) return { name, now: version, note: `an image: ${announced}` };
  const { git, pinned, pattern } = releases;
  try {
    const tags = await tagsOf(git);
    const found = newest([...tags.keys()], pattern);
    if (found === undefined) return { name, now: pinned, note: `no tag like the pinned one: ${announced}` };
    if (!isNewer(found, pinned)) return undefined;
    const tag = [...tags.keys()].find((one) => pattern.exec(one)?.[1] === found);
    return { name, now: pinned, newest: found, note: announced, tag, commit: tags.get(tag) };
  } catch (error) {
    return { name, now: pinned, note: `not seen: ${String(error.message).trim().split('\n').at(-1)}` };
  }
}
