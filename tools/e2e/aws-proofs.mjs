import { Buffer } from 'node:buffer';

/**
 * What the manifests name and AWS must have, each as a list of what was seen and what is missing.
 * All of it is read from the cluster and from AWS, nothing from the plan.
 */
export async function proveAws(world, { region }) {
  const [roles, secrets] = [await proveRoles(world), await proveSecretKeys(world, region)];
  return [
    { what: 'role ARNs of ServiceAccounts exist, and trust the tokens that the API server issues', ...roles },
    { what: 'secret keys that ExternalSecrets read exist', ...secrets },
  ];
}

const aws = async (world, ...args) => {
  const { code, stdout } = await world.run(['aws', ...args, '--output', 'json'], { check: false });
  return code === 0 ? JSON.parse(stdout || 'null') : undefined;
};

/** Every object of a kind; none where the cluster does not have the kind. */
async function objectsOf(world, kind) {
  const got = await world.run(['kubectl', 'get', kind, '-A', '-o', 'json'], { check: false });
  if (got.code === 0) return JSON.parse(got.stdout).items;
  if (got.stderr.includes("doesn't have a resource type")) return [];
  throw new Error(got.stderr);
}

const ROLE = 'eks.amazonaws.com/role-arn';

async function proveRoles(world) {
  const { items } = JSON.parse(await world.kubectl('get', 'serviceaccounts', '-A', '-o', 'json'));
  const annotated = items.filter(({ metadata }) => metadata.annotations?.[ROLE] !== undefined);
  const missing = [];
  for (const { metadata } of annotated) {
    const arn = metadata.annotations[ROLE];
    const subject = `system:serviceaccount:${metadata.namespace}:${metadata.name}`;
    const role = await aws(world, 'iam', 'get-role', '--role-name', arn.split('/').at(-1));
    if (role?.Role.Arn !== arn) missing.push(`${arn} of ${subject} does not exist`);
    else if (!trusts(role.Role.AssumeRolePolicyDocument, await tokenClaims(world, metadata)))
      missing.push(`${arn} does not trust ${subject}`);
  }
  return { seen: annotated.length, missing };
}

/** The claims of a token as the EKS webhook would have it mounted. */
async function tokenClaims(world, { name, namespace }) {
  const token = await world.kubectl('create', 'token', name, '-n', namespace, '--audience=sts.amazonaws.com');
  return JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
}

function trusts({ Statement }, { sub, aud }) {
  return [Statement].flat().some(({ Effect, Action, Condition = {} }) => {
    const equals = Object.entries(Condition.StringEquals ?? {});
    const value = (claim) => equals.filter(([key]) => key.endsWith(`:${claim}`)).flatMap(([, one]) => one);
    return (
      Effect === 'Allow' &&
      Action === 'sts:AssumeRoleWithWebIdentity' &&
      value('sub').includes(sub) &&
      value('aud').some((one) => aud.includes(one))
    );
  });
}

async function proveSecretKeys(world, region) {
  const items = await objectsOf(world, 'externalsecrets');
  const stores = await servicesOf(world);
  const places = items.flatMap(({ metadata, spec }) =>
    (spec.data ?? []).map(({ remoteRef }) => ({
      ...remoteRef,
      service: stores(spec.secretStoreRef, metadata.namespace),
    })),
  );
  const missing = [];
  for (const { key, property, service } of places) {
    const text = await storedText(world, { key, service, region });
    if (text === undefined) missing.push(`${key} does not exist`);
    else if (property !== undefined && JSON.parse(text)[property] === undefined)
      missing.push(`${key} has no ${property}`);
  }
  return { seen: places.length, missing };
}

/** Which service of AWS a store reads. */
async function servicesOf(world) {
  const items = [
    ...(await objectsOf(world, 'clustersecretstores')),
    ...(await objectsOf(world, 'secretstores')),
  ];
  return ({ name, kind = 'SecretStore' }, namespace) =>
    items.find(
      (one) =>
        one.kind === kind &&
        one.metadata.name === name &&
        (kind === 'ClusterSecretStore' || one.metadata.namespace === namespace),
    )?.spec.provider.aws.service;
}

async function storedText(world, { key, service, region }) {
  if (service === 'ParameterStore')
    return (await aws(world, 'ssm', 'get-parameter', '--name', key, '--with-decryption', '--region', region))
      ?.Parameter.Value;
  return (await aws(world, 'secretsmanager', 'get-secret-value', '--secret-id', key, '--region', region))
    ?.SecretString;
}

/** Every SealedSecret was opened by the controller: its Secret is there, with the keys that were sealed. */
export async function proveSealed(world) {
  const items = await objectsOf(world, 'sealedsecrets');
  const missing = [];
  for (const { metadata, spec } of items) {
    const text = await world.kubectl(
      'get',
      'secret',
      metadata.name,
      '-n',
      metadata.namespace,
      '-o',
      'json',
      '--ignore-not-found',
    );
    const data = text === '' ? {} : (JSON.parse(text).data ?? {});
    const closed = Object.keys(spec.encryptedData).filter((key) => data[key] === undefined);
    if (closed.length > 0)
      missing.push(`${metadata.namespace}/${metadata.name}: ${closed.join(', ')} not opened`);
  }
  return { what: 'SealedSecrets are opened by the controller', seen: items.length, missing };
}
