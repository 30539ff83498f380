import type { SecretsManager } from '@aws-sdk/client-secrets-manager';
import type { SSM } from '@aws-sdk/client-ssm';
import type { RemoteService } from '../external-secret.ts';
import { type Redacted, redact, scrub } from '../redacted.ts';

/** An AWS service that keeps texts under names. */
export interface RemoteStore {
  readonly service: RemoteService;
  /** How many bytes it keeps under one name. */
  readonly limit: number;
  readonly read: (name: string) => Promise<Redacted | undefined>;
  /** Creates the text, or puts it in the place of the one that exists. */
  readonly write: (name: string, text: Redacted, exists: boolean) => Promise<void>;
}

/** What is needed of `SecretsManager` of `@aws-sdk/client-secrets-manager`. */
export type SecretsManagerClient = Pick<SecretsManager, 'getSecretValue' | 'createSecret' | 'putSecretValue'>;

/** What is needed of `SSM` of `@aws-sdk/client-ssm`. */
export type ParameterStoreClient = Pick<SSM, 'getParameter' | 'putParameter'>;

/** How a service is reached. */
export interface RemoteStoreOptions<Client> {
  /** @default the region that the SDK finds */
  readonly region?: string;
  /** Called at the first use. @default a client with credentials as the SDK finds them */
  readonly client?: () => Promise<Client>;
  /** The KMS key that encrypts. @default the service's own */
  readonly kmsKeyId?: string;
}

/**
 * Secrets Manager as a store.
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_limits.html
 */
export function secretsManager(options: RemoteStoreOptions<SecretsManagerClient> = {}): RemoteStore {
  const client = once(
    options.client ??
      (async () => new (await import('@aws-sdk/client-secrets-manager')).SecretsManager(configOf(options))),
  );
  const key = options.kmsKeyId === undefined ? {} : { KmsKeyId: options.kmsKeyId };
  const value = async (name: string) =>
    await attemptRead(`reading ${name} from Secrets Manager`, async () =>
      (await client()).getSecretValue({ SecretId: name }),
    );
  return {
    service: 'SecretsManager',
    limit: 65_536,
    read: async (name) => {
      const { SecretString } = (await value(name)) ?? {};
      return SecretString === undefined ? undefined : redact(SecretString);
    },
    write: async (name, text, exists) => {
      await attemptWrite(`writing ${name} to Secrets Manager`, text, async () => {
        const sdk = await client();
        const SecretString = text.reveal();
        const put = async () => await sdk.putSecretValue({ SecretId: name, SecretString });
        if (exists) return await put();
        return await sdk.createSecret({ Name: name, SecretString, ...key }).catch(async (error: unknown) => {
          // Terraform makes secrets without a value: to a reader they are not there
          if (!isNamed(error, EXISTS) || (await value(name)) !== undefined) throw error;
          return await put();
        });
      });
    },
  };
}

/**
 * Parameter Store as a store, with secure strings. Values over 4 KiB become advanced parameters, which cost.
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-advanced-parameters.html
 */
export function parameterStore(options: RemoteStoreOptions<ParameterStoreClient> = {}): RemoteStore {
  const client = once(
    options.client ?? (async () => new (await import('@aws-sdk/client-ssm')).SSM(configOf(options))),
  );
  const key = options.kmsKeyId === undefined ? {} : { KeyId: options.kmsKeyId };
  return {
    service: 'ParameterStore',
    limit: 8192,
    read: async (name) =>
      await attemptRead(`reading ${name} from Parameter Store`, async () => {
        const { Parameter } = await (await client()).getParameter({ Name: name, WithDecryption: true });
        return Parameter?.Value === undefined ? undefined : redact(Parameter.Value);
      }),
    write: async (name, text) => {
      await attemptWrite(`writing ${name} to Parameter Store`, text, async () => {
        const value = { Name: name, Value: text.reveal(), Overwrite: true, ...key };
        await (await client()).putParameter({ ...value, Type: 'SecureString', Tier: 'Intelligent-Tiering' });
      });
    },
  };
}

/** Parameter Store takes three writes a second, and more secrets than that are written one after the other. */
const ATTEMPTS = 6;

function configOf({ region }: RemoteStoreOptions<unknown>) {
  const isSaid = process.env.AWS_MAX_ATTEMPTS !== undefined;
  return { ...(region === undefined ? {} : { region }), ...(isSaid ? {} : { maxAttempts: ATTEMPTS }) };
}

function once<Client>(make: () => Promise<Client>): () => Promise<Client> {
  let client: Promise<Client> | undefined;
  return async () => {
    client ??= make();
    return await client;
  };
}

const ABSENT = ['ResourceNotFoundException', 'ParameterNotFound'];
const EXISTS = ['ResourceExistsException'];

function isNamed(error: unknown, names: readonly string[]): boolean {
  return error instanceof Error && names.includes(error.name);
}

/** What is there, or nothing. */
async function attemptRead<Result>(what: string, act: () => Promise<Result>): Promise<Result | undefined> {
  return await act().catch((error: unknown) => {
    if (isNamed(error, ABSENT)) return undefined;
    throw refusal(what, error, []);
  });
}

async function attemptWrite(what: string, text: Redacted, act: () => Promise<unknown>): Promise<void> {
  await act().catch((error: unknown) => {
    throw refusal(what, error, [text, ...partsOf(text)]);
  });
}

/** The SDK's own errors hold the request, and with it the value: only their name and a clean message go on. */
function refusal(what: string, error: unknown, secrets: readonly Redacted[]): Error {
  // Where a host has several addresses, the error for all of them has no text of its own
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const { name, message } = first instanceof Error ? first : new Error('unknown');
  return new Error(`AWS refused ${what}: ${name}: ${scrub(message, secrets)}`);
}

/** The texts inside JSON, which a message might repeat alone. */
function partsOf(secret: Redacted): readonly Redacted[] {
  try {
    return textsIn(JSON.parse(secret.reveal())).map((part) => redact(part));
  } catch {
    return [];
  }
}

/** The texts and numbers in data, as they are and escaped. */
function textsIn(data: unknown): readonly string[] {
  if (typeof data === 'object' && data !== null) return Object.values(data).flatMap(textsIn);
  return [String(data), JSON.stringify(data).slice(1, -1)];
}
