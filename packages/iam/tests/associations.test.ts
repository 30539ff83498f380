import { describe, expect, it } from 'vitest';
import { readAssociations, runAssociationStep } from '../src/aws/associations.ts';
import type { EksApi } from '../src/aws/index.ts';
import { planRoles } from '../src/index.ts';
import { awsError } from './fake-iam.ts';
import { input } from './fixtures.ts';

const { owner, roles } = planRoles({ ...input, identity: 'pod-identity' });
const [role] = roles;
if (role === undefined) throw new Error('no role');
const association = { namespace: 'a', serviceAccount: 'b', roleArn: role.arn, tags: role.tags };
const create = { call: 'create-association', association } as const;

/** EKS with these answers by call, each of them once and the last one from then on, and what it was asked. */
function played(answers: Readonly<Record<string, readonly (object | Error)[]>>) {
  const asked: unknown[] = [];
  const left = new Map(Object.entries(answers).map(([call, list]) => [call, [...list]]));
  const call = (name: string) => async (question: object) => {
    asked.push([name, question]);
    const list = left.get(name) ?? [];
    const answer = (list.length > 1 ? list.shift() : list[0]) ?? {};
    if (answer instanceof Error) throw answer;
    return await Promise.resolve({ $metadata: {}, ...answer });
  };
  const eks: EksApi = {
    listPodIdentityAssociations: call('list'),
    describePodIdentityAssociation: call('describe'),
    createPodIdentityAssociation: call('create'),
    updatePodIdentityAssociation: call('update'),
    deletePodIdentityAssociation: call('delete'),
    tagResource: call('tag'),
  };
  return { eks, asked };
}
const missing = awsError('ResourceNotFoundException');
const denied = awsError('AccessDeniedException');
const inUse = awsError('ResourceInUseException');

describe('reading associations', () => {
  it('goes through all pages, and asks for each', async () => {
    const { eks, asked } = played({
      list: [
        { associations: [{ associationId: '1' }, {}], nextToken: 't' },
        { associations: [{ associationId: '2' }] },
      ],
      describe: [
        {
          association: {
            associationArn: 'arn:1',
            namespace: 'a',
            serviceAccount: 'b',
            roleArn: 'r',
            tags: { x: 'y' },
          },
        },
        missing,
      ],
    });
    expect(await readAssociations(eks, 'example')).toStrictEqual([
      {
        id: '1',
        arn: 'arn:1',
        namespace: 'a',
        serviceAccount: 'b',
        roleArn: 'r',
        tags: { x: 'y' },
        isPlain: true,
      },
    ]);
    expect(asked).toEqual([
      ['list', { clusterName: 'example', maxResults: 100 }],
      ['list', { clusterName: 'example', maxResults: 100, nextToken: 't' }],
      ['describe', { clusterName: 'example', associationId: '1' }],
      ['describe', { clusterName: 'example', associationId: '2' }],
    ]);
  });

  it.each([
    [{}, true],
    [{ disableSessionTags: false }, true],
    [{ disableSessionTags: true }, false],
    [{ targetRoleArn: 'r' }, false],
    [{ policy: '{}' }, false],
  ])('takes %j for plain: %s', async (more, isPlain) => {
    const { eks } = played({
      list: [{ associations: [{ associationId: '1' }] }],
      describe: [{ association: more }],
    });
    const empty = { id: '1', arn: '', namespace: '', serviceAccount: '', roleArn: '', tags: {} };
    expect(await readAssociations(eks, 'example')).toStrictEqual([{ ...empty, isPlain }]);
  });

  it('finds none where there is no cluster, or no list; and does not take a refusal for that', async () => {
    expect(await readAssociations(played({ list: [missing] }).eks, 'x')).toEqual([]);
    expect(await readAssociations(played({}).eks, 'x')).toEqual([]);
    await expect(readAssociations(played({ list: [denied] }).eks, 'x')).rejects.toBe(denied);
  });
});

describe('a step about an association', () => {
  const at = { clusterName: 'example' };
  it.each([
    [create, 'create', { ...at, ...association }],
    [
      { call: 'update-association', id: '1', roleArn: 'r' },
      'update',
      { ...at, associationId: '1', roleArn: 'r' },
    ],
    [
      { call: 'tag-association', arn: 'arn:1', tags: { a: 'b' } },
      'tag',
      { resourceArn: 'arn:1', tags: { a: 'b' } },
    ],
    [{ call: 'delete-association', id: '1' }, 'delete', { ...at, associationId: '1' }],
  ] as const)('is one call: %j', async (step, call, question) => {
    const { eks, asked } = played({});
    await runAssociationStep(eks, owner, step);
    expect(asked).toEqual([[call, question]]);
    const refused = played({ [call]: [denied] });
    await expect(runAssociationStep(refused.eks, owner, step)).rejects.toBe(denied);
    expect(refused.asked).toHaveLength(1);
  });

  it('is done where what it deletes is gone', async () => {
    const { eks, asked } = played({ delete: [missing] });
    await runAssociationStep(eks, owner, { call: 'delete-association', id: '1' });
    expect(asked).toHaveLength(1);
  });

  const there = (more: object) => ({
    create: [inUse],
    list: [{ associations: [{ associationId: '7' }] }],
    describe: [{ association: { ...association, ...more } }],
  });

  it.each([
    ['as wanted', {}, []],
    [
      'for another role',
      { roleArn: 'other' },
      [['update', { ...at, associationId: '7', roleArn: role.arn }]],
    ],
  ])('goes on with one of ours that is there %s', async (_what, more, then) => {
    const { eks, asked } = played(there(more));
    await runAssociationStep(eks, owner, create);
    expect(asked.slice(1)).toEqual([
      ['list', { ...at, namespace: 'a', serviceAccount: 'b', maxResults: 100 }],
      ['describe', { ...at, associationId: '7' }],
      ...then,
    ]);
  });

  it.each([
    ['somebody else’s', there({ tags: {} }), { name: 'NotOwnedError' }],
    ['nowhere to be found', { create: [inUse] }, inUse],
    ['gone again', { ...there({}), describe: [missing] }, inUse],
  ])('does not go on with one that is %s', async (_what, answers, failure) => {
    const { eks, asked } = played(answers);
    await expect(runAssociationStep(eks, owner, create)).rejects.toMatchObject(failure);
    expect(asked.map((one) => (one as unknown[])[0])).not.toContain('update');
  });
});
