import { withoutUser } from '@kfdist/platform';
import type { AwsLookups } from '@kfdist/platform/aws';
import type { Context } from '../../context.ts';

/** What the machine and the account already know about settings. */
export interface Offers {
  /** Likely values by key. */
  readonly values: ReadonlyMap<string, string>;
  /** Several values to choose from, by key. */
  readonly choices: ReadonlyMap<string, readonly { readonly value: string; readonly hint?: string }[]>;
}

/** A laptop without credentials is asked nothing for long. */
const PATIENCE = 8000;

/** What can be found out without a question: from kubectl, Git and, with credentials, AWS. */
export async function findOffers(context: Context): Promise<Offers> {
  const [remote, kube, account] = await Promise.all([
    gitRemote(context),
    kubeFacts(context),
    orNothing(accountFacts(context), NOTHING),
  ]);
  return {
    values: new Map([...account.values, ...kube, ...remote]),
    choices: account.choices,
  };
}

const NOTHING: Offers = { values: new Map(), choices: new Map() };

type Facts = readonly (readonly [string, string])[];

async function runner({ run }: Context) {
  return run ?? (await import('@kfdist/credentials/cluster')).commandRunner();
}

async function gitRemote(context: Context): Promise<Facts> {
  const run = await runner(context);
  const { status, stdout } = await orNothing(
    run({ program: 'git', arguments: ['-C', context.cwd, 'remote', 'get-url', 'origin'] }),
    { status: 1, stdout: '', stderr: '' },
  );
  // A password or token in it would be written to a file that is committed
  const url = withoutUser(stdout.trim());
  return status === 0 && url !== '' ? [['git_repo.url', url]] : [];
}

async function kubeFacts(context: Context): Promise<Facts> {
  const { readContext } = await import('@kfdist/platform/cluster');
  const found = await orNothing(readContext({ run: await runner(context) }), undefined);
  const [, region, account, name] =
    /^arn:[\w-]+:eks:([\w-]+):(\d+):cluster\/(.+)$/.exec(found?.cluster ?? '') ?? [];
  if (region === undefined || account === undefined || name === undefined) return [];
  return [
    ['cluster_name', name],
    ['aws_region', region],
    ['aws_account_id', account],
  ];
}

async function accountFacts(context: Context): Promise<Offers> {
  // The SDK does not know AWS_DEFAULT_REGION, which the command line of AWS reads
  const region = regionOf(context);
  const aws = await connect(context, region);
  // Without credentials nothing else is worth asking
  const { accountId } = await aws.caller();
  const [clusters, zones] = await Promise.all([
    orNothing(aws.clusters(), []),
    orNothing(aws.hostedZones(), []),
  ]);
  const publicZones = zones.filter(({ isPrivate }) => !isPrivate);
  const [only, another] = clusters;
  return {
    values: new Map([
      ['aws_account_id', accountId],
      ...(region === undefined ? [] : [['aws_region', region] as const]),
      ...(only !== undefined && another === undefined ? [['cluster_name', only] as const] : []),
    ]),
    choices: new Map([
      ['cluster_name', clusters.map((value) => ({ value }))],
      ['route53.hosted_zone_id', publicZones.map(({ id, name }) => ({ value: id, hint: name }))],
    ]),
  };
}

async function connect({ aws }: Context, region?: string): Promise<AwsLookups> {
  if (aws !== undefined) return await aws(region);
  const { awsLookups } = await import('@kfdist/platform/aws');
  return awsLookups({ attempts: 1, ...(region === undefined ? {} : { region }) });
}

function regionOf({ process }: Context): string | undefined {
  return process.env?.AWS_REGION ?? process.env?.AWS_DEFAULT_REGION;
}

/** What EKS knows of the cluster that was chosen. */
export async function clusterFacts(
  context: Context,
  { name, region }: { readonly name: string; readonly region: string },
): Promise<ReadonlyMap<string, string>> {
  const aws = await orNothing(connect(context, region), undefined);
  const found = aws === undefined ? undefined : await orNothing(aws.cluster(name), undefined);
  const provider = found?.issuer?.split('/').at(-1);
  return new Map([
    ...(provider === undefined ? [] : [['oidc_provider_id', provider] as const]),
    ...(found?.vpcId === undefined ? [] : [['vpc_id', found.vpcId] as const]),
  ]);
}

/** An offer is a courtesy: whatever keeps it away, the question is asked all the same. */
async function orNothing<Value>(offer: Promise<Value>, nothing: Value): Promise<Value> {
  const late = new Promise<Value>((resolve) => {
    setTimeout(() => resolve(nothing), PATIENCE).unref();
  });
  return await Promise.race([offer.catch(() => nothing), late]);
}
