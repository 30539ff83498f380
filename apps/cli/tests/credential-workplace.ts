import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CredentialSpec, keyId, parseCredentials, redact } from '@kfdist/credentials';
import {
  makeSealingKey,
  parsePrivateKeys,
  privateKeysIn,
  sealedIn,
  unsealAll,
} from '@kfdist/credentials/seal';
import { credentialPath } from '@kfdist/platform';
import { parse } from 'yaml';
import { runCommandLine } from '../src/run.ts';
import type { JsonResult, Outcome } from './command.ts';
import { emptyFolder, SETTINGS, texts, workplace, write } from './workplace.ts';

const VAULT = `name: vault
summary: Keeps users
category: access
namespace: { name: vault }
source: { manifests: {} }
needs: [namespaces]
secrets:
  - name: users
    values:
      admin-email: { given: E-mail of the first user, otherwise: { text: "admin@example.com" } }
      admin-username: { given: Name of the first user, otherwise: { text: admin } }
      admin-password: { given: Password of the first user, otherwise: { password: 24 }, show: First user }
      oidc-secret: { hex: 32 }
    keys:
      config.yaml: { yaml: { email: ((admin-email)), name: ((admin-username)), hash: ((users/hash)), plain: ((admin-password)) } }
      hash: { bcrypt: { of: admin-password, cost: 10 } }
      login: { same: admin-password }
    restarts: [Deployment/vault]
  - { name: client, keys: { secret: { same: oidc-secret } }, restarts: [Deployment/vault] }
  - { name: git, scope: namespace-wide, keys: { token: { given: Git token } } }
`;
const PROXY = `name: proxy
summary: Lets users through
category: access
namespace: { name: proxy }
source: { kustomize: { path: . } }
needs: [namespaces, vault]
secrets:
  - name: proxy
    scope: cluster-wide
    keys: { client-secret: { same: oidc-secret }, cookie: { base64url: 32 } }
    restarts: [Deployment/proxy]
`;
const deployment = (name: string) => `# ours
apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template: { metadata: { labels: { app: ${name} } } }
`;
const GROUP = 'groups:\n  secrets: { summary: Where secrets lie, default: sealed-secrets }\n';
const member = (name: string) => `name: ${name}
summary: Brings secrets
category: secrets
provides: secrets
source: { manifests: {} }
`;

/** The token that people have to give. */
export const TOKEN = 'given-token: "7f3a" \\ ü';

/** One key for all tests of a file: making one takes long. */
const KEY_PAIR = makeSealingKey({ now: new Date(), bits: 2048 });

/** A working copy whose platform needs secrets, with a sealing key beside it and a file of given values. */
export function credentialWorkplace(files: Readonly<Record<string, string>> = {}): Workplace {
  const folder = workplace({
    'distribution/vault/component.yaml': VAULT,
    'distribution/vault/vault.yaml': deployment('vault'),
    'distribution/proxy/component.yaml': PROXY,
    'distribution/proxy/kustomization.yaml': 'namespace: proxy\nresources:\n  - proxy.yaml\n',
    'distribution/proxy/proxy.yaml': deployment('proxy'),
    'distribution/sealed-secrets/component.yaml': member('sealed-secrets'),
    'distribution/external-secrets/component.yaml': member('external-secrets'),
    'sealing.crt': KEY_PAIR.certificate,
  });
  const settings = readFileSync(join(folder, 'distribution/settings.yaml'), 'utf8');
  write(folder, { 'distribution/settings.yaml': settings.replace('groups:\n', GROUP), ...files });
  const secrets = emptyFolder();
  const given = `vault/git/token: ${JSON.stringify(TOKEN)}\n`;
  write(secrets, { 'given.yaml': given, 'sealing-key.yaml': KEY_PAIR.manifest.reveal() });
  return { folder, secrets };
}

/** The folder of the working copy, and one outside it for what is private. */
export interface Workplace {
  readonly folder: string;
  readonly secrets: string;
}

/** What the person at the terminal does, and what the process has. */
export interface Person {
  readonly stdin?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Answers questions; without it there is no terminal. */
  readonly answer?: (question: string) => string;
}

/** What a run left behind, and what the terminal alone has seen. */
export interface Seen extends Outcome {
  readonly shownOnce: string;
  readonly result: JsonResult;
}

/** Runs `kfdist credentials ... -o json` in this process. */
export async function credentials(
  folder: string,
  argv: readonly string[],
  { stdin, env = {}, answer }: Person = {},
): Promise<Seen> {
  const written = { stdout: '', stderr: '', shownOnce: '' };
  const into = (stream: keyof typeof written) => (text: string) => {
    written[stream] += text;
  };
  const terminal = answer && {
    ask: async (question: string) => await Promise.resolve(answer(question)),
    showOnce: into('shownOnce'),
  };
  const exitCode = await runCommandLine(['credentials', ...argv, '-o', 'json'], {
    process: { stdout: { write: into('stdout') }, stderr: { write: into('stderr') }, env },
    cwd: folder,
    readStdin: () => stdin ?? '',
    width: 80,
    style: (_role, text) => text,
    packagedDistribution: undefined,
    ...terminal,
  });
  const result = (written.stdout === '' ? {} : JSON.parse(written.stdout)) as JsonResult;
  return { ...written, exitCode, result };
}

/** The flags that a first run needs. */
export function firstRun({ secrets }: Workplace): readonly string[] {
  return ['generate', '--certificate', 'sealing.crt', '--values', join(secrets, 'given.yaml')];
}

/** The declared credentials of the working copy. */
function specsOf(folder: string, components: readonly string[]): readonly CredentialSpec[] {
  return components.flatMap((component) => {
    const file = readFileSync(join(folder, 'distribution', component, 'component.yaml'), 'utf8');
    const { secrets } = parse(file) as { secrets: unknown };
    return parseCredentials(secrets, { component, namespace: component }).credentials;
  });
}

/** Every sealed value of the tree, opened with the private key, by `namespace/secret/key`. */
export function opened(place: Workplace): Readonly<Record<string, string>> {
  return openedIn(place, 'vault', 'proxy');
}

/** Like {@link opened}, of these components. */
export function openedIn(
  { folder, secrets }: Workplace,
  ...components: readonly string[]
): Readonly<Record<string, string>> {
  const specs = specsOf(folder, components);
  const tree = texts(join(folder, 'clusters/example'));
  const { sealed, diagnostics } = sealedIn({
    specs,
    files: new Map(Object.entries(tree)),
    pathOf: credentialPath,
    lock: { version: 1, values: {}, secrets: {} },
    defaultBackend: 'sealed-secrets',
  });
  if (diagnostics.length > 0) throw new Error(JSON.stringify(diagnostics));
  const keys = parsePrivateKeys(
    privateKeysIn(redact(readFileSync(join(secrets, 'sealing-key.yaml'), 'utf8'))),
  );
  const values = unsealAll(specs, sealed, keys);
  const ids = specs.flatMap((spec) => spec.keys.map(({ key }) => keyId(spec, key)));
  return Object.fromEntries(
    ids.flatMap((id) => {
      const value = values.get(id)?.reveal();
      return value === undefined ? [] : [[id, Buffer.from(value).toString('utf8')]];
    }),
  );
}

/** Settings that keep the values in AWS. */
export const IN_AWS = `${SETTINGS}components.secrets: external-secrets\n`;
