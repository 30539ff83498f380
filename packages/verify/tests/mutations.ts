import type { Mutation } from './mutations/mutation.ts';
import { NETWORK } from './mutations/network.ts';
import { ORDER } from './mutations/order.ts';
import { REFERENCES } from './mutations/references.ts';
import { SCHEMAS } from './mutations/schemas.ts';
import { SECURITY } from './mutations/security.ts';

/** At least one for each rule. */
export const MUTATIONS: readonly Mutation[] = [...REFERENCES, ...ORDER, ...SCHEMAS, ...NETWORK, ...SECURITY];
