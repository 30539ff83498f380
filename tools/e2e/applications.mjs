const WAVE = 'argocd.argoproj.io/sync-wave';

/** The Applications of a cluster, each as what a report needs; times are seconds since `start` (milliseconds). */
export async function readApplications(world, start = 0) {
  const { items } = JSON.parse(await world.kubectl('get', 'applications', '-n', 'argocd', '-o', 'json'));
  return items
    .map((item) => toApplication(item, start))
    .toSorted((a, b) => a.wave - b.wave || (a.name < b.name ? -1 : 1));
}

function toApplication({ metadata, status = {} }, start) {
  const { phase, message = '', finishedAt } = status.operationState ?? {};
  const conditions = (status.conditions ?? [])
    .filter(({ type }) => type.endsWith('Error'))
    .map((one) => one.message);
  const seconds = (time) =>
    time === undefined ? undefined : Math.max(0, Math.round((Date.parse(time) - start) / 1000));
  return {
    name: metadata.name,
    wave: Number(metadata.annotations?.[WAVE] ?? -1),
    sync: status.sync?.status ?? 'Unknown',
    health: status.health?.status ?? 'Unknown',
    phase: phase ?? 'none',
    revision: status.sync?.revision ?? '',
    objects: (status.resources ?? []).length,
    syncs: (status.history ?? []).map(({ id }) => id).at(-1) ?? -1,
    created: seconds(metadata.creationTimestamp),
    synced: seconds(finishedAt),
    healthy: seconds(status.health?.lastTransitionTime),
    reasons: [
      ...conditions,
      ...(phase === 'Succeeded' || message === '' ? [] : [message]),
      ...unhealthy(status),
    ],
  };
}

function unhealthy({ resources = [] }) {
  return resources
    .filter(({ status, health }) => status === 'OutOfSync' || (health && health.status !== 'Healthy'))
    .map(({ kind, namespace = '', name, status, health }) =>
      `${kind} ${namespace}/${name}: ${status ?? ''} ${health?.status ?? ''} ${health?.message ?? ''}`.trim(),
    );
}

/** What the bootstrap applied is taken over as it is: where nothing differs there was never an operation. */
export const isDone = ({ sync, health, phase }) =>
  sync === 'Synced' && health === 'Healthy' && (phase === 'Succeeded' || phase === 'none');

/**
 * Waits until exactly the named Applications are there and each of them is Synced, Healthy and its last operation, if it ever had one, Succeeded.
 * @returns the Applications, done or not, as they are at the end
 */
export async function waitForApplications(
  world,
  names,
  { seconds, start, until = isDone, onChange = () => {} },
) {
  const end = Date.now() + seconds * 1000;
  const wanted = new Set(names);
  let before = '';
  for (;;) {
    const found = await readApplications(world, start);
    const missing = names.filter((name) => !found.some((one) => one.name === name));
    const waiting = found.filter((one) => !until(one) || !wanted.has(one.name));
    const now = `${found.length} of ${names.length} there, waiting for ${[...waiting.map(({ name }) => name), ...missing].slice(0, 6).join(', ')}`;
    if (missing.length === 0 && waiting.length === 0) return { done: true, applications: found };
    if (now !== before) onChange(now);
    before = now;
    if (Date.now() > end) return { done: false, applications: found, missing, waiting };
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

/** Applications that were synced again between two readings. */
export function syncedAgain(before, after) {
  const syncs = new Map(before.map((one) => [one.name, one.syncs]));
  return after
    .filter((one) => syncs.has(one.name) && syncs.get(one.name) !== one.syncs)
    .map(({ name }) => name);
}
