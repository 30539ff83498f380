import { positionAt, type Sources, type Span } from '@kfdist/diagnostics';
import { type Finding, formatPath, RULES, type Verification } from '@kfdist/verify';
import type { Context } from '../../context.ts';
import { counted, oneLine } from '../../print.ts';

/** Where findings lie. */
export interface Places {
  readonly locate: (finding: Finding) => Span | undefined;
  readonly sources: Sources;
}

/** What was found, for people: grouped by rule, the worst first, each with a next step, and a count at the end. */
export function verificationLines(
  verification: Verification,
  places: Places,
  context: Pick<Context, 'style'>,
): readonly string[] {
  const groups = [...groupedByCode(verification.findings)].toSorted(byWeight);
  return [
    ...groups.flatMap(([code, findings]) => [...groupLines(code, findings, { places, context }), '']),
    ...summaryLines(verification),
  ];
}

type Group = readonly [code: string, findings: readonly Finding[]];

function groupedByCode(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.code, [...(groups.get(finding.code) ?? []), finding]);
  return groups;
}

const isWarning = ([first]: readonly Finding[]) => (first?.severity === 'warning' ? 1 : 0);

/** Errors before warnings, many before few. */
function byWeight([codeA, a]: Group, [codeB, b]: Group): number {
  return isWarning(a) - isWarning(b) || b.length - a.length || (codeA < codeB ? -1 : 1);
}

interface Printing {
  readonly places: Places;
  readonly context: Pick<Context, 'style'>;
}

function groupLines(
  code: string,
  findings: readonly Finding[],
  { places, context }: Printing,
): readonly string[] {
  const [first] = findings;
  if (first === undefined) return [];
  const { style } = context;
  const title = `${style(first.severity, `${first.severity}:`)} ${code} (${findings.length})`;
  const hints = new Set(findings.flatMap(({ hint }) => hint ?? []));
  const shared = hints.size === 1 ? [...hints] : [];
  const lines = findings.flatMap((finding) => [
    `  ${oneLine(finding.message)}`,
    `    ${style('place', placeOf(finding, places))}`,
    ...(shared.length === 0 && finding.hint !== undefined ? [hintLine(finding.hint, context, '    ')] : []),
  ]);
  return [title, ...lines, ...shared.map((hint) => hintLine(hint, context, '  '))];
}

function hintLine(hint: string, { style }: Printing['context'], indent: string): string {
  return `${indent}${style('hint', '= help:')} ${oneLine(hint)}`;
}

/** `built/dex.yaml:12:3, spec.replicas`, or the component where there is no file. */
function placeOf(finding: Finding, { locate, sources }: Places): string {
  const { object, at } = finding;
  const span = locate(finding);
  const text = span && sources.get(span.path)?.text;
  const position = text === undefined || span === undefined ? undefined : positionAt(text, span.start);
  const place =
    position === undefined || span === undefined
      ? object.component
      : `${span.path}:${position.line}:${position.column}`;
  return [place, formatPath(at)].filter((part) => part !== '').join(', ');
}

function summaryLines({ findings, suppressed, leftOut, objectCount }: Verification): readonly string[] {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  const counts = [
    counted(errors, 'error'),
    counted(findings.length - errors, 'warning'),
    suppressed.length === 0 ? '' : `${suppressed.length} suppressed`,
  ].filter((part) => part !== '');
  const applied = RULES.length - leftOut.length;
  const found = counts.length === 0 ? 'nothing to report' : counts.join(', ');
  return [
    `${counted(objectCount, 'object') || 'No objects'}, ${applied} rules: ${found}`,
    ...missingNeeds(leftOut),
  ];
}

/** What rules would need that were left out. */
const NEEDS = {
  kubernetesVersion: 'no --kubernetes-version',
  roles: 'no settings with roles (-f)',
  imageLock: 'no lock of images',
  previous: 'no --previous',
} as const;

function missingNeeds(leftOut: Verification['leftOut']): readonly string[] {
  return Object.entries(NEEDS).flatMap(([need, why]) => {
    const rules = leftOut.filter(({ needs }) => needs.some((one) => one === need)).map(({ rule }) => rule.id);
    return rules.length === 0 ? [] : [`left out: ${rules.join(', ')}; ${why}`];
  });
}

/** What was found beside the findings, for programs. */
export function verificationData({ suppressed, leftOut, objectCount }: Verification) {
  return {
    objects: objectCount,
    rules: RULES.length - leftOut.length,
    suppressed: suppressed.map(({ finding: { code, object, at }, reason }) => ({ code, object, at, reason })),
    leftOut: leftOut.map(({ rule, needs }) => ({ rule: rule.id, needs })),
  };
}
