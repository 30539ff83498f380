import type { VerifyInput } from '../../src/index.ts';
import type { Loose } from '../platform.ts';

/** The platform of a test, to be broken in one place. */
export interface Workshop {
  /** An object of the platform: `Deployment/ml-pipeline`. */
  readonly get: (spelled: string) => Loose;
  /** Takes an object out. */
  readonly remove: (spelled: string) => void;
  /** Puts an object into a component. */
  readonly add: (component: string, object: Loose) => void;
  /** Moves the Application of a component to another wave. */
  readonly move: (component: string, wave: number) => void;
}

/** One thing broken, and exactly what has to be found. */
export interface Mutation {
  readonly rule: string;
  readonly breaks: string;
  readonly mutate: (workshop: Workshop) => void;
  /** The objects of the findings of the rule, spelled as in suppressions. */
  readonly finds: readonly string[];
  /** Findings of other rules that follow from it: `RULE object`. */
  readonly also?: readonly string[];
  /** Changes what is known beside the objects. */
  readonly input?: (input: VerifyInput) => VerifyInput;
}

export const pod = (workshop: Workshop) => workshop.get('Deployment/ml-pipeline').spec.template.spec;
export const container = (workshop: Workshop) => pod(workshop).containers[0];
export const variable = (workshop: Workshop, name: string) =>
  container(workshop).env.find((one: Loose) => one.name === name);

export const API = 'Deployment/kubeflow/ml-pipeline';
export const VIRTUAL = 'VirtualService/kubeflow/pipelines';
