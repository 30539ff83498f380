import { EMPTY_LOCK, keyId, redact } from '@kfdist/credentials';
import {
  generateCredentials,
  makeSealingKey,
  parseCertificate,
  parsePrivateKeys,
  privateKeysIn,
  sealedIn,
  unsealAll,
} from '@kfdist/credentials/seal';
import { expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { dexProgram, local, startDex } from '../../credentials/tests/dex.ts';
import { credentialPath } from '../src/index.ts';
import { example, options, planned, textAt } from './real-distribution.ts';

const plan = planned([...example, ...options('components.secrets=sealed-secrets')]);
const { specs } = plan.credentials;

/** What the cluster's Secrets would hold after a first run, and the generated logins. */
async function generated(given: Readonly<Record<string, string>>) {
  const now = new Date();
  const key = makeSealingKey({ now, bits: 2048 });
  const { certificate } = parseCertificate(key.certificate, { now });
  if (certificate === undefined) throw new Error('the certificate is refused');
  const common = {
    specs,
    lock: EMPTY_LOCK,
    defaultBackend: plan.credentials.backend,
    pathOf: credentialPath,
  };
  const { generation, diagnostics } = await generateCredentials({
    ...common,
    backends: ['sealed-secrets'],
    files: new Map(),
    certificate,
    given: new Map(Object.entries(given).map(([id, value]) => [id, redact(value)])),
    now,
  });
  if (generation === undefined) throw new Error(JSON.stringify(diagnostics));
  const { sealed } = sealedIn({
    ...common,
    files: new Map(generation.files.map(({ path, text }) => [path, text])),
  });
  const opened = unsealAll(specs, sealed, parsePrivateKeys(privateKeysIn(key.manifest)));
  return { opened, logins: generation.logins };
}

it.skipIf(dexProgram === undefined)(
  'Dex logs the first user in with what setup and credentials generate make',
  { timeout: 60_000 },
  async () => {
    const given = specs.flatMap(({ namespace, name, keys, values }) =>
      [
        ...keys.map(({ key, recipe }) => ({ id: keyId({ namespace, name }, key), recipe })),
        ...values.map((value) => ({ id: value.name, recipe: value.recipe })),
      ].flatMap(({ id, recipe }) =>
        recipe.kind === 'given' && recipe.otherwise === undefined ? [[id, 'x'] as const] : [],
      ),
    );
    const { opened, logins } = await generated(Object.fromEntries(given));
    const valuesOf = (name: string) =>
      Object.fromEntries(
        [...opened].flatMap(([id, value]) =>
          id.startsWith(`auth/${name}/`)
            ? [[id.split('/')[2] ?? '', Buffer.from(value.reveal()).toString()]]
            : [],
        ),
      );
    const env = { ...valuesOf('dex-oidc-client'), ...valuesOf('dex-passwords') };
    const [login] = logins.filter(({ label }) => label.startsWith('Kubeflow administrator, '));
    const email = login?.label.split(', ')[1] ?? '';
    const { data } = parse(textAt(plan, 'components/dex/dex-config.yaml'));
    const { issuer, settings } = await local();
    const config: object = parse(data['config.yaml']);
    const dex = await startDex(issuer, stringify({ ...config, ...settings }), env);
    try {
      const client = [env.OIDC_CLIENT_ID ?? '', env.OIDC_CLIENT_SECRET ?? ''] as const;
      const password = login?.value.reveal() ?? '';
      expect(await dex.logIn(client, [email, password])).toEqual({ status: 200, token: true });
      expect(await dex.logIn(client, [email, `${password}x`])).toMatchObject({ token: false });
    } finally {
      await dex.stop();
    }
  },
);
