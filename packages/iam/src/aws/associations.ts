import type { AssociationSpec, ObservedAssociation, Step } from '../change.ts';
import { isOwned } from '../owner.ts';
import type { Owner } from '../role.ts';
import type { EksApi } from './eks-api.ts';
import { errorCode, NotOwnedError, unlessRefused } from './errors.ts';

/** The highest that EKS takes. */
const PAGE = 100;

/**
 * All associations of EKS Pod Identity of a cluster; none where there is no such cluster.
 *
 * A page of them has neither roles nor tags, so that each is asked for.
 *
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_ListPodIdentityAssociations.html
 */
export async function readAssociations(
  eks: EksApi,
  clusterName: string,
): Promise<readonly ObservedAssociation[]> {
  const found: ObservedAssociation[] = [];
  for (const associationId of await listIds(eks, { clusterName })) {
    const one = await describe(eks, { clusterName, associationId });
    if (one !== undefined) found.push(one);
  }
  return found;
}

interface Wanted {
  readonly clusterName: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
}

async function listIds(eks: EksApi, wanted: Wanted): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let nextToken: string | undefined; ; ) {
    const page = await unlessRefused(
      'ResourceNotFound',
      eks.listPodIdentityAssociations({ ...wanted, maxResults: PAGE, ...(nextToken && { nextToken }) }),
    );
    ids.push(...(page?.associations ?? []).flatMap(({ associationId }) => associationId ?? []));
    if (page?.nextToken === undefined) return ids;
    nextToken = page.nextToken;
  }
}

async function describe(
  eks: EksApi,
  place: { readonly clusterName: string; readonly associationId: string },
): Promise<ObservedAssociation | undefined> {
  const found = (await unlessRefused('ResourceNotFound', eks.describePodIdentityAssociation(place)))
    ?.association;
  if (found === undefined) return undefined;
  const { associationArn = '', namespace = '', serviceAccount = '', roleArn = '', tags = {} } = found;
  const isPlain = found.disableSessionTags !== true && !found.targetRoleArn && !found.policy;
  const id = place.associationId;
  return { id, arn: associationArn, namespace, serviceAccount, roleArn, tags, isPlain };
}

/** The steps that are about associations. */
export type AssociationStep = Extract<Step, { readonly call: `${string}-association` }>;

/** Whether a step is about an association. */
export function isAssociationStep(step: Step): step is AssociationStep {
  return step.call.endsWith('-association');
}

/** Makes the call of a step; what is already there as wanted, or already gone, is no error. */
export async function runAssociationStep(eks: EksApi, owner: Owner, step: AssociationStep): Promise<void> {
  const { clusterName } = owner;
  switch (step.call) {
    case 'create-association':
      return create(eks, owner, step.association);
    case 'update-association': {
      const { id: associationId, roleArn } = step;
      await eks.updatePodIdentityAssociation({ clusterName, associationId, roleArn });
      return;
    }
    case 'tag-association': {
      await eks.tagResource({ resourceArn: step.arn, tags: step.tags });
      return;
    }
    case 'delete-association': {
      await unlessRefused(
        'ResourceNotFound',
        eks.deletePodIdentityAssociation({ clusterName, associationId: step.id }),
      );
      return;
    }
  }
}

/** Creates, or goes on with what exists already if it is ours: the answer to an earlier call may have been lost. */
async function create(eks: EksApi, owner: Owner, association: AssociationSpec): Promise<void> {
  const { clusterName } = owner;
  const { namespace, serviceAccount, roleArn, tags } = association;
  try {
    await eks.createPodIdentityAssociation({ clusterName, namespace, serviceAccount, roleArn, tags });
  } catch (error) {
    if (errorCode(error) !== 'ResourceInUse') throw error;
    const [associationId] = await listIds(eks, { clusterName, namespace, serviceAccount });
    const found = associationId && (await describe(eks, { clusterName, associationId }));
    if (!found) throw error;
    if (!isOwned(owner, found.tags))
      throw new NotOwnedError(
        `The association ${namespace}/${serviceAccount} exists and does not belong to this cluster`,
        { cause: error },
      );
    if (found.roleArn !== roleArn)
      await eks.updatePodIdentityAssociation({ clusterName, associationId: found.id, roleArn });
  }
}
