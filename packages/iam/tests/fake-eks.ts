import type { EksApi } from '../src/aws/index.ts';
import { awsError } from './fake-iam.ts';

/** An association as the fake keeps it. */
export interface StoredAssociation {
  readonly associationId: string;
  readonly associationArn: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  roleArn: string;
  tags: Record<string, string>;
  disableSessionTags?: boolean;
  targetRoleArn?: string;
}

interface Input {
  readonly clusterName?: string;
  readonly namespace?: string;
  readonly serviceAccount?: string;
  readonly roleArn?: string;
  readonly associationId?: string;
  readonly resourceArn?: string;
  readonly nextToken?: string;
  readonly tags?: Record<string, string>;
}

/** A cluster in memory that answers as EKS does, for the calls that we make: the emulator of AWS has none of them. */
export interface FakeEks extends EksApi {
  readonly associations: Map<string, StoredAssociation>;
  readonly calls: string[];
  /** The only cluster; others are not found. */
  clusterName: string;
  /** Called before every call; what it throws is the answer. */
  fault: (call: string, number: number) => void;
  /** Like `fault`, but the call is made first, as when an answer gets lost. */
  lose: (call: string, number: number) => void;
}

/** Few, so that there is more than one page. */
const PAGE = 2;

export function fakeEks(clusterName = 'example'): FakeEks {
  const associations = new Map<string, StoredAssociation>();
  const state = { next: 1 };
  const fake = {
    associations,
    clusterName,
    calls: [] as string[],
    fault: () => {},
    lose: () => {},
  } as unknown as FakeEks;
  const operations = { ...readCalls(associations), ...writeCalls(associations, state) };
  const wrapped = Object.entries(operations).map(([name, act]) => [
    name,
    async (input: Input) => {
      const number = fake.calls.push(name);
      await Promise.resolve();
      fake.fault(name, number);
      if (input.resourceArn === undefined && input.clusterName !== fake.clusterName)
        throw awsError('ResourceNotFoundException', `No cluster found for name: ${input.clusterName}.`);
      const answer = act(input);
      fake.lose(name, number);
      return answer;
    },
  ]);
  return Object.assign(fake, Object.fromEntries(wrapped)) as FakeEks;
}

type Associations = Map<string, StoredAssociation>;

function find(associations: Associations, id = ''): StoredAssociation {
  const found = associations.get(id);
  if (found === undefined) throw awsError('ResourceNotFoundException');
  return found;
}

function readCalls(associations: Associations) {
  return {
    listPodIdentityAssociations: ({ namespace, serviceAccount, nextToken = '0' }: Input) => {
      const all = [...associations.values()].filter(
        (one) =>
          (namespace === undefined || one.namespace === namespace) &&
          (serviceAccount === undefined || one.serviceAccount === serviceAccount),
      );
      const end = Number(nextToken) + PAGE;
      return {
        associations: all
          .slice(Number(nextToken), end)
          .map((one) => ({ associationId: one.associationId, namespace: one.namespace })),
        ...(end < all.length && { nextToken: String(end) }),
      };
    },
    describePodIdentityAssociation: ({ associationId }: Input) => ({
      association: structuredClone(find(associations, associationId)),
    }),
  };
}

function writeCalls(associations: Associations, state: { next: number }) {
  return {
    createPodIdentityAssociation: (input: Input) => {
      const { clusterName = '', namespace = '', serviceAccount = '', roleArn = '', tags = {} } = input;
      const isTaken = [...associations.values()].some(
        (one) => one.namespace === namespace && one.serviceAccount === serviceAccount,
      );
      if (isTaken) throw awsError('ResourceInUseException', 'Association already exists');
      const associationId = `a-${state.next++}`;
      const associationArn = `arn:aws:eks:eu-central-1:123456789012:podidentityassociation/${clusterName}/${associationId}`;
      const stored = { associationId, associationArn, namespace, serviceAccount, roleArn, tags: { ...tags } };
      associations.set(associationId, stored);
      return { association: stored };
    },
    updatePodIdentityAssociation: ({ associationId, roleArn = '' }: Input) => {
      find(associations, associationId).roleArn = roleArn;
      return {};
    },
    deletePodIdentityAssociation: ({ associationId }: Input) => {
      associations.delete(find(associations, associationId).associationId);
      return {};
    },
    tagResource: ({ resourceArn = '', tags = {} }: Input) => {
      Object.assign(find(associations, resourceArn.split('/').at(-1)).tags, tags);
      return {};
    },
  };
}
