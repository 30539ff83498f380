import { filesOf } from './component-files.mjs';
import { codeSpan } from './markdown.mjs';

/** The pinned upstreams of a component as rows: what, version, pin, what is taken of it, where releases are announced. */
export function upstreamRows(component, context) {
  const texts = filesOf(component, context.distribution).map(({ text }) => text);
  return context.upstreams.flatMap((upstream) => {
    const taken = takenOf(upstream, component, texts.join('\n'));
    if (taken === undefined) return [];
    const { name, what = name, version, release = version, announced } = upstream;
    return [[what, release, pinOf(upstream), taken.map(codeSpan).join(', '), `[releases](${announced})`]];
  });
}

function pinOf({ git, commit, chart, repository, image }) {
  if (git !== undefined) return `[\`${commit.slice(0, 12)}\`](${git}/tree/${commit})`;
  return chart === undefined ? codeSpan(image) : `chart ${codeSpan(chart)} of ${codeSpan(repository)}`;
}

/** What a component takes of an upstream: folders, files, the chart or the image as a whole; `undefined` if nothing. */
function takenOf({ git, commit, chart, image, version }, { source }, text) {
  if (chart !== undefined) return source.helm?.chart === chart ? [] : undefined;
  if (image !== undefined) return text.includes(`${image}:${version}`) ? [] : undefined;
  const repository = git.replace('https://github.com/', '');
  const folders = text.matchAll(/https:\/\/github\.com\/([\w./-]+?)\/\/([^?\s]+)\?\S*ref=([0-9a-f]{40})/g);
  const files = text.matchAll(
    /https:\/\/raw\.githubusercontent\.com\/([\w.-]+\/[\w.-]+)\/([0-9a-f]{40})\/(\S+)/g,
  );
  const found = [
    ...[...folders].map(([, from, path, ref]) => ({ from, path, ref })),
    ...[...files].map(([, from, ref, path]) => ({ from, path, ref })),
  ].filter(({ from, ref }) => from === repository && ref === commit);
  return found.length === 0 ? undefined : [...new Set(found.map(({ path }) => path))];
}
