import type { Settings } from '@kfdist/config';
import { type CredentialSpec, externalSecretFor, parseCredentials } from '@kfdist/credentials';
import type { Diagnostic } from '@kfdist/diagnostics';
import { stringifyManifests } from '@kfdist/manifests';
import type { PlannedComponent, SecretsApplication } from './applications.ts';
import { type TreeFile, textFile } from './tree-file.ts';
import type { Locate } from './yaml-document.ts';

/** The name of the Application that delivers the Secrets of a component, before any prefix. */
export function secretsName(component: string): string {
  return `${component}-secrets`;
}

/** The files and Applications that deliver the Secrets of all components. No values. */
export interface PlannedSecrets {
  readonly files: readonly TreeFile[];
  readonly applications: readonly SecretsApplication[];
  readonly credentials: readonly CredentialSpec[];
  readonly diagnostics: readonly Diagnostic[];
}

interface SecretsContext {
  readonly settings: Settings;
  readonly waves: ReadonlyMap<string, number>;
  readonly namePrefix: string;
}

/** Plans what delivers the declared Secrets: an ExternalSecret here, a SealedSecret once its values are sealed. */
export function planSecrets(
  components: readonly { readonly component: PlannedComponent; readonly locate: Locate }[],
  context: SecretsContext,
): PlannedSecrets {
  const planned = components
    .filter(({ component }) => component.secrets.length > 0)
    .map(({ component, locate }) => planComponentSecrets(component, locate, context));
  return {
    files: planned.flatMap(({ files }) => files),
    applications: planned.map(({ application }) => application),
    credentials: planned.flatMap(({ credentials }) => credentials),
    diagnostics: planned.flatMap(({ diagnostics }) => diagnostics),
  };
}

function planComponentSecrets(component: PlannedComponent, locate: Locate, context: SecretsContext) {
  const { name, namespace } = component;
  const { credentials, diagnostics } = parseCredentials(component.secrets, {
    component: name,
    namespace: namespace?.name ?? '',
    locate: (path) => locate(['secrets', ...path]),
  });
  const external = credentials.filter(
    ({ backend }) => (backend ?? backendOf(context.settings)) === 'external-secrets',
  );
  const application: SecretsApplication = {
    component: name,
    application: `${context.namePrefix}${secretsName(name)}`,
    wave: context.waves.get(secretsName(name)) ?? 0,
    namespaces: [...new Set(credentials.map((credential) => credential.namespace))],
  };
  const files = external.map((credential) => externalSecretFile(credential, context.settings));
  return { files, application, credentials, diagnostics };
}

/** The backend of Secrets that name none: External Secrets wherever it is selected. */
function backendOf(settings: Settings): NonNullable<CredentialSpec['backend']> {
  return settings.values.get('components.secrets')?.text === 'sealed-secrets'
    ? 'sealed-secrets'
    : 'external-secrets';
}

function externalSecretFile(credential: CredentialSpec, settings: Settings): TreeFile {
  const service =
    settings.values.get('external_secrets.backend_type')?.text === 'systemManager'
      ? 'ParameterStore'
      : 'SecretsManager';
  const prefix = settings.values.get('cluster_name')?.text ?? '';
  const object = externalSecretFor(credential, { store: { name: STORE }, naming: { prefix, service } });
  return textFile(
    `secrets/${credential.component}/${credential.namespace}.${credential.name}.yaml`,
    stringifyManifests([object]),
  );
}

/** The ClusterSecretStore that the secret-stores component makes. */
const STORE = 'aws';
