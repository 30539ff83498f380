import { syncWaves, type WaveNode } from '@kfdist/argocd';
import type { PlannedComponent } from './applications.ts';
import { isSwitchedOn } from './component.ts';
import type { Distribution } from './distribution.ts';
import type { PlatformPlan } from './plan.ts';
import { secretsName } from './secrets.ts';

/** What the order of a component is made from. */
export type Ordered = Pick<PlannedComponent, 'name' | 'needs' | 'after' | 'provides' | 'secrets'>;

/** Everything that has a place in the order: the components, and the Secrets of those that have some. */
export function waveNodes(
  components: readonly Ordered[],
  secretsAfter: Distribution['secretsAfter'],
): readonly WaveNode[] {
  const members = (name: string) =>
    components.filter(({ provides }) => provides === name).map((member) => member.name);
  const expand = (names: readonly string[]) => names.flatMap((name) => [name, ...members(name)]);
  return components.flatMap(({ name, needs, after, secrets }) => {
    const own = secrets.some(isSwitchedOn) ? [secretsName(name)] : [];
    return [
      { name, after: [...expand([...needs, ...after]), ...own] },
      ...own.map((secretsOf) => ({ name: secretsOf, after: expand(secretsAfter) })),
    ];
  });
}

/** An Application and those that are created before it. */
export interface ApplicationNode {
  /** The name of the Application. */
  readonly application: string;
  readonly component: string;
  readonly category: string;
  readonly wave: number;
  /** Names of Applications, without those that others of them already come after. */
  readonly after: readonly string[];
}

/** The Applications of a plan by wave, then name, with what each comes after. */
export function applicationGraph(
  { components, settings }: Pick<PlatformPlan, 'components' | 'settings'>,
  { secretsAfter }: Pick<Distribution, 'secretsAfter'>,
): readonly ApplicationNode[] {
  const prefix = settings.values.get('argocd.name_prefix')?.text ?? '';
  const nodes = waveNodes(components, secretsAfter);
  const { waves } = syncWaves(nodes);
  const before = new Map(nodes.map(({ name, after }) => [name, after]));
  // A component that is nothing but its Secrets has only their Application
  const bare = new Set(components.filter(({ hasObjects }) => !hasObjects).map(({ name }) => name));
  const throughBare = (name: string): readonly string[] =>
    bare.has(name) ? (before.get(name) ?? []).flatMap(throughBare) : before.has(name) ? [name] : [];
  const direct = new Map(
    nodes
      .filter(({ name }) => !bare.has(name))
      .map(({ name, after }) => [name, new Set(after.flatMap(throughBare))]),
  );
  const owners = new Map(
    components.flatMap((component) => [
      [component.name, { component: component.name, category: component.category }],
      [secretsName(component.name), { component: component.name, category: 'secrets' }],
    ]),
  );
  return [...direct]
    .map(([name, after]) => ({
      application: `${prefix}${name}`,
      component: owners.get(name)?.component ?? name,
      category: owners.get(name)?.category ?? '',
      wave: waves.get(name) ?? 0,
      after: shortest(after, direct).map((other) => `${prefix}${other}`),
    }))
    .toSorted((a, b) => a.wave - b.wave || (a.application < b.application ? -1 : 1));
}

type Edges = ReadonlyMap<string, ReadonlySet<string>>;

/** Leaves out what another of them comes after anyway. */
function shortest(names: ReadonlySet<string>, edges: Edges): readonly string[] {
  const implied = new Set([...names].flatMap((name) => [...allBefore(name, edges)]));
  return [...names].filter((name) => !implied.has(name)).toSorted();
}

function allBefore(name: string, edges: Edges): ReadonlySet<string> {
  const found = new Set<string>();
  const waiting = [...(edges.get(name) ?? [])];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (found.has(next)) continue;
    found.add(next);
    waiting.push(...(edges.get(next) ?? []));
  }
  return found;
}
