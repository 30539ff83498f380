import type { OneOrMore } from './one-or-more.ts';

/** Operators to condition keys to the values they are compared with. */
export type Condition = Readonly<Record<string, Readonly<Record<string, OneOrMore<string>>>>>;

/** Who a statement of a trust policy is about. */
export type Principal = '*' | Readonly<Record<string, OneOrMore<string>>>;

/** One statement of a policy document, as AWS spells it. */
export interface Statement {
  /** Names the statement; letters and digits only, unique in its document. */
  readonly Sid?: string;
  readonly Effect: 'Allow' | 'Deny';
  readonly Principal?: Principal;
  readonly NotPrincipal?: Principal;
  readonly Action?: OneOrMore<string>;
  readonly NotAction?: OneOrMore<string>;
  readonly Resource?: OneOrMore<string>;
  readonly NotResource?: OneOrMore<string>;
  readonly Condition?: Condition;
}

/**
 * A policy document: what a role may do, or, with principals, who may assume it.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
export interface PolicyDocument {
  /** The older version takes `${...}` as plain text; it is what a document without a version has. */
  readonly Version: '2012-10-17' | '2008-10-17';
  readonly Id?: string;
  readonly Statement: readonly Statement[];
}

/**
 * What AWS accepts. The quotas on trust policies and attachments can be raised for an account; these are the defaults.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
export const LIMITS = {
  roleName: 64,
  userName: 64,
  policyName: 128,
  path: 512,
  description: 1000,
  tags: 50,
  tagKey: 128,
  tagValue: 256,
  managedPolicySize: 6144,
  managedPolicies: 10,
  managedPolicyVersions: 5,
  roleInlineSize: 10_240,
  userInlineSize: 2048,
  trustSize: 2048,
  /** The highest that the quota of the trust policy can be raised to. */
  trustSizeMaximum: 8192,
  minimumSession: 3600,
  maximumSession: 43_200,
} as const;

/** A document of the current policy language version. */
export function policyDocument(statements: readonly Statement[]): PolicyDocument {
  return { Version: '2012-10-17', Statement: statements };
}

/** Whether a statement depends on anything: an empty condition always holds. */
export function isConditional({ Condition = {} }: Statement): boolean {
  return Object.values(Condition).some((keys) => Object.keys(keys).length > 0);
}

/** The size that AWS counts against its quotas: the characters of the document without white space. */
export function policySize(document: PolicyDocument): number {
  return JSON.stringify(document).replaceAll(/\s/g, '').length;
}
