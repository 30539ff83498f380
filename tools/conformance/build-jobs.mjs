import { availableParallelism } from 'node:os';
import { join } from 'node:path';

const UNREADABLE = /^the copy of the upstream lacks |has no \S+$/;

/** Builds each job twice, in caches of their own, and says what it consists of and what is wrong with it. */
export async function buildJobs(jobs, context) {
  const results = [];
  const work = async (start) => {
    for (let i = start; i < jobs.length; i += availableParallelism())
      results[i] = await buildJob(jobs[i], i, context);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, (_, start) => work(start)));
  return results;
}

async function buildJob({ name, variants, unit }, i, context) {
  const { sources, cache } = context;
  const start = performance.now();
  const first = await build(unit, join(cache, `first-${i % availableParallelism()}`), context);
  const seconds = (performance.now() - start) / 1000;
  const second = await build(unit, join(cache, `second-${i % availableParallelism()}`), context);
  const problems = first.diagnostics.map(({ args, message }) => args?.problem ?? message);
  const leftOut = problems.find((problem) => UNREADABLE.test(problem));
  if (leftOut !== undefined) return { name, variants, leftOut, problems: [] };
  const objects = first.objects().map(({ object }) => object);
  const images = [...new Set(sources.imagesOf([{ name, objects }]).map(({ image }) => image))];
  const differs = Buffer.from(first.bytes).equals(second.bytes) ? [] : ['the second build gives other bytes'];
  return {
    name,
    variants,
    objects: objects.length,
    kinds: objects.filter(({ kind }) => kind === 'CustomResourceDefinition').length,
    images,
    bytes: first.bytes.length,
    seconds,
    problems: [
      ...problems,
      ...differs,
      ...images.filter(isUnpinned(sources)).map((image) => `${image} is not pinned`),
    ],
  };
}

async function build(unit, cacheFolder, { sources, mirrors, root }) {
  const options = { cwd: root, cacheFolder, mirrors, kubeVersion: '1.35.0' };
  const [built] = await sources.buildComponents([unit], options);
  return built;
}

const isUnpinned =
  ({ parseImageName }) =>
  (image) => {
    const { tag, digest } = parseImageName(image) ?? {};
    return digest === undefined && (tag === undefined || tag === 'latest');
  };
