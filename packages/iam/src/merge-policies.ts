import { listOf, oneOrMore } from './one-or-more.ts';
import { type PolicyDocument, policyDocument, type Statement } from './policy.ts';

/**
 * One document that allows and denies exactly what several do together.
 *
 * Statements that differ only in their actions, or only in their resources, become one; that changes no decision,
 * because a statement applies to each action with each resource. Sids are kept unique by a number.
 *
 * @example
 * mergePolicies([externalDnsPolicy({ partition, hostedZoneIds }), certManagerPolicy({ partition, hostedZoneIds })]);
 */
export function mergePolicies(documents: readonly PolicyDocument[]): PolicyDocument {
  const statements = documents.flatMap((document) => document.Statement);
  const merged = unite(unite(statements, 'Action'), 'Resource');
  return policyDocument(distinctSids(merged));
}

/** Merges the statements that are equal in everything but their Sid and one list. */
function unite(statements: readonly Statement[], field: 'Action' | 'Resource'): readonly Statement[] {
  const groups = new Map<string, Statement>();
  statements.forEach((statement, index) => {
    const { [field]: values, Sid: _ignored, ...rest } = statement;
    const key = values === undefined ? `alone ${index}` : signature(rest);
    const first = groups.get(key);
    groups.set(
      key,
      first === undefined ? statement : { ...first, [field]: together(first, statement, field) },
    );
  });
  return [...groups.values()];
}

function together(one: Statement, other: Statement, field: 'Action' | 'Resource') {
  return oneOrMore([...new Set([...listOf(one[field]), ...listOf(other[field])])]);
}

/** Equal for statements whose remaining parts are equal, with lists in any order. */
function signature(rest: Omit<Statement, 'Sid'>): string {
  return JSON.stringify(
    Object.entries(rest)
      .toSorted(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [
        key,
        typeof value === 'string' || Array.isArray(value) ? sorted(value) : value,
      ]),
  );
}

const sorted = (value: string | readonly string[]) => listOf(value).toSorted();

function distinctSids(statements: readonly Statement[]): readonly Statement[] {
  const taken = new Set<string>();
  return statements.map((statement) => {
    if (statement.Sid === undefined) return statement;
    let { Sid } = statement;
    for (let number = 2; taken.has(Sid); number++) Sid = `${statement.Sid}${number}`;
    taken.add(Sid);
    return { ...statement, Sid };
  });
}
