import type { ApplicationNode } from './application-graph.ts';
import type { LiveApplication } from './live-application.ts';

/** How far an Application is. */
export type Progress = 'ready' | 'progressing' | 'failing' | 'missing';

/** One Application of the plan as it stands in the cluster. */
export interface ApplicationState extends Pick<ApplicationNode, 'application' | 'component' | 'wave'> {
  readonly progress: Progress;
  /** As Argo CD says it; empty where there is no Application. */
  readonly sync: string;
  readonly health: string;
  /** What Argo CD says is wrong or unfinished. */
  readonly reasons: readonly string[];
  /** The Applications that have to be ready first. */
  readonly waitsFor: readonly string[];
}

/** The Applications of a platform, and where to begin. */
export interface PlatformStatus {
  readonly root: Omit<ApplicationState, 'component' | 'wave' | 'waitsFor'>;
  /** By wave, then name. */
  readonly applications: readonly ApplicationState[];
  /** Whether the root and all Applications are ready. */
  readonly isReady: boolean;
  /** The first thing to look at, where not all is ready. */
  readonly first?: FirstLook;
}

/** What stands at the root of a trouble. */
export interface FirstLook {
  readonly application: string;
  readonly reasons: readonly string[];
  /** How many others wait for it. */
  readonly waiting: number;
}

/** What the live Applications say about a plan. */
export function platformStatus(
  nodes: readonly ApplicationNode[],
  live: readonly LiveApplication[],
  rootName: string,
): PlatformStatus {
  const byName = new Map(live.map((application) => [application.name, application]));
  const judged = nodes.map((node) => ({ node, ...judge(byName.get(node.application)) }));
  const unready = new Set(
    judged.filter(({ progress }) => progress !== 'ready').map(({ node }) => node.application),
  );
  const lowest = Math.min(
    ...judged.filter(({ node }) => unready.has(node.application)).map(({ node }) => node.wave),
  );
  const blockers = judged.filter(({ node }) => node.wave === lowest && unready.has(node.application));
  const applications = judged.map(({ node, ...state }): ApplicationState => {
    const { application, component, wave, after } = node;
    const direct = after.filter((other) => unready.has(other));
    // The root creates nothing of a later wave while an earlier one is not healthy
    const held =
      state.progress === 'missing' && wave > lowest ? blockers.map((one) => one.node.application) : [];
    const waitsFor = state.progress === 'ready' ? [] : direct.length > 0 ? direct : held;
    return { application, component, wave, ...state, waitsFor };
  });
  const root = { application: rootName, ...judge(byName.get(rootName)) };
  // While its children come up the root is unfinished too, and says nothing new
  const isReady = unready.size === 0 && root.progress === 'ready';
  return { root, applications, isReady, ...(isReady ? {} : { first: firstLook(root, applications) }) };
}

function judge(live: LiveApplication | undefined) {
  if (live === undefined) return { progress: 'missing', sync: '', health: '', reasons: [] } as const;
  const { sync, health, phase, errors, unhealthy } = live;
  const reasons = [...errors, ...unhealthy];
  const isFailing = errors.length > 0 || health === 'Degraded' || ['Failed', 'Error'].includes(phase);
  const isReady = sync === 'Synced' && health === 'Healthy' && phase !== 'Running';
  const progress: Progress = isFailing ? 'failing' : isReady ? 'ready' : 'progressing';
  return { progress, sync, health, reasons };
}

/** A root that is missing or broken; else what fails earliest and waits for nothing; else what is slowest. */
function firstLook(root: PlatformStatus['root'], applications: readonly ApplicationState[]): FirstLook {
  const waiting = (name: string) => applications.filter(({ waitsFor }) => waitsFor.includes(name)).length;
  const look = ({ application, reasons }: Pick<ApplicationState, 'application' | 'reasons'>): FirstLook => ({
    application,
    reasons,
    waiting: waiting(application),
  });
  const unready = applications.filter(({ progress }) => progress !== 'ready');
  if (root.progress === 'missing' || unready.length === 0) return look(root);
  const free = unready.filter(({ waitsFor }) => waitsFor.length === 0);
  const order: readonly Progress[] = ['failing', 'progressing', 'missing'];
  const first = (from: readonly ApplicationState[]) =>
    order.flatMap((progress) => from.filter((one) => one.progress === progress))[0];
  // What is missing although nothing is before it: the root itself does not get there
  const found = first(free) ?? first(unready);
  return found === undefined || (found.progress === 'missing' && root.reasons.length > 0)
    ? look(root)
    : look(found);
}
