import { parseSettingsFile, type SettingDefinition, valueProblem } from '@kfdist/config';
import {
  type Distribution,
  definitionsOf,
  groupDefinitions,
  missingFacts,
  starterFile,
} from '@kfdist/platform';
import type { Context } from '../../context.ts';
import type { Prompts } from '../../prompts.ts';
import { clusterFacts, findOffers, type Offers } from './offers.ts';

/** What a wizard needs. */
export interface WizardInput {
  readonly context: Context;
  readonly prompts: Prompts;
  readonly distribution: Distribution;
  /** What the command line gives, which is not asked for. */
  readonly given: ReadonlyMap<string, string>;
}

/** A conversation: what is known so far, and what may be offered. */
interface Talk extends Omit<WizardInput, 'given'> {
  readonly values: Map<string, string>;
  readonly offered: Map<string, string>;
  readonly choices: Offers['choices'];
  /** The clusters that were looked at. */
  readonly seen: Set<string>;
}

/** Asks for the few facts, offers what can be found out, and answers with all values by key. */
export async function askSettings({ given, ...input }: WizardInput): Promise<ReadonlyMap<string, string>> {
  const { context, prompts } = input;
  prompts.begin('A settings file for your platform. Every answer can be changed in it later.');
  context.progress?.('looking at AWS, kubectl and Git');
  const { values: offered, choices } = await findOffers(context);
  context.progress?.('');
  const talk: Talk = {
    ...input,
    values: new Map(given),
    offered: new Map(offered),
    choices,
    seen: new Set(),
  };
  await askMissing(talk);
  await askProfile(talk);
  await askGroups(talk);
  // A choice may need more facts
  await askMissing(talk);
  return talk.values;
}

/** One after another, because an answer may give the next. */
async function askMissing(talk: Talk): Promise<void> {
  for (;;) {
    const [next] = missingFacts(entriesOf(talk), talk.distribution).filter(
      ({ key }) => !talk.values.has(key),
    );
    if (next === undefined) return;
    talk.values.set(next.key, await ask(talk, next));
    await learn(talk);
  }
}

function entriesOf({ values, distribution }: Pick<Talk, 'values' | 'distribution'>) {
  const text = starterFile({ values, distribution, schema: '' });
  return parseSettingsFile({ path: 'kfdist.yaml', text }).entries;
}

async function ask({ prompts, offered, choices }: Talk, definition: SettingDefinition): Promise<string> {
  const { key, summary, example, kind, values = [] } = definition;
  const message = `${summary} (${key})`;
  const initial = offered.get(key);
  if (kind === 'enum')
    return await prompts.choose({ message, choices: values.map((value) => ({ value })), initial });
  const found = choices.get(key) ?? [];
  if (found.length > 1) {
    const another = { value: '', label: 'another one' };
    const chosen = await prompts.choose({ message, choices: [...found, another], initial });
    if (chosen !== '') return chosen;
  }
  const problem = (text: string) => (text === '' ? 'it is needed' : valueProblem(text, definition));
  return await prompts.text({ message, initial: initial ?? found[0]?.value, example, problem });
}

/** What an answer gives away about other settings. */
async function learn({ context, values, offered, choices, seen }: Talk): Promise<void> {
  const [name, region] = [values.get('cluster_name'), values.get('aws_region')];
  if (name !== undefined && region !== undefined && !seen.has(name)) {
    seen.add(name);
    context.progress?.(`looking at ${name}`);
    for (const [key, value] of await clusterFacts(context, { name, region })) offered.set(key, value);
    context.progress?.('');
    const vpc = offered.get('vpc_id');
    // Pods that reach no instance metadata need it, and nobody minds it
    if (vpc !== undefined && !values.has('vpc_id')) values.set('vpc_id', vpc);
  }
  const domain = values.get('domain') ?? '';
  const zone = choices
    .get('route53.hosted_zone_id')
    ?.filter(({ hint = '' }) => domain === hint || domain.endsWith(`.${hint}`))
    .toSorted((a, b) => (b.hint ?? '').length - (a.hint ?? '').length)[0];
  if (zone === undefined) return;
  offered.set('route53.hosted_zone_id', zone.value);
  if (zone.hint !== undefined && zone.hint !== domain) values.set('route53.hosted_zone_domain', zone.hint);
}

async function askProfile({ prompts, values, distribution }: Talk): Promise<void> {
  const [name, owner] = ['profiles.*.name', 'profiles.*.owner'].map((key) =>
    definitionsOf(distribution).find((definition) => definition.key === key),
  );
  if (name === undefined || owner === undefined || values.has('profiles.0.name')) return;
  const first = await prompts.text({
    message: `${name.summary}; the first one, or nothing for none (profiles)`,
    example: name.example,
    problem: (text) => (text === '' ? undefined : valueProblem(text, name)),
  });
  if (first === '') return;
  values.set('profiles.0.name', first);
  values.set(
    'profiles.0.owner',
    await prompts.text({
      message: owner.summary,
      initial: values.get('admin_email'),
      example: owner.example,
      problem: (text) => valueProblem(text, owner),
    }),
  );
}

async function askGroups({ prompts, values, distribution }: Talk): Promise<void> {
  const groups = groupDefinitions(distribution).filter(({ key }) => !values.has(key));
  const usual = groups.map(({ key, default: choice = '' }) => `${shortName(key)}: ${choice}`).join(', ');
  if (groups.length === 0 || (await prompts.confirm(`Keep the usual choices? ${usual}`, true))) return;
  for (const { key, summary, values: choices = [], default: initial } of groups) {
    const message = `${summary} (${key})`;
    const chosen = await prompts.choose({ message, choices: choices.map((value) => ({ value })), initial });
    if (chosen !== initial) values.set(key, chosen);
  }
}

function shortName(key: string): string {
  return key.replace(/^components\./, '');
}
