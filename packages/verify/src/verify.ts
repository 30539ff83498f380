import { reporter } from '@kfdist/diagnostics';
import { VERIFY_DIAGNOSTICS } from './codes.ts';
import { factsOf } from './facts.ts';
import type { Finding } from './finding.ts';
import { formatReference } from './object-reference.ts';
import { referenceOf } from './placed-object.ts';
import type { VerifyInput } from './platform.ts';
import type { Found, Need, Rule } from './rule.ts';
import { RULES } from './rules.ts';
import { type PlacedSuppression, type SuppressedFinding, suppress } from './suppressions.ts';

/** What verifying found, and what it could not look at. */
export interface Verification {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  /** Rules that were left out, each with what it would have needed. */
  readonly leftOut: readonly LeftOutRule[];
  readonly objectCount: number;
}

/** A rule that was not told what it needs. */
export interface LeftOutRule {
  readonly rule: Rule;
  readonly needs: readonly Need[];
}

const report = reporter(VERIFY_DIAGNOSTICS);

/**
 * Applies every rule to built objects.
 *
 * @example
 * verify({ components: [{ name: 'app', objects }] }).findings.map(({ code, object }) => `${code} ${object.name}`);
 * //=> ['MISSING_SECRET ml-pipeline']
 */
export function verify(input: VerifyInput, rules: readonly Rule[] = RULES): Verification {
  const facts = factsOf(input);
  const leftOut = rules
    .map((rule) => ({ rule, needs: rule.needs.filter((need) => input[need] === undefined) }))
    .filter(({ needs }) => needs.length > 0);
  const skipped = new Set(leftOut.map(({ rule }) => rule.id));
  const found = rules
    .filter(({ id }) => !skipped.has(id))
    .flatMap((rule) => [...rule.check(facts)].map((one) => findingOf(rule, one)));
  const { findings, suppressed, unused } = suppress(found, input, (rule) => skipped.has(rule));
  return {
    findings: [...findings, ...unused.map(unusedSuppression)],
    suppressed,
    leftOut,
    objectCount: facts.objects.length,
  };
}

function findingOf({ id }: Rule, { object, path = [], args, hint }: Found): Finding {
  const reference = referenceOf(object);
  const all: Readonly<Record<string, string>> = { object: formatReference(reference), ...args };
  return { ...report(id, { args: all, hint }), object: reference, at: path };
}

function unusedSuppression({ component, rule, object = '*' }: PlacedSuppression): Finding {
  const diagnostic = report('UNUSED_SUPPRESSION', { args: { component, rule, object } });
  return {
    ...diagnostic,
    object: { apiVersion: '', kind: 'Component', name: component, component },
    at: [],
  };
}
