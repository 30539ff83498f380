import * as v from 'valibot';

/** What Argo CD says about one Application. */
export interface LiveApplication {
  readonly name: string;
  readonly sync: string;
  readonly health: string;
  /** The phase of the last operation; empty before the first. */
  readonly phase: string;
  /** What went wrong, as sentences. */
  readonly errors: readonly string[];
  /** Its objects that are not healthy, each with what its health check says. */
  readonly unhealthy: readonly string[];
}

const text = v.optional(v.string(), '');
const health = v.optional(v.object({ status: text, message: text }), {});
const named = { kind: text, namespace: text, name: text };

/** The part of an Application that is read. @see https://argo-cd.readthedocs.io/en/stable/user-guide/application-specification/ */
const applicationSchema = v.object({
  metadata: v.object({ name: v.string() }),
  status: v.optional(
    v.object({
      sync: v.optional(v.object({ status: text }), {}),
      health,
      conditions: v.optional(v.array(v.object({ type: text, message: text })), []),
      operationState: v.optional(
        v.object({
          phase: text,
          message: text,
          syncResult: v.optional(
            v.object({
              resources: v.optional(v.array(v.object({ ...named, status: text, message: text })), []),
            }),
          ),
        }),
        {},
      ),
      resources: v.optional(v.array(v.object({ ...named, health: v.optional(health) })), []),
    }),
    {},
  ),
});

const listSchema = v.object({ items: v.array(applicationSchema) });

/** Reads what `kubectl get applications.argoproj.io --output json` prints. @throws when it is something else */
export function parseApplications(list: unknown): readonly LiveApplication[] {
  return v.parse(listSchema, list).items.map(readApplication);
}

function readApplication({ metadata, status }: v.InferOutput<typeof applicationSchema>): LiveApplication {
  const { sync, conditions, operationState: operation, resources } = status;
  const failed = ['Failed', 'Error'].includes(operation.phase) || isRetrying(operation.message);
  const refused = (operation.syncResult?.resources ?? []).filter(
    ({ status: result }) => result === 'SyncFailed',
  );
  const errors = [
    ...conditions
      .filter(({ type }) => type.endsWith('Error'))
      .map(({ type, message }) => `${type}: ${message}`),
    ...(failed && refused.length === 0 && operation.message !== '' ? [operation.message] : []),
    ...(failed ? refused.map((resource) => `${nameOf(resource)}: ${resource.message}`) : []),
  ];
  const unhealthy = resources.flatMap((resource) => {
    const { status: state = 'Healthy', message = '' } = resource.health ?? {};
    return state === '' || state === 'Healthy'
      ? []
      : [`${nameOf(resource)} is ${state}${message && `: ${message}`}`];
  });
  return {
    name: metadata.name,
    sync: sync.status || 'Unknown',
    health: status.health.status || 'Unknown',
    phase: operation.phase,
    errors: [...new Set(errors)],
    unhealthy,
  };
}

/** An operation that failed and will be tried again still runs. */
function isRetrying(message: string): boolean {
  return /retrying attempt/i.test(message);
}

function nameOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return namespace === '' ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;
}
