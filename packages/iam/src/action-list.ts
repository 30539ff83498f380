import { ACTION_NAMES, SERVICE_DETAILS } from './data/actions.ts';
import { matchesPattern } from './pattern.ts';

/** What is known of one action. */
export interface ActionDetails {
  /** Kinds of resources; none where the action knows no resource. */
  readonly kinds: readonly string[];
  /** ARN patterns of these kinds. */
  readonly resources: readonly string[];
  /** Condition keys of its own, without the global ones that begin with `aws:`. */
  readonly conditionKeys: readonly string[];
}

/** The names of all actions of a service, `undefined` for a service that AWS does not have. */
export function actionsOf(service: string): readonly string[] | undefined {
  const name = service.toLowerCase();
  if (!Object.hasOwn(ACTION_NAMES, name)) return undefined;
  return remembered(`names ${name}`, namesCache, () => unpackNames(ACTION_NAMES[name] ?? ''));
}

/** All services of AWS, as they stand before the colon of an action. */
export function services(): readonly string[] {
  return Object.keys(ACTION_NAMES);
}

/**
 * The actions that a pattern such as `s3:Get*` stands for, as `service:Action`; `undefined` where the service is not
 * one of AWS.
 */
export function matchingActions(pattern: string): readonly string[] | undefined {
  if (pattern === '*') return services().flatMap((service) => matchingActions(`${service}:*`) ?? []);
  const [service, action] = splitAction(pattern);
  const names = actionsOf(service);
  const wanted = action.toLowerCase();
  return names
    ?.filter((name) => matchesPattern(wanted, name.toLowerCase()))
    .map((name) => `${service.toLowerCase()}:${name}`);
}

/** The two sides of the colon of an action. */
export function splitAction(action: string): readonly [service: string, name: string] {
  const colon = action.indexOf(':');
  return colon < 0 ? ['', action] : [action.slice(0, colon), action.slice(colon + 1)];
}

/** The details of an action, `undefined` where only its name is known. */
export function actionDetails(action: string): ActionDetails | undefined {
  const [service, name] = splitAction(action.toLowerCase());
  if (!Object.hasOwn(SERVICE_DETAILS, service)) return undefined;
  return remembered(service, detailsCache, () => unpackDetails(service)).get(name);
}

const namesCache = new Map<string, readonly string[]>();
const detailsCache = new Map<string, ReadonlyMap<string, ActionDetails>>();

function remembered<Value>(key: string, cache: Map<string, Value>, make: () => Value): Value {
  const known = cache.get(key) ?? make();
  cache.set(key, known);
  return known;
}

/** `Describe:Images,Tags` is DescribeImages and DescribeTags. */
function unpackNames(packed: string): readonly string[] {
  return packed.split(' ').flatMap((group) => {
    const [verb = '', rests = ''] = group.split(':');
    return rests.split(',').map((rest) => `${verb}${rest}`);
  });
}

function unpackDetails(service: string): ReadonlyMap<string, ActionDetails> {
  const { resources, shapes } = SERVICE_DETAILS[service] ?? { resources: {}, shapes: {} };
  return new Map(
    Object.entries(shapes).flatMap(([shape, names]) => {
      const [kinds = [], conditionKeys = []] = shape
        .split('|')
        .map((list) => list.split(',').filter(Boolean));
      const known = kinds.flatMap((kind) => resources[kind] ?? []);
      const details: ActionDetails = { kinds, resources: known, conditionKeys };
      return unpackNames(names).map((name) => [name.toLowerCase(), details] as const);
    }),
  );
}
