import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDone, readApplications, syncedAgain, waitForApplications } from './applications.mjs';
import { proveAws, proveSealed } from './aws-proofs.mjs';

/** A component that is switched on and off again, and one of an earlier wave that is broken before. */
const OPTIONAL = 'model-registry';
const BROKEN = 'poddefaults';

/** What a user does with a platform, in order. Each step says what it saw, or throws. */
export const STEPS = [
  { title: 'roles in AWS', aws: true, run: applyRoles },
  { title: 'secrets in AWS or in Git', run: makeCredentials },
  { title: 'bootstrap', run: bootstrap },
  { title: 'every Application Synced and Healthy', run: comeUp },
  { title: 'what manifests name exists', run: proveReferences },
  { title: 'the same again changes nothing', run: repeat },
  { title: 'one setting changed', run: changeSetting },
  { title: 'one component broken: later waves wait', run: breakComponent },
  { title: 'repaired: they go on', run: repair },
  { title: 'a secret rotated', run: rotate },
  { title: 'a component switched off', run: switchOff },
  { title: 'status, doctor, uninstall --plan', run: ask },
];

export async function applyRoles({ platform }) {
  await platform.command(['iam', 'apply', '--yes']);
  const { changes } = await platform.json(['iam', 'plan']);
  const left = changes.filter(({ action }) => action !== 'unchanged');
  if (left.length > 0)
    throw new Error(`applied, and still to change: ${left.map(({ name }) => name).join(', ')}`);
  return `${changes.length} roles made`;
}

export async function makeCredentials({ platform, world, certificate, sealingKey, set = [] }) {
  const sealing = certificate === undefined ? [] : ['--certificate', certificate];
  const given = ['--values', await platform.giveValues(sealing, set)];
  const logins = ['--logins', platform.secret(`logins-${Date.now()}`)];
  const verb = world.hasAws ? 'push' : 'generate';
  // What a new component needs of the values that exist is read out of what is sealed
  const key = certificate === undefined ? [] : ['--key', sealingKey];
  await platform.command(['credentials', verb, ...given, ...logins, ...sealing, ...key], { set });
  const { secrets } = await platform.json(['credentials', 'status', ...sealing], { set });
  return `${secrets.length} Secrets`;
}

/** Every step of it, `status --wait` at its end among them: what was made already stays as it is. */
export async function bootstrap({ platform, world, certificate, sealingKey, timing }) {
  await platform.publish('The platform');
  timing.start = Date.now();
  const sealing =
    certificate === undefined ? [] : ['--certificate', certificate, '--sealing-key', sealingKey];
  const from = world.hasAws ? [] : ['--from', 'push'];
  const flags = [...(world.bootstrapFlags ?? []), ...sealing, ...from];
  const { stdout } = await platform.command(['bootstrap', '--run', '--yes', ...flags]);
  return stdout.trim().split('\n').at(-1);
}

async function comeUp(context) {
  const { platform, world, timing, say, seconds } = context;
  const names = platform.applications();
  const outcome = await waitForApplications(world, names, { seconds, start: timing.start, onChange: say });
  context.applications = outcome.applications;
  if (!outcome.done)
    throw new Error(`not there: ${[...outcome.missing, ...outcome.waiting.map(reason)].join('; ')}`);
  return `${names.length} Applications, ${sum(outcome.applications, 'objects')} objects, ${Math.max(...outcome.applications.map(({ healthy }) => healthy))} s`;
}

const reason = ({ name, reasons }) => `${name} (${reasons.slice(0, 2).join(', ') || 'no reason given'})`;
const sum = (items, key) => items.reduce((total, item) => total + item[key], 0);

async function proveReferences({ world, region }) {
  const proofs = [...(world.hasAws ? await proveAws(world, { region }) : []), await proveSealed(world)];
  const missing = proofs.flatMap((proof) => proof.missing);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  return proofs.map(({ what, seen }) => `${seen} ${what}`).join('; ');
}

async function repeat(context) {
  const { platform, world } = context;
  const before = await readApplications(world);
  await repeatCommands(context);
  await settle(world, await platform.publish('nothing'));
  return expectSynced(before, await readApplications(world), []);
}

