import { parseDefinitions, type SettingDefinition } from '@kfdist/config';
import type { Diagnostic, Source, Span } from '@kfdist/diagnostics';
import * as v from 'valibot';
import { report } from './codes.ts';
import { type Locate, parseYaml } from './yaml-document.ts';

const text = v.pipe(v.string(), v.nonEmpty('must not be empty'));
const names = v.optional(v.array(text), []);
const labels = v.record(v.string(), v.string());
const objectName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/, 'must be lower-case letters, digits and dashes'),
);

const objectKey = v.pipe(v.string(), v.regex(/^[\w.-]+$/, 'must be letters, digits, _ . and -'));

const source = v.union(
  [
    v.strictObject({
      helm: v.strictObject({
        repository: text,
        chart: text,
        version: text,
        values: v.optional(text),
        releaseName: v.optional(text),
      }),
    }),
    v.strictObject({ kustomize: v.strictObject({ path: v.optional(text, '.') }) }),
    v.strictObject({ manifests: v.strictObject({}) }),
  ],
  'must have exactly one of helm { repository, chart, version, values }, kustomize { path }, manifests {}',
);

/** The categories that group components in lists and on the map, in that order. */
export const CATEGORIES = [
  'gitops',
  'secrets',
  'certificates',
  'networking',
  'scaling',
  'storage',
  'mesh',
  'access',
  'kubeflow',
  'profiles',
  'monitoring',
] as const;

const ignoredDifference = v.strictObject({
  group: v.optional(v.string()),
  kind: text,
  name: v.optional(text),
  namespace: v.optional(text),
  jsonPointers: v.optional(v.array(text)),
  jqPathExpressions: v.optional(v.array(text)),
  managedFieldsManagers: v.optional(v.array(text)),
});

const serviceAccount = v.strictObject({
  name: text,
  // A list of settings: the ServiceAccount of this name in the namespace of each item, with the role_arn of the item
  each: v.optional(text),
  namespace: v.optional(text),
  role: text,
  policy: v.optional(text),
});

// For what cannot assume a role: a policy and no key
const user = v.strictObject({
  key: objectKey,
  name: text,
  policy: text,
  // A template that is true or false
  enabled: text,
});

// What verifying its built objects has to know
const verification = v.strictObject({
  // `Kind/namespace/name` of what its programs make at run time
  provides: names,
  suppress: v.optional(
    v.array(
      v.strictObject({
        rule: text,
        // `Kind/namespace/name`; `*` stands for any text
        object: v.optional(text),
        // What the message says; `*` stands for any text
        message: v.optional(text),
        reason: text,
        // It may find nothing: what it is about is there only with some choices
        sometimes: v.optional(v.boolean()),
      }),
    ),
    [],
  ),
});

/** The shape of `component.yaml`; strings are templates over settings. */
export const componentSchema = v.strictObject({
  name: objectName,
  summary: text,
  category: v.picklist(CATEGORIES, `must be one of ${CATEGORIES.join(', ')}`),
  namespace: v.optional(v.strictObject({ name: text, labels: v.optional(labels, {}) })),
  source,
  needs: names,
  after: names,
  enabled: v.optional(v.boolean()),
  provides: v.optional(text),
  // Hosts at the gateway, of this component alone
  hosts: names,
  serviceAccounts: v.optional(v.array(serviceAccount), []),
  users: v.optional(v.array(user), []),
  secrets: v.optional(v.array(v.looseObject({ name: text })), []),
  settings: v.optional(v.array(v.looseObject({ key: text })), []),
  ignoreDifferences: v.optional(v.array(ignoredDifference), []),
  syncOptions: names,
  project: v.optional(
    v.strictObject({
      clusterKinds: v.optional(v.array(text), []),
      namespaces: names,
      repositories: names,
    }),
  ),
  data: v.optional(text),
  verify: v.optional(verification),
});

/** A `component.yaml` as written: strings may hold placeholders. */
export type ComponentDeclaration = v.InferOutput<typeof componentSchema>;

/** A declared component of the distribution. */
export interface Component extends Omit<ComponentDeclaration, 'settings'> {
  readonly settings: readonly SettingDefinition[];
  /** The declaration as written. */
  readonly file: Source;
  readonly span: Span | undefined;
  readonly locate: Locate;
}

/** Whether a declared Secret is there at all: its `enabled` is text where it is made from settings. */
export function isSwitchedOn({ enabled }: ComponentDeclaration['secrets'][number]): boolean {
  return enabled !== 'false' && enabled !== false;
}

/** Parses and checks one `component.yaml`. */
export function parseComponent(file: Source): { component?: Component; diagnostics: readonly Diagnostic[] } {
  const { value, locate, diagnostics } = parseYaml(file);
  if (diagnostics.length > 0) return { diagnostics };
  const parsed = v.safeParse(componentSchema, value);
  if (!parsed.success) return { diagnostics: parsed.issues.map((issue) => shapeProblem(issue, locate)) };
  const { definitions, diagnostics: wrong } = parseDefinitions(parsed.output.settings, (path) =>
    locate(['settings', ...path]),
  );
  const settings = definitions.map((definition) => ({ ...definition, component: parsed.output.name }));
  return {
    component: { ...parsed.output, settings, file, span: locate(['name']), locate },
    diagnostics: wrong,
  };
}

/** What values are called in YAML. */
const WANTED: Readonly<Record<string, string>> = {
  Object: 'a map',
  Array: 'a list',
  string: 'a text',
  boolean: 'true or false',
  number: 'a number',
};

/** What is wrong with the shape of a declaration, at its place. */
export function shapeProblem(issue: v.BaseIssue<unknown>, locate: Locate): Diagnostic {
  const path = (issue.path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)));
  return report('INVALID_COMPONENT', {
    args: { at: path.join('.') || 'the file', problem: problemOf(issue) },
    span: locate(path),
  });
}

function problemOf({ expected, received, message }: v.BaseIssue<unknown>): string {
  if (expected === 'never') return 'is not known';
  if (expected !== null && received === 'undefined') return 'is missing';
  const wanted = message.startsWith('Invalid type') ? WANTED[expected ?? ''] : undefined;
  return wanted === undefined ? message : `must be ${wanted}`;
}
