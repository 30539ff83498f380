import { type Diagnostic, hasErrors, type Source } from '@kfdist/diagnostics';
import { checkActions } from './check-actions.ts';
import { checkResources } from './check-resources.ts';
import { checkTrust } from './check-trust.ts';
import { report } from './codes.ts';
import type { Locate } from './json-source.ts';
import { parsePolicy } from './parse-policy.ts';
import type { PlacedStatement } from './placed-statement.ts';
import { LIMITS, type PolicyDocument, policySize } from './policy.ts';

/** What a check may take into account beside the document. */
export interface PolicyCheckOptions {
  /** Where the parts of the document stand. */
  readonly locate?: Locate;
  /** Sids of statements whose width has a reason. */
  readonly justified?: Readonly<Record<string, string>>;
  /** @default 10240, what fits into a role */
  readonly limit?: number;
}

/**
 * Everything that is wrong, useless or too wide in a policy: action names, wildcards, resources and conditions that
 * cannot match, Sids, characters and size.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege
 */
export function checkPolicy(
  document: PolicyDocument,
  options: PolicyCheckOptions = {},
): readonly Diagnostic[] {
  const { locate = () => undefined, justified = {}, limit = LIMITS.roleInlineSize } = options;
  const size = policySize(document);
  return [
    ...(size > limit
      ? [report('POLICY_OVERSIZE', { args: { size: String(size), limit: String(limit) }, span: locate([]) })]
      : []),
    ...checkCharacters(document, locate),
    ...checkSids(document, locate),
    ...document.Statement.flatMap((statement, index) => {
      const placed: PlacedStatement = {
        statement,
        path: ['Statement', index],
        locate,
        isJustified: statement.Sid !== undefined && Object.hasOwn(justified, statement.Sid),
      };
      return [...checkActions(placed), ...checkResources(placed)];
    }),
  ];
}

/**
 * Reads and checks the text of anybody's policy, or of a trust policy, which is told by its principals.
 *
 * @example
 * checkPolicyText({ path: 'policy.json', text }).map(({ code }) => code); //=> ['WIDE_ACTION', 'WIDE_RESOURCE']
 */
export function checkPolicyText(source: Source): readonly Diagnostic[] {
  const { document, locate, diagnostics } = parsePolicy(source);
  if (document === undefined || hasErrors(diagnostics)) return diagnostics;
  const isTrust = document.Statement.some(({ Principal, NotPrincipal }) => Principal ?? NotPrincipal);
  return [...diagnostics, ...(isTrust ? checkTrust(document, locate) : checkPolicy(document, { locate }))];
}

/** IAM takes tab, line breaks and U+0020 to U+00FF. */
function checkCharacters(document: PolicyDocument, locate: Locate): readonly Diagnostic[] {
  return document.Statement.flatMap((statement, index) => {
    const [character] = /[^\t\n\r\u0020-\u00ff]/u.exec(unescaped(statement)) ?? [];
    if (character === undefined) return [];
    const place = `U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}`;
    const where = statement.Sid ?? `Statement[${index}]`;
    return [
      report('POLICY_BAD_CHARACTER', {
        args: { where, character: place },
        span: locate(['Statement', index]),
      }),
    ];
  });
}

/** All texts of a statement, one after the other. */
function unescaped(value: unknown): string {
  if (typeof value === 'string') return value;
  if (typeof value !== 'object' || value === null) return '';
  return Object.entries(value)
    .map(([key, item]) => `${key}${unescaped(item)}`)
    .join('');
}

function checkSids(document: PolicyDocument, locate: Locate): readonly Diagnostic[] {
  const seen = new Set<string>();
  return document.Statement.flatMap(({ Sid }, index) => {
    if (Sid === undefined) return [];
    const details = { args: { sid: JSON.stringify(Sid) }, span: locate(['Statement', index, 'Sid']) };
    const isTwice = seen.has(Sid);
    seen.add(Sid);
    return [
      ...(isTwice ? [report('DUPLICATE_SID', details)] : []),
      ...(/^[A-Za-z0-9]*$/.test(Sid) ? [] : [report('BAD_SID', details)]),
    ];
  });
}