/** Every command once more: no file, role or secret changes. */
export async function repeatCommands({ platform, world, certificate }) {
  const files = await platform.setup();
  if (files.length > 0) throw new Error(`setup changed ${files.join(', ')}`);
  if (world.hasAws) {
    const { code } = await platform.command(['iam', 'plan', '--detailed-exitcode'], { check: false });
    if (code !== 0) throw new Error(`iam plan ended with ${code}`);
  }
  const sealing = certificate === undefined ? [] : ['--certificate', certificate];
  await platform.command([
    'credentials',
    world.hasAws ? 'push' : 'generate',
    '--values',
    platform.secret('given.yaml'),
    ...sealing,
  ]);
}

const REFRESH = 'argocd.argoproj.io/refresh=normal';

async function refresh(world) {
  await world.kubectl('annotate', 'applications', '-n', 'argocd', '--all', REFRESH, '--overwrite');
}

/**
 * Waits until every Application that can be built was compared with a commit, and then as long as what that causes takes to begin.
 */
export async function settle(world, commit) {
  await refresh(world);
  await waitFor(300, async () => {
    const applications = await readApplications(world);
    return applications.every((one) => one.sync === 'Unknown' || isOf(commit, one)) || undefined;
  });
  await new Promise((resolve) => setTimeout(resolve, 30_000));
}

/** The revision of a chart is no commit. */
const isOf = (commit, { revision }) => revision === commit || !/^[0-9a-f]{40}$/.test(revision);

export function expectSynced(before, after, expected) {
  const again = syncedAgain(before, after);
  const unexpected = again.filter((name) => !expected.includes(name));
  const missing = expected.filter((name) => !again.includes(name) && before.some((one) => one.name === name));
  if (unexpected.length > 0) throw new Error(`synced again without need: ${unexpected.join(', ')}`);
  if (missing.length > 0) throw new Error(`not synced: ${missing.join(', ')}`);
  return again.length === 0 ? 'no Application was synced again' : `only ${again.join(', ')} synced again`;
}

/** The Applications whose files changed; the root where an Application itself did. */
export function ownersOf(paths, rootName) {
  const owners = paths.flatMap((path) => {
    const [folder, name] = path.split('/');
    if (folder === 'components') return [name];
    if (folder === 'secrets') return [`${name}-secrets`];
    return folder === 'applications' || path === 'kubeflow.yaml' ? [rootName] : [];
  });
  return [...new Set(owners)];
}

async function changeAndWait({ platform, world, timing, say, seconds }, { message, set, args }) {
  const before = await readApplications(world);
  const paths = await platform.setup({ set, args });
  await settle(world, await platform.publish(message));
  const outcome = await waitForApplications(world, platform.applications(), {
    seconds,
    start: timing.start,
    onChange: say,
  });
  if (!outcome.done)
    throw new Error(`not there again: ${[...outcome.missing, ...outcome.waiting.map(reason)].join('; ')}`);
  return { before, after: outcome.applications, paths };
}

async function changeSetting(context) {
  const set = ['enable_registration_flow=true'];
  const { before, after, paths } = await changeAndWait(context, { message: 'Let users register', set });
  context.set = set;
  return `${paths.length} files; ${expectSynced(before, after, ownersOf(paths, context.platform.rootName()))}`;
}

/** The mistake comes in a commit of its own: children follow the branch by themselves, so that waves order no single commit. */
async function breakComponent(context) {
  const { platform, world, set, say } = context;
  const file = join(platform.folder, 'components', BROKEN, 'kustomization.yaml');
  const whole = readFileSync(file, 'utf8');
  context.mend = () => writeFileSync(file, whole);
  writeFileSync(file, whole.replace(/^resources:\n/m, 'resources:\n  - not-there.yaml\n'));
  await platform.publish('A mistake');
  await refresh(world);
  const broken = await waitFor(180, async () => {
    const one = (await readApplications(world)).find(({ name }) => name === BROKEN);
    say(`${BROKEN}: ${one.sync} ${one.health}`);
    return one.reasons.some((text) => text.includes('not-there.yaml')) ? one : undefined;
  });
  if (broken === undefined) throw new Error(`${BROKEN} does not say what is wrong with it`);
  await selectLater(context);
  const { stdout } = await platform.command(['status'], { check: false, set });
  if (!stdout.includes(BROKEN)) throw new Error(`kfdist status does not name ${BROKEN}`);
  return `${OPTIONAL} waits; ${BROKEN}: ${broken.reasons[0].replaceAll(/\s+/g, ' ').slice(-160)}`;
}

