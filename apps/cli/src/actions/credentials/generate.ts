import { BACKENDS, type Backend, keyId, rotatedValues, sourcesOf } from '@kfdist/credentials';
import type { GenerateFlags } from '../../commands/credentials/flags.ts';
import type { Context } from '../../context.ts';
import { runJob } from './run.ts';
import type { CredentialState } from './state.ts';

/** Makes and seals what is missing. */
export async function generate(this: Context, flags: GenerateFlags): Promise<void> {
  await runJob(this, flags, {
    kind: 'CredentialsGenerateResult',
    rotate: [],
    makesAccessKeys: flags.accessKeys,
    backends: () => ['sealed-secrets'],
  });
}

/** Makes what is missing and writes it where it belongs, AWS included. */
export async function push(this: Context, flags: GenerateFlags): Promise<void> {
  await runJob(this, flags, {
    kind: 'CredentialsPushResult',
    rotate: [],
    makesAccessKeys: flags.accessKeys,
    backends: () => BACKENDS,
  });
}

/** Makes named values anew, wherever they are kept. */
export async function rotate(
  this: Context,
  flags: GenerateFlags,
  ...names: readonly string[]
): Promise<void> {
  await runJob(this, flags, {
    kind: 'CredentialsRotateResult',
    rotate: names,
    makesAccessKeys: true,
    backends: (state) => backendsOf(names, state),
  });
}

/** The backends that hold something of what is rotated. */
function backendsOf(names: readonly string[], { platform, graph }: CredentialState): readonly Backend[] {
  const { specs, backend: usual } = platform.plan.credentials;
  const { ids } = rotatedValues(names, specs, graph);
  const used = specs
    .filter((spec) =>
      spec.keys.some(({ key }) => [...sourcesOf(keyId(spec, key), graph)].some((id) => ids.has(id))),
    )
    .map(({ backend = usual }) => backend);
  return BACKENDS.filter((backend) => used.includes(backend));
}
