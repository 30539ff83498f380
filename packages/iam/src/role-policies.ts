import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { mergePolicies } from './merge-policies.ts';
import { LIMITS, type PolicyDocument, policyDocument, policySize, type Statement } from './policy.ts';
import type { AttachedPolicy } from './role.ts';
import { limitedName } from './role-name.ts';

/** What the policies of a role or user are attached to. */
export interface PolicyHolder {
  readonly key: string;
  readonly name: string;
  readonly inlineLimit: number;
  /** ARN of a managed policy of this account and path, but for its name. */
  readonly policyArn: string;
  /** Managed policies that the holder has anyway. */
  readonly otherPolicies: number;
}

/** The name of the inline policy of everything that we make. */
const INLINE_NAME = 'kfdist';

/**
 * Puts several documents into one policy inside the role, or, where they are too long for that, into managed policies
 * of whole statements.
 */
export function attachPolicies(
  documents: readonly PolicyDocument[],
  holder: PolicyHolder,
): { readonly policies: readonly AttachedPolicy[]; readonly diagnostics: readonly Diagnostic[] } {
  const [first, ...more] = documents;
  if (first === undefined) return { policies: [], diagnostics: [] };
  const document = more.length === 0 ? first : mergePolicies(documents);
  if (document.Statement.length === 0) return { policies: [], diagnostics: [] };
  if (policySize(document) <= holder.inlineLimit) {
    return { policies: [{ name: INLINE_NAME, attach: 'inline', document }], diagnostics: [] };
  }
  const policies = packStatements(document.Statement).map((statements, index): AttachedPolicy => {
    const name = limitedName(`${holder.name}-${index + 1}`, LIMITS.policyName);
    return {
      name,
      attach: 'managed',
      arn: `${holder.policyArn}${name}`,
      document: policyDocument(statements),
    };
  });
  return { policies, diagnostics: checkSizes(policies, holder) };
}

/** Fills one document after the other, in order, so that a change moves as little as possible. */
function packStatements(statements: readonly Statement[]): readonly (readonly Statement[])[] {
  const packs: (readonly Statement[])[] = [];
  for (const statement of statements) {
    const last = packs.at(-1);
    const extended = [...(last ?? []), statement];
    if (last !== undefined && policySize(policyDocument(extended)) <= LIMITS.managedPolicySize) {
      packs[packs.length - 1] = extended;
    } else packs.push([statement]);
  }
  return packs;
}

function checkSizes(policies: readonly AttachedPolicy[], holder: PolicyHolder): readonly Diagnostic[] {
  const { key, otherPolicies } = holder;
  const room = (LIMITS.managedPolicies - otherPolicies) * LIMITS.managedPolicySize;
  const total = policies.reduce((sum, { document }) => sum + policySize(document), 0);
  const tooLong = policies.find(({ document }) => policySize(document) > LIMITS.managedPolicySize);
  const over = (size: number, limit: number) =>
    report('POLICY_TOO_LONG', { args: { key, size: String(size), limit: String(limit) } });
  if (tooLong !== undefined) return [over(policySize(tooLong.document), LIMITS.managedPolicySize)];
  return policies.length + otherPolicies > LIMITS.managedPolicies ? [over(total, room)] : [];
}
