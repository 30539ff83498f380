import type { IAMClientConfig } from '@aws-sdk/client-iam';
import { connectEks, type EksApi } from './eks-api.ts';
import { connectIam, type IamApi } from './iam-api.ts';

/** What both clients of the SDK are made with. */
export type AwsConfig = Pick<
  IAMClientConfig,
  'credentials' | 'endpoint' | 'maxAttempts' | 'profile' | 'region'
>;

/** How AWS is reached; what is not given is a client of the SDK for `config`. */
export interface AwsAccess {
  readonly client?: IamApi;
  /** Used only where roles are given to pods by EKS Pod Identity. */
  readonly eks?: EksApi;
  readonly config?: AwsConfig;
}

/** The services of AWS that roles need. */
export interface AwsApis {
  readonly iam: IamApi;
  /** Connects when it is first asked for: without Pod Identity nobody needs its client. */
  readonly eks: () => Promise<EksApi>;
}

/** Connects to IAM, and to EKS when somebody asks for it. */
export async function connectAws(region: string, { client, eks, config }: AwsAccess): Promise<AwsApis> {
  const wanted = { region, ...config };
  let connected: Promise<EksApi> | undefined;
  return {
    iam: client ?? (await connectIam(wanted)),
    eks: () => {
      connected ??= eks === undefined ? connectEks(wanted) : Promise.resolve(eks);
      return connected;
    },
  };
}
