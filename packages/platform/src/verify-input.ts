import {
  type BuiltComponent,
  isApplication,
  type KubernetesObject,
  type TrustedRole,
  type VerifyInput,
  withApplications,
} from '@kfdist/verify';
import { parse } from 'yaml';
import type { Distribution } from './distribution.ts';
import type { PlatformPlan } from './plan.ts';
import { textOf } from './tree-file.ts';

/** The built objects of a component, or of its Secrets as `<component>-secrets`. */
export interface BuiltObjects {
  readonly name: string;
  readonly objects: readonly KubernetesObject[];
}

/** The component that the Applications themselves make up. */
const ROOT = 'kubeflow';

/**
 * What `@kfdist/verify` is told about a platform: the built objects of its components with their waves, projects and suppressions,
 * the ServiceAccounts that roles trust, and what is still to be sealed.
 */
export function verifyInput(
  plan: PlatformPlan,
  distribution: Distribution,
  built: readonly BuiltObjects[],
): VerifyInput {
  const applications = applicationsOf(plan);
  const declared = new Map(plan.components.map((component) => [component.name, component]));
  const own = built.filter(({ name }) => name !== ROOT);
  const components = own.map(({ name, objects }): BuiltComponent => {
    const { verify } = declared.get(name) ?? {};
    return { name, objects, provides: verify?.provides, suppressions: verify?.suppress };
  });
  const namePrefix = plan.settings.values.get('argocd.name_prefix')?.text ?? '';
  return {
    components: [
      ...withApplications(components, applications.filter(isApplication), { namePrefix }),
      { name: ROOT, objects: applications },
    ],
    provides: waitingSecrets(plan),
    kubernetesVersion: distribution.supports?.kubernetes.to,
    roles: trustedRoles(plan),
  };
}

/** The Applications and projects of the tree. */
function applicationsOf({ files }: PlatformPlan): readonly KubernetesObject[] {
  return files
    .filter(({ path }) => /^applications\/(?!kustomization\.yaml)/.test(path))
    .flatMap((file) => (textOf(file) ?? '').split(/^---\n/m))
    .map((document): unknown => parse(document))
    .filter(isMapping);
}

function isMapping(value: unknown): value is KubernetesObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Sealed Secrets are in the tree only once they are sealed. */
function waitingSecrets({ credentials: { specs, backend: usual } }: PlatformPlan): readonly string[] {
  return specs
    .filter(({ backend = usual }) => backend === 'sealed-secrets')
    .map(({ namespace, name }) => `Secret/${namespace}/${name}`);
}

/** Which ServiceAccounts each role trusts; not known where they are told by Pod Identity associations instead of annotations. */
function trustedRoles({ roles, settings }: PlatformPlan): readonly TrustedRole[] | undefined {
  if (settings.values.get('iam.identity')?.text === 'pod-identity') return undefined;
  return roles.uses
    .filter(({ chainedFrom }) => chainedFrom === undefined)
    .map(({ arn, subjects }) => ({ arn, subjects }));
}
