import type { RunCommand } from '@kfdist/credentials/cluster';
import type { Distribution } from '../distribution.ts';
import type { AwsLookups } from '../lookups.ts';
import type { PlatformPlan } from '../plan.ts';
import { textOf } from '../tree-file.ts';
import type { Check } from './check.ts';

/** Everything that the checks of a platform look at; the world's parts are given, so that tests give theirs. */
export interface PlatformWorld {
  readonly plan: PlatformPlan;
  readonly distribution: Distribution;
  /** The folder of the tree, as git knows it in the current folder. */
  readonly folder: string;
  /** The kube context. @default the present one */
  readonly context?: string;
  readonly run: RunCommand;
  readonly aws: AwsLookups;
  /** Opens a TCP connection and closes it. Rejects where that fails. */
  readonly reach: (host: string, port: number) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: number;
  /** `20.19.0` */
  readonly nodeVersion: string;
}

/** A check of what a platform needs in the world. */
export type PlatformCheck = Check<PlatformWorld>;

/** A setting's value. */
export function settingText({ plan }: Pick<PlatformWorld, 'plan'>, key: string): string | undefined {
  return plan.settings.values.get(key)?.text;
}

/** The values of settings whose keys begin alike, as far as a file of the plan holds them: a default that nobody uses names nothing. */
export function usedValues({ plan }: Pick<PlatformWorld, 'plan'>, prefix: string): readonly string[] {
  const text = plan.files.map((file) => textOf(file) ?? '').join('\n');
  return [...plan.settings.values.values()]
    .filter((setting) => setting.key.startsWith(prefix) && text.includes(setting.text))
    .map((setting) => setting.text);
}

/** What kubectl prints in the cluster. @throws what it says when it is refused */
export async function kubectl(
  { run, context }: Pick<PlatformWorld, 'run' | 'context'>,
  ...words: readonly string[]
): Promise<string> {
  const flags = context === undefined ? [] : ['--context', context];
  const { status, stdout, stderr } = await run({ program: 'kubectl', arguments: [...words, ...flags] });
  if (status !== 0) throw new Error(stderr.trim() || stdout.trim() || `kubectl ended with ${status}`);
  return stdout;
}
