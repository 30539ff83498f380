import type { Suppression } from './built-component.ts';
import type { Finding } from './finding.ts';
import { matchesPattern, spell } from './pattern.ts';
import type { VerifyInput } from './platform.ts';

/** A finding that stays, with the reason. */
export interface SuppressedFinding {
  readonly finding: Finding;
  readonly reason: string;
}

/** A suppression, and the component that it lies beside. */
export interface PlacedSuppression extends Suppression {
  readonly component: string;
}

/** Findings that stay reported, those that are suppressed, and the suppressions that find nothing. */
export interface Suppressed {
  readonly findings: readonly Finding[];
  readonly suppressed: readonly SuppressedFinding[];
  readonly unused: readonly PlacedSuppression[];
}

/** Takes the suppressed findings out. A suppression of a rule that was left out is not unused. */
export function suppress(
  findings: readonly Finding[],
  { components }: VerifyInput,
  isLeftOut: (rule: string) => boolean,
): Suppressed {
  const known = components.flatMap(({ name, suppressions = [] }) =>
    suppressions.map((suppression) => ({ ...suppression, component: name })),
  );
  const used = new Set<PlacedSuppression>();
  const staying: Finding[] = [];
  const suppressed: SuppressedFinding[] = [];
  for (const finding of findings) {
    const suppression = known.find((one) => suppresses(one, finding));
    if (suppression === undefined) staying.push(finding);
    else {
      used.add(suppression);
      suppressed.push({ finding, reason: suppression.reason });
    }
  }
  const unused = known.filter((one) => one.sometimes !== true && !used.has(one) && !isLeftOut(one.rule));
  return { findings: staying, suppressed, unused };
}

/** A suppression holds for the objects of its own component, and for Applications and projects, which are made from all. */
function suppresses(suppression: PlacedSuppression, finding: Finding): boolean {
  const { rule, object = '*', message = '*', component } = suppression;
  const { kind, namespace = '', name, apiVersion } = finding.object;
  const isOwn = component === finding.object.component || apiVersion.startsWith('argoproj.io/');
  return (
    rule === finding.code &&
    isOwn &&
    matchesPattern(spell({ kind, namespace, name }), object) &&
    matchesPattern(finding.message, message)
  );
}
