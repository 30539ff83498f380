import { type CheckOutcome, failed, ok, skipped } from './check.ts';
import type { PlatformCheck, PlatformWorld } from './world.ts';

/** The programs that bring a platform up. */
export const TOOL_CHECKS: readonly PlatformCheck[] = [
  {
    id: 'node',
    title: 'Node.js is new enough',
    needs: [],
    severity: 'error',
    hint: 'Install Node.js 20.19 or newer.',
    isPre: true,
    run: async ({ nodeVersion }) => atLeast(nodeVersion, [20, 19]),
  },
  {
    id: 'git',
    title: 'git is installed',
    needs: [],
    severity: 'error',
    hint: 'Install git, and see that it is on the PATH.',
    isPre: true,
    run: async (world) => await version(world, 'git', [['--version'], [2, 0]]),
  },
  {
    id: 'kubectl',
    title: 'kubectl is installed',
    needs: [],
    severity: 'error',
    hint: 'Install kubectl 1.31 or newer, and see that it is on the PATH.',
    isPre: true,
    run: async (world) =>
      await version(world, 'kubectl', [
        ['version', '--client', '--output', 'json'],
        [1, 31],
      ]),
  },
  {
    id: 'helm',
    title: 'helm is installed',
    needs: [],
    severity: 'error',
    hint: 'Install helm 3.8 or newer: the secrets backend is a chart, and comes before Argo CD.',
    isPre: true,
    run: async (world) =>
      hasPrivateRepository(world)
        ? await version(world, 'helm', [
            ['version', '--template', '{{.Version}}'],
            [3, 8],
          ])
        : skipped('only a repository with a credential needs it'),
  },
];

/** @see bootstrapSteps */
function hasPrivateRepository({ plan }: PlatformWorld): boolean {
  return plan.credentials.specs.some(
    ({ labels }) => labels?.['argocd.argoproj.io/secret-type'] !== undefined,
  );
}

type Version = readonly [major: number, minor: number];

async function version(
  { run }: PlatformWorld,
  program: string,
  [words, least]: readonly [readonly string[], Version],
): Promise<CheckOutcome> {
  const { status, stdout, stderr } = await run({ program, arguments: words });
  if (status !== 0) return failed(stderr.trim() || `${program} ended with ${status}`);
  const found = /"gitVersion": "v?([^"]+)"/.exec(stdout)?.[1] ?? /v?(\d+\.\d+[^\s]*)/.exec(stdout)?.[1];
  return found === undefined ? failed(`${program} does not say its version`) : atLeast(found, least);
}

function atLeast(found: string, [major, minor]: Version): CheckOutcome {
  const [a = 0, b = 0] = found.split('.').map((part) => Number.parseInt(part, 10));
  const isNew = a > major || (a === major && b >= minor);
  return isNew ? ok(found) : failed(`${found} is older than ${major}.${minor}`);
}
