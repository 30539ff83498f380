import { createHash } from 'node:crypto';

/** What there is to build in all variants: each different input of each component once, with the variants that have it. */
export function jobsOf(variants, { buildUnits }) {
  const jobs = new Map();
  for (const { variant, plan } of variants)
    for (const unit of buildUnits(plan)) {
      const key = `${unit.name} ${contentOf(unit)}`;
      const job = jobs.get(key) ?? { name: unit.name, unit, variants: [] };
      job.variants.push(variant);
      jobs.set(key, job);
    }
  return [...jobs.values()].toSorted((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}

function contentOf({ source, files }) {
  const hash = createHash('sha256').update(JSON.stringify(source));
  for (const { path, bytes } of files) hash.update(path).update(bytes);
  return hash.digest('hex');
}