/** The edited file is kept, so the mistake stays. */
async function selectLater(context) {
  const { platform, world } = context;
  const set = [...context.set, `components.${OPTIONAL}=true`];
  await platform.command(['setup'], { set, local: true, check: false });
  await makeCredentials({ ...context, set });
  await settle(world, await platform.publish('One component more'));
  const applications = await readApplications(world);
  if (applications.some(({ name }) => name === OPTIONAL)) throw new Error(`${OPTIONAL} did not wait`);
}

async function waitFor(seconds, look) {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await look();
    if (found !== undefined || Date.now() > end) return found;
    await new Promise((resolve) => setTimeout(resolve, 3000));
  }
}

async function repair(context) {
  const { platform, world, timing, say, seconds } = context;
  context.mend();
  context.set = [...context.set, `components.${OPTIONAL}=true`];
  await platform.setup({ set: context.set });
  await settle(world, await platform.publish('Mended'));
  const outcome = await waitForApplications(world, platform.applications(), {
    seconds,
    start: timing.start,
    onChange: say,
  });
  if (!outcome.done)
    throw new Error(`not there: ${[...outcome.missing, ...outcome.waiting.map(reason)].join('; ')}`);
  return `${OPTIONAL} came up, ${outcome.applications.filter(isDone).length} Applications are Synced and Healthy`;
}

async function rotate(context) {
  const { platform, world, certificate, set } = context;
  const sealing =
    certificate === undefined ? [] : ['--certificate', certificate, '--key', context.sealingKey];
  await platform.command(['credentials', 'rotate', 'oauth2-proxy/cookie-secret', ...sealing], { set });
  const { before, after, paths } = await changeAndWait(context, { message: 'Rotated', set });
  const { missing } = await proveSealed(world);
  if (missing.length > 0) throw new Error(missing.join('\n'));
  // A value in AWS is changed there; a sealed one is a file
  const isSealed = platform.secretKinds('oauth2-proxy').includes('SealedSecret');
  const said = expectSynced(before, after, ['oauth2-proxy', ...(isSealed ? ['oauth2-proxy-secrets'] : [])]);
  return `${paths.length} files; ${said}`;
}

async function switchOff(context) {
  const { platform, world } = context;
  const set = context.set.filter((one) => !one.startsWith(`components.${OPTIONAL}=`));
  const { before, after, paths } = await changeAndWait(context, {
    message: 'Switched off',
    set,
    args: ['--confirm', OPTIONAL],
  });
  context.set = set;
  const gone = before.filter(({ name }) => !after.some((one) => one.name === name)).map(({ name }) => name);
  if (!gone.includes(OPTIONAL)) throw new Error(`${OPTIONAL} is still there`);
  const left = await world.kubectl(
    'get',
    'deployments,services',
    '-A',
    '-l',
    `app.kubernetes.io/instance=${OPTIONAL}`,
    '-o',
    'name',
  );
  if (left !== '') throw new Error(`left behind: ${left}`);
  return `${gone.join(', ')} gone; ${expectSynced(
    before,
    after,
    ownersOf(paths, platform.rootName()).filter((name) => !gone.includes(name)),
  )}`;
}

/** Doctor may find something: the emulator of AWS has no EKS cluster and no hosted zone, for one. */
async function ask({ platform, set }) {
  const status = await platform.command(['status'], { set });
  const uninstall = await platform.command(['uninstall', '--plan'], { set });
  const { checks } = await platform.json(['doctor'], { set });
  const states = ['ok', 'failed', 'warning', 'skipped'].map((wanted) => {
    const ids = checks.filter(({ state }) => state === wanted).map(({ id }) => id);
    return `${ids.length} ${wanted}${wanted === 'ok' || ids.length === 0 ? '' : ` (${ids.join(', ')})`}`;
  });
  const lines = uninstall.stdout.trim().split('\n').length;
  return `${status.stdout.trim().split('\n').at(-1)} / ${lines} lines of uninstall / doctor: ${states.join(', ')}`;
}
