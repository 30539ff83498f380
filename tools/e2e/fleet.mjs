import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { waitForApplications } from './applications.mjs';
import { proveAws } from './aws-proofs.mjs';
import { openPlatform } from './platform.mjs';
import { runSteps } from './run-steps.mjs';
import { applyRoles, bootstrap, makeCredentials } from './scenario.mjs';
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

/** The Argo CD of the first cluster has the Applications of both where it is the hub. */
async function comeUp(context) {
  const { members, say, seconds } = context;
  const [first, second] = members;
  const start = first.timing.start;
  const groups = isHub(context)
    ? [{ world: first.world, names: members.flatMap(({ platform }) => platform.applications()) }]
    : members.map(({ world, platform }) => ({ world, names: platform.applications() }));
  const outcomes = [];
  for (const { world, names } of groups)
    outcomes.push(await waitForApplications(world, names, { seconds, start, onChange: say }));
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
