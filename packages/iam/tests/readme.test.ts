import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { describe, expect, it } from 'vitest';
import * as iam from '../src/index.ts';

const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, code = '']) => code);

describe('the README', () => {
  it.each(examples.map((code, index) => [index + 1, code] as const))(
    'example %i prints what it says',
    async (index, code) => {
      const expected = [...code.matchAll(/^\/\/=> (.*)$/gm)].map(([, line]) => line);
      const folder = mkdtempSync(join(tmpdir(), 'kfdist-iam-'));
      const file = join(folder, `example-${index}.ts`);
      const log: string[] = [];
      const print = { log: (...values: readonly unknown[]) => void log.push(format(...values)) };
      const program = code.replace('@kfdist/iam', join(import.meta.dirname, '../src/index.ts'));
      writeFileSync(
        file,
        `${program.replace(/^(import .*\n)/, '$1export const run = (console: { log: (...values: unknown[]) => void }) => {\n')}};\n`,
      );
      try {
        const { run } = (await import(/* @vite-ignore */ file)) as {
          readonly run: (console: typeof print) => void;
        };
        run(print);
      } finally {
        rmSync(folder, { recursive: true });
      }
      expect(expected.length).toBeGreaterThan(0);
      expect(log).toEqual(expected);
    },
  );

  it('lists the policies and what they need', () => {
    const rows = Object.entries(iam.policies).map(([name, { needs }]) => {
      const named = (needs as readonly string[])
        .filter((need) => need !== 'rolePath')
        .map((need) => `\`${need}\``);
      return `| \`${name}\` | ${named.join(', ')}${named.length > 0 ? ' ' : ''}|`;
    });
    expect(readme).toContain(rows.join('\n'));
    for (const name of iam.exportFormats) expect(readme).toContain(`\`${name}\``);
  });
});

describe('the package', () => {
  it('has these names', () => {
    expect(Object.keys(iam)).toMatchInlineSnapshot(`
      [
        "actionDetails",
        "actionsOf",
        "matchingActions",
        "isAccountId",
        "parseArn",
        "hasChanges",
        "checkPolicy",
        "checkPolicyText",
        "checkTrust",
        "canonicalPolicy",
        "decodePolicy",
        "equalPolicies",
        "ACTIONS_VERSION",
        "IAM_DIAGNOSTICS",
        "diffRoles",
        "exportFormats",
        "exportRoles",
        "isExportFormat",
        "countChanges",
        "formatChanges",
        "mergePolicies",
        "isOwned",
        "parsePolicy",
        "readPolicy",
        "dnsSuffix",
        "isKnownRegion",
        "isPartition",
        "partitionOfRegion",
        "isSound",
        "planRoles",
        "certManagerPolicy",
        "clusterAutoscalerPolicy",
        "ebsCsiDriverPolicy",
        "efsCsiDriverPolicy",
        "externalDnsPolicy",
        "externalSecretsAssumeRolePolicy",
        "externalSecretsParametersPolicy",
        "externalSecretsPolicy",
        "pushSecretsPolicy",
        "karpenterPolicy",
        "loadBalancerControllerPolicy",
        "operatorPolicy",
        "podIdentityOperatorPolicy",
        "profileControllerPolicy",
        "kserveS3Policy",
        "lokiS3Policy",
        "mlflowS3Policy",
        "pipelinesS3Policy",
        "pipelinesS3ReadPolicy",
        "profileS3Policy",
        "findPolicy",
        "policies",
        "LIMITS",
        "policyDocument",
        "policySize",
        "isIdentity",
        "OWNER_TAGS",
        "ownerTags",
        "limitedName",
        "roleName",
        "secretRoles",
        "AUDIENCE",
        "chainedTrust",
        "irsaTrust",
        "podIdentityTrust",
        "subjectOf",
      ]
    `);
  });

  it('has an explanation and a next step for every code', () => {
    for (const [code, definition] of Object.entries(iam.IAM_DIAGNOSTICS)) {
      expect(code).toMatch(/^[A-Z]+(_[A-Z]+)*$/);
      expect(definition.hint?.length).toBeGreaterThan(0);
      expect(definition.explanation?.length).toBeGreaterThan(0);
    }
  });
});
