import { redact, type ValueGraph, type Values } from '@kfdist/credentials';
import type { AccessKeyClient } from '@kfdist/credentials/aws';

/** Whether some of these values are access keys, which only AWS makes. */
export function hasAccessKeys(make: ReadonlySet<string>, graph: ValueGraph): boolean {
  return [...make].some((id) => graph.get(id)?.recipe.kind === 'access-key');
}

/** What stands for access keys in a run that makes none. */
export function placeholderKeys(make: ReadonlySet<string>, graph: ValueGraph): Values {
  const ids = [...make].filter((id) => graph.get(id)?.recipe.kind === 'access-key');
  return new Map(ids.map((id) => [id, redact('placeholder')]));
}

async function call<Answer>(what: string, answer: Promise<Answer>): Promise<Answer> {
  return await answer.catch((error: unknown) => {
    const { name, message } = error instanceof Error ? error : new Error('unknown');
    throw new Error(`AWS refused ${what}: ${name}: ${message}`);
  });
}

/** IAM as far as access keys need it, its refusals as sentences. */
export async function accessKeyClient(region: string | undefined): Promise<AccessKeyClient> {
  const { connectIam } = await import('@kfdist/iam/aws');
  const iam: object = await connectIam(region === undefined ? {} : { region });
  if (!makesAccessKeys(iam)) throw new TypeError('The client of IAM cannot make access keys');
  return {
    listAccessKeys: async (input) => await call('listing access keys', iam.listAccessKeys(input)),
    createAccessKey: async (input) => await call('making an access key', iam.createAccessKey(input)),
    updateAccessKey: async (input) => await call('switching an access key off', iam.updateAccessKey(input)),
    deleteAccessKey: async (input) => await call('deleting an access key', iam.deleteAccessKey(input)),
  };
}

const CALLS = ['listAccessKeys', 'createAccessKey', 'updateAccessKey', 'deleteAccessKey'];

/** The client of the SDK has more calls than roles need. */
function makesAccessKeys(client: object): client is AccessKeyClient {
  return CALLS.every((name) => typeof Reflect.get(client, name) === 'function');
}
