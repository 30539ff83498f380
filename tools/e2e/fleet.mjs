import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readApplications, waitForApplications } from './applications.mjs';
import { proveAws } from './aws-proofs.mjs';
import { openPlatform } from './platform.mjs';
import { runSteps } from './run-steps.mjs';
import {
  applyRoles,
  bootstrap,
  expectSynced,
  makeCredentials,
  ownersOf,
  repeatCommands,
  settle,
} from './scenario.mjs';
import { registerSpoke } from './spoke.mjs';
import { SMALLER } from './variants.mjs';
import { openWorkingCopy } from './working-copy.mjs';

/** Two clusters from two settings files in one repository. `others` are settings of the second. */
export const FLEETS = {
  'hub-and-spoke': {
    first: ['components.fleet=true'],
    second: ['argocd.cluster=second', 'argocd.name_prefix=second-', 'components.argocd=false'],
  },
  'each-its-own': { first: [], second: [] },
};

/** Brings a fleet up. */
export async function runFleet(
  name,
  { openWorld, serve, kfdist, distribution, settingsFile, work, say, seconds, set },
) {
  const worlds = [openWorld('first'), openWorld('second')];
  const workingCopy = await openWorkingCopy(work, worlds);
  const notes = [];
  // One after the other: they share the cache that charts are packed in
  for (const world of worlds) notes.push(...(await serve(world)));
  const members = ['first', 'second'].map((cluster, i) => {
    const world = worlds[i];
    const options = [...FLEETS[name][cluster], ...SMALLER, ...(world.settings ?? []), ...set];
    const file = settingsOf(settingsFile, cluster, work);
    const secrets = join(work, 'private', cluster);
    const platform = openPlatform(world, {
      workingCopy,
      kfdist,
      settingsFile: file,
      distribution,
      options,
      secrets,
    });
    return { world, platform, options, timing: { start: 0 } };
  });
  const ends = [];
  const context = { name, members, work, say, seconds, ends };
  try {
    for (const { platform } of members) await platform.setup();
    for (const world of worlds) await world.up();
    const steps = await runSteps(STEPS, context, { hasAws: true, say });
    return {
      steps,
      versions: await worlds[0].versions(),
      applications: context.applications ?? [],
      notes: [...new Set([...notes, ...worlds[0].lacks])],
      options: [
        ...FLEETS[name].first.map((one) => `first: ${one}`),
        ...FLEETS[name].second.map((one) => `second: ${one}`),
        ...SMALLER,
        ...(worlds[0].settings ?? []),
        ...set,
      ],
    };
  } finally {
    for (const end of ends) end();
    for (const world of worlds) await world.close();
  }
}

function settingsOf(settingsFile, cluster, work) {
  const path = join(work, `${cluster}.yaml`);
  writeFileSync(
    path,
    readFileSync(settingsFile, 'utf8').replace(/^cluster_name:.*$/m, `cluster_name: ${cluster}`),
  );
  return path;
}

const STEPS = [
  { title: 'roles in AWS of both', run: forEach(applyRoles) },
  { title: 'secrets of both', run: forEach(makeCredentials) },
  { title: 'the second cluster known to the first', run: register },
  { title: 'bootstrap', run: bootstrapFleet },
  { title: 'every Application of both Synced and Healthy', run: comeUp },
  { title: 'what manifests of both name exists', run: proveBoth },
  { title: 'the same again changes nothing', run: repeatBoth },
  { title: 'one setting of the second changed', run: changeSecond },
];

function forEach(step) {
  return async ({ members }) => {
    const said = [];
    for (const member of members) said.push(await step(member));
    return said.join('; ');
  };
}

const isHub = ({ name }) => name === 'hub-and-spoke';

async function register(context) {
  const { members, work, ends } = context;
  if (!isHub(context)) return 'each has its own Argo CD';
  const [hub, spoke] = members.map(({ world }) => world);
  ends.push(await registerSpoke(hub, spoke, { name: 'second', folder: work }));
  return 'by a Secret, as argocd cluster add makes it';
}

async function bootstrapFleet({ members, ...context }) {
  const [first, second] = members;
  const said = [await bootstrap(first)];
  if (!isHub(context)) said.push(await bootstrap(second));
  return said.join('; ');
}

/** Each Argo CD with the members that it manages. */
function managersOf(context) {
  const { members } = context;
  if (isHub(context)) return [{ world: members[0].world, members }];
  return members.map((member) => ({ world: member.world, members: [member] }));
}

const namesOf = ({ members }) => members.flatMap(({ platform }) => platform.applications());

async function comeUp(context) {
  const { members, say, seconds } = context;
  const [first, second] = members;
  const outcomes = [];
  for (const manager of managersOf(context))
    outcomes.push(
      await waitForApplications(manager.world, namesOf(manager), {
        seconds,
        start: first.timing.start,
        onChange: say,
      }),
    );
  context.applications = outcomes.flatMap(({ applications }, i) =>
    isHub(context)
      ? applications
      : applications.map((one) => ({ ...one, name: `${['first', 'second'][i]}/${one.name}` })),
  );
  if (outcomes.some(({ done }) => !done)) throw new Error('not every Application is there');
  const elsewhere = await second.world.kubectl('get', 'applications', '-A', '-o', 'name');
  if (isHub(context) && elsewhere !== '')
    throw new Error(`the spoke has Applications of its own: ${elsewhere}`);
  return `${context.applications.length} Applications`;
}

async function repeatBoth(context) {
  const managers = managersOf(context);
  const before = await Promise.all(managers.map(({ world }) => readApplications(world)));
  for (const member of context.members) await repeatCommands(member);
  const commit = await context.members[0].platform.publish('nothing');
  await Promise.all(managers.map(({ world }) => settle(world, commit)));
  const said = [];
  for (const [i, { world }] of managers.entries())
    said.push(expectSynced(before[i], await readApplications(world), []));
  return said.join('; ');
}

async function changeSecond(context) {
  const { members, seconds, say } = context;
  const { platform } = members[1];
  const managers = managersOf(context);
  const before = await Promise.all(managers.map(({ world }) => readApplications(world)));
  const paths = await platform.setup({ set: ['enable_registration_flow=true'] });
  const commit = await platform.publish('Let users of the second register');
  await Promise.all(managers.map(({ world }) => settle(world, commit)));
  const root = platform.rootName();
  const owners = ownersOf(paths, root).map((name) =>
    isHub(context) && name !== root ? `second-${name}` : name,
  );
  const said = [];
  for (const [i, manager] of managers.entries()) {
    const { world } = manager;
    const { done, applications } = await waitForApplications(world, namesOf(manager), {
      seconds,
      start: 0,
      onChange: say,
    });
    if (!done) throw new Error('not every Application is there again');
    said.push(expectSynced(before[i], applications, manager.members.includes(members[1]) ? owners : []));
  }
  return `${paths.length} files; ${said.join('; ')}`;
}

async function proveBoth({ members }) {
  const said = [];
  for (const { world, platform } of members) {
    const proofs = await proveAws(world, { region: await platform.value('aws_region') });
    const missing = proofs.flatMap((proof) => proof.missing);
    if (missing.length > 0) throw new Error(missing.join('\n'));
    said.push(proofs.map(({ what, seen }) => `${seen} ${what}`).join(', '));
  }
  return said.join('; ');
}
