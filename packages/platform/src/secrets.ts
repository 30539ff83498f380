import type { Settings } from '@kfdist/config';
import {
  type Backend,
  type CredentialSpec,
  externalSecretFor,
  parseCredentials,
  type RemoteNaming,
  type StoreRef,
  valueGraph,
} from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import { stringifyManifests } from '@kfdist/manifests';
import type { PlannedComponent, SecretsApplication } from './applications.ts';
import { isSwitchedOn } from './component.ts';
import { credentialPath } from './credential-files.ts';
import { secretsBackend } from './inputs.ts';
import { secretStore } from './secret-readers.ts';
import { type TreeFile, textFile } from './tree-file.ts';
import type { Locate } from './yaml-document.ts';

/** The name of the Application that delivers the Secrets of a component, before any prefix. */
export function secretsName(component: string): string {
  return `${component}-secrets`;
}

/** The Secrets of the selected components and where their values are kept: all but the values. */
export interface PlannedCredentials {
  readonly specs: readonly CredentialSpec[];
  /** Where the values of Secrets are kept that name no backend. */
  readonly backend: Backend;
  /** How remote secrets are named, and in which AWS service they lie. */
  readonly naming: Required<RemoteNaming>;
}

/** The files and Applications that deliver the Secrets of all components. No values. */
export interface PlannedSecrets {
  readonly files: readonly TreeFile[];
  readonly applications: readonly SecretsApplication[];
  readonly credentials: PlannedCredentials;
  readonly diagnostics: readonly Diagnostic[];
}

interface SecretsInput {
  readonly settings: Settings;
  readonly waves: ReadonlyMap<string, number>;
  readonly namePrefix: string;
}

interface SecretsContext extends SecretsInput, Omit<PlannedCredentials, 'specs'> {
  readonly sensitive: readonly string[];
}

/** Plans what delivers the declared Secrets: an ExternalSecret here, a SealedSecret once its values are sealed. */
export function planSecrets(
  components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[],
  input: SecretsInput,
): PlannedSecrets {
  const { settings } = input;
  const backend = secretsBackend(settings);
  const naming = namingOf(settings);
  const context = { ...input, backend, naming, sensitive: sensitiveTexts(settings) };
  const planned = components
    .filter(({ component }) => component.secrets.some(isSwitchedOn))
    .map(({ component, locate }) => planComponentSecrets(component, locate, context));
  const specs = planned.flatMap(({ credentials }) => credentials);
  return {
    files: planned.flatMap(({ files }) => files),
    applications: planned.map(({ application }) => application),
    credentials: { specs, backend, naming },
    diagnostics: [...planned.flatMap(({ diagnostics }) => diagnostics), ...valueGraph(specs).diagnostics],
  };
}

function planComponentSecrets(component: PlannedComponent, locate: Locate, context: SecretsContext) {
  const { name, namespace } = component;
  const { credentials, diagnostics } = parseCredentials(component.secrets, {
    component: name,
    namespace: namespace?.name ?? '',
    locate: (path) => locate(['secrets', ...path]),
    sensitive: context.sensitive,
  });
  const external = credentials.filter(({ backend = context.backend }) => backend === 'external-secrets');
  const application: SecretsApplication = {
    component: name,
    application: `${context.namePrefix}${secretsName(name)}`,
    wave: context.waves.get(secretsName(name)) ?? 0,
    namespaces: [...new Set(credentials.map((credential) => credential.namespace))],
  };
  const files = external.map((credential) =>
    externalSecretFile(credential, context.naming, secretStore(context.settings, credential.namespace)),
  );
  return { files, application, credentials, diagnostics };
}

function namingOf({ values }: Settings): Required<RemoteNaming> {
  const type = values.get('external_secrets.backend_type')?.text;
  return {
    prefix: values.get('cluster_name')?.text ?? '',
    service: type === 'systemManager' ? 'ParameterStore' : 'SecretsManager',
  };
}

/** Shorter values stand in other texts by accident. */
const SHORTEST = 4;

function sensitiveTexts({ values }: Settings): readonly string[] {
  return [...values.values()]
    .filter(({ sensitive, text }) => sensitive && text.length >= SHORTEST)
    .map(({ text }) => text);
}

function externalSecretFile(credential: CredentialSpec, naming: RemoteNaming, store: StoreRef): TreeFile {
  const object = externalSecretFor(credential, { store, naming });
  return textFile(credentialPath(credential), stringifyManifests([object]));
}
