import type { Values } from '../generate.ts';
import { redact } from '../redacted.ts';
import type { ValueGraph } from '../value-graph.ts';

interface AccessKeyMetadata {
  readonly AccessKeyId?: string | undefined;
  readonly Status?: string | undefined;
}

interface NewAccessKey {
  readonly AccessKeyId: string | undefined;
  readonly SecretAccessKey: string | undefined;
}

/** What is needed of `IAM` of `@aws-sdk/client-iam`. */
export interface AccessKeyClient {
  readonly listAccessKeys: (input: {
    UserName: string;
  }) => Promise<{ readonly AccessKeyMetadata: readonly AccessKeyMetadata[] | undefined }>;
  readonly createAccessKey: (input: {
    UserName: string;
  }) => Promise<{ readonly AccessKey: NewAccessKey | undefined }>;
  readonly updateAccessKey: (input: {
    UserName: string;
    AccessKeyId: string;
    Status: 'Inactive';
  }) => Promise<unknown>;
  readonly deleteAccessKey: (input: { UserName: string; AccessKeyId: string }) => Promise<unknown>;
}

/** What has to be made, as a plan says it. */
interface KeysToMake {
  readonly graph: ValueGraph;
  readonly make: ReadonlySet<string>;
  readonly client: AccessKeyClient;
  /** Whether a value was written although `write` failed. @default none was */
  readonly isWritten?: (id: string) => boolean;
}

/**
 * Makes new access keys for the IAM users among the values to make, and passes them to `write` as given values. When
 * everything is written, the old keys are switched off; when writing fails, the new ones are deleted again, so that a
 * user never works with a key that is nowhere recorded. A key that was written before the failure stays.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_access-keys.html#Using_RotateAccessKey
 */
export async function withNewAccessKeys<Result>(
  { graph, make, client, isWritten = () => false }: KeysToMake,
  write: (given: Values) => Promise<Result>,
): Promise<Result> {
  const rotations: Rotation[] = [];
  let result: Result;
  try {
    for (const user of usersOf(graph, make)) rotations.push(await begin(user, client));
    result = await write(givenBy(rotations, graph));
  } catch (error) {
    throw withLeftOver(error, await afterFailure(rotations, { graph, client, isWritten }));
  }
  await switchOff(rotations, client);
  return result;
}

interface Rotation {
  readonly user: string;
  readonly id: string;
  readonly secret: ReturnType<typeof redact<string>>;
  readonly old: readonly string[];
}

async function switchOff(rotations: readonly Rotation[], client: AccessKeyClient): Promise<void> {
  for (const { user, old } of rotations)
    for (const id of old)
      await client.updateAccessKey({ UserName: user, AccessKeyId: id, Status: 'Inactive' });
}

/** Deletes the new keys that are written nowhere; what AWS would not delete comes back. */
async function afterFailure(
  rotations: readonly Rotation[],
  { graph, client, isWritten }: Pick<Required<KeysToMake>, 'graph' | 'client' | 'isWritten'>,
): Promise<readonly Rotation[]> {
  const left: Rotation[] = [];
  for (const rotation of rotations) {
    const { user, id } = rotation;
    const halves = [...givenBy([rotation], graph).keys()];
    // two keys that work harm less than one that is half written: these errors are not the ones to report
    if (halves.every(isWritten)) await switchOff([rotation], client).catch(() => undefined);
    if (!halves.some(isWritten))
      await client.deleteAccessKey({ UserName: user, AccessKeyId: id }).catch(() => left.push(rotation));
  }
  return left;
}

/** Nothing else knows of these keys, so they are named. */
function withLeftOver(error: unknown, left: readonly Rotation[]): unknown {
  if (left.length === 0) return error;
  const keys = left.map(({ id, user }) => `${id} of ${user}`).join(', ');
  const reason = error instanceof Error ? error.message : 'Writing failed.';
  return new Error(`AWS would not delete new access keys again, delete them: ${keys}. ${reason}`, {
    cause: error,
  });
}

function usersOf(graph: ValueGraph, make: ReadonlySet<string>): ReadonlySet<string> {
  const wanted = [...graph.values()].filter(({ id }) => make.has(id));
  return new Set(wanted.flatMap(({ recipe }) => (recipe.kind === 'access-key' ? [recipe.user] : [])));
}

async function begin(user: string, client: AccessKeyClient): Promise<Rotation> {
  const { AccessKeyMetadata: keys = [] } = await client.listAccessKeys({ UserName: user });
  const idsWith = (status: string) =>
    keys.flatMap(({ AccessKeyId, Status }) =>
      AccessKeyId !== undefined && Status === status ? [AccessKeyId] : [],
    );
  const old = idsWith('Active');
  if (old.length > 1)
    throw new Error(
      `The IAM user ${user} has two active access keys, the most there can be. Find out which is not used, delete it, and run again.`,
    );
  // there is room for two: the one that an earlier rotation switched off makes way
  if (keys.length > 1)
    for (const id of idsWith('Inactive')) await client.deleteAccessKey({ UserName: user, AccessKeyId: id });
  const { AccessKey: made } = await client.createAccessKey({ UserName: user });
  if (made?.AccessKeyId === undefined || made.SecretAccessKey === undefined)
    throw new Error(`AWS made no access key for the IAM user ${user}.`);
  return { user, id: made.AccessKeyId, secret: redact(made.SecretAccessKey), old };
}

function givenBy(rotations: readonly Rotation[], graph: ValueGraph): Values {
  const given = [...graph.values()].flatMap(({ id, recipe }) => {
    if (recipe.kind !== 'access-key') return [];
    const rotation = rotations.find(({ user }) => user === recipe.user);
    if (rotation === undefined) return [];
    return [[id, recipe.part === 'id' ? redact(rotation.id) : rotation.secret] as const];
  });
  return new Map(given);
}
