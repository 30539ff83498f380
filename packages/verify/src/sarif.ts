import { positionAt, type Severity, type Source, type Span } from '@kfdist/diagnostics';
import { VERIFY_DIAGNOSTICS } from './codes.ts';
import type { Finding } from './finding.ts';
import { spell } from './pattern.ts';
import { formatPath } from './reading.ts';
import { RULES } from './rules.ts';
import type { Verification } from './verify.ts';

/** Where findings lie, for tools that show them in files. */
export interface SarifOptions {
  readonly locate: (finding: Finding) => Span | undefined;
  readonly sources: ReadonlyMap<string, Source>;
  /** The version of the program that says so. */
  readonly version: string;
}

const LEVELS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning' };

/**
 * The findings as SARIF 2.1.0, which code hosts show beside the lines of a change; suppressed ones are marked so.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif({ findings, suppressed }: Verification, options: SarifOptions): object {
  const used = new Set([...findings, ...suppressed.map(({ finding }) => finding)].map(({ code }) => code));
  const results = [
    ...findings.map((finding) => resultOf(finding, options)),
    ...suppressed.map(({ finding, reason }) => ({
      ...resultOf(finding, options),
      suppressions: [{ kind: 'external', justification: reason }],
    })),
  ];
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'kfdist',
            version: options.version,
            rules: [...used].toSorted().map(ruleOf),
          },
        },
        results,
      },
    ],
  };
}

function ruleOf(id: string) {
  const { severity = 'error', message = id, hint = '', explanation = '' } = VERIFY_DIAGNOSTICS[id] ?? {};
  return {
    id,
    shortDescription: { text: RULES.find((rule) => rule.id === id)?.summary ?? message },
    fullDescription: { text: explanation },
    help: { text: hint },
    defaultConfiguration: { level: LEVELS[severity] },
  };
}

function resultOf(finding: Finding, { locate, sources }: SarifOptions) {
  const { code, severity, message, hint, object, at } = finding;
  const { kind, namespace = '', name, component } = object;
  const spelled = spell({ kind, namespace, name });
  const span = locate(finding);
  const path = formatPath(at);
  return {
    ruleId: code,
    level: LEVELS[severity],
    message: { text: hint === undefined ? message : `${message}. ${hint}` },
    locations: [
      {
        ...(span === undefined ? {} : { physicalLocation: placeOf(span, sources.get(span.path)) }),
        logicalLocations: [{ fullyQualifiedName: `${component}/${spelled}${path === '' ? '' : `#${path}`}` }],
      },
    ],
    partialFingerprints: { object: `${code}/${spelled}/${path}` },
  };
}

function placeOf({ path, start, end }: Span, source: Source | undefined) {
  const artifactLocation = { uri: encodeURI(path) };
  if (source === undefined) return { artifactLocation };
  const from = positionAt(source.text, start);
  const to = positionAt(source.text, end);
  return {
    artifactLocation,
    region: { startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column },
  };
}
