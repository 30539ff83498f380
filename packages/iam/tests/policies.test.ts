import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  checkPolicy,
  findPolicy,
  LIMITS,
  type PolicyDocument,
  type PolicyName,
  type PolicyScope,
  policies,
  policySize,
} from '../src/index.ts';
import { listOf } from '../src/one-or-more.ts';
import { type AccessRequest, evaluate } from './evaluate.ts';
import { cluster, everything } from './fixtures.ts';

interface PolicyCases {
  readonly scope: Partial<PolicyScope>;
  readonly allowed: readonly (AccessRequest & { readonly why: string })[];
  readonly denied: readonly (AccessRequest & { readonly why: string })[];
}

const folder = join(import.meta.dirname, 'cases/policies');
const files = readdirSync(folder).map((file) => file.slice(0, -'.json'.length));

/** `external-secrets-namespace` is a case of `external-secrets`. */
function policyOf(file: string): PolicyName {
  const names = Object.keys(policies).filter((name) => file === name || file.startsWith(`${name}-`));
  return names.toSorted((a, b) => b.length - a.length)[0] as PolicyName;
}

function build(name: string, scope: PolicyScope): PolicyDocument {
  const built = findPolicy(name)?.build(scope);
  if (built === undefined || 'missing' in built) throw new Error(`${name} cannot be made`);
  return built.document;
}

describe.each(files)('%s', (file) => {
  const { scope, allowed, denied } = JSON.parse(
    readFileSync(join(folder, `${file}.json`), 'utf8'),
  ) as PolicyCases;
  const document = build(policyOf(file), { ...cluster, ...scope });

  it.each(allowed)('allows $why', (request) => {
    expect(evaluate(document, request)).toBe('allow');
  });

  it.each(denied)('does not allow $why', (request) => {
    expect(evaluate(document, request)).toBe('nothing');
  });
});

describe('every policy of the table', () => {
  const names = Object.keys(policies) as PolicyName[];

  it('has cases', () => {
    expect(new Set(files.map(policyOf))).toEqual(new Set(names));
  });

  it.each(names)('%s passes our own checks in every partition, narrowed or not', (name) => {
    const { needs, wildcards } = policies[name];
    const least = Object.fromEntries(needs.map((need) => [need, everything[need]]));
    for (const scope of [
      { ...cluster, ...least },
      { ...cluster, ...everything },
    ]) {
      for (const partition of ['aws', 'aws-cn', 'aws-us-gov', 'aws-eusc'] as const) {
        const document = build(name, { ...scope, partition });
        expect(checkPolicy(document, { justified: wildcards })).toEqual([]);
        expect(JSON.stringify(document).replaceAll(`arn:${partition}:`, '')).not.toMatch(
          /arn:aws(?!:kms|:iam::\d+:role\/example-node)/,
        );
      }
    }
  });

  it.each(names)('%s says why a statement names more than the settings, and only then', (name) => {
    const document = build(name, { ...cluster, ...everything });
    const open = document.Statement.filter(({ Resource }) =>
      listOf(Resource).some((text) => /[*?]/.test(text)),
    );
    const sids = new Set(document.Statement.map(({ Sid }) => Sid));
    const { wildcards } = policies[name];
    expect(open.map(({ Sid }) => Sid).filter((Sid) => !Object.hasOwn(wildcards, Sid ?? ''))).toEqual([]);
    expect(Object.keys(wildcards).filter((Sid) => !sids.has(Sid))).toEqual([]);
  });

  it.each(names)('%s fits into a role', (name) => {
    const document = build(name, { ...cluster, ...everything });
    expect(policySize(document)).toBeLessThan(LIMITS.roleInlineSize);
  });

  it.each(names.filter((name) => policies[name].needs.length > 0))(
    '%s is not made without its scope',
    (name) => {
      const { needs } = policies[name];
      expect(policies[name].build(cluster)).toEqual({ missing: needs });
      const empty = Object.fromEntries(
        needs.map((need) => [need, Array.isArray(everything[need]) ? [] : '']),
      );
      expect(policies[name].build({ ...cluster, ...empty })).toEqual({ missing: needs });
    },
  );
});
