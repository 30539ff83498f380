import type { Choice } from '@kfdist/argocd';
import type { SettingDefinition, Settings } from '@kfdist/config';
import type { Distribution } from './distribution.ts';

/** The settings that select: `components.<group>` takes a choice, `components.<component>` true or false. */
export function choiceDefinitions({ components, groups }: Distribution): readonly SettingDefinition[] {
  const ofGroups = groups.map(
    (group): SettingDefinition => ({
      key: `components.${group.name}`,
      kind: 'enum',
      summary: group.summary,
      default: group.default,
      values: Object.keys(group.choices),
      ...(Object.keys(group.defaultWhenSet).length === 0 ? {} : { defaultWhenSet: group.defaultWhenSet }),
    }),
  );
  const groupNames = new Set(groups.map(({ name }) => name));
  const ofComponents = components
    .filter(({ name }) => !groupNames.has(name))
    .map(
      ({ name, summary, provides, enabled = true }): SettingDefinition => ({
        key: `components.${name}`,
        kind: 'boolean',
        summary: `Whether ${name} is selected: ${summary}`,
        ...(provides === undefined ? { default: String(enabled) } : {}),
      }),
    );
  return [...ofGroups, ...ofComponents];
}

/** What the settings say about the selection. */
export function choicesOf(settings: Settings): readonly Choice[] {
  return [...settings.values.values()]
    .filter(({ key }) => key.startsWith('components.'))
    .map(({ key, text, origin, valueSpan }) => ({
      name: key.slice('components.'.length),
      value: text,
      explicit: origin !== 'default',
      span: valueSpan,
    }));
}

/** The settings after selection: every group, under `components.<group>` and by its own name, reads as what was chosen. */
export function withSelection(settings: Settings, chosen: ReadonlyMap<string, string>): Settings {
  const values = new Map(settings.values);
  for (const [group, choice] of chosen) {
    const known = values.get(`components.${group}`);
    const setting = {
      sensitive: false,
      origin: 'default',
      uses: [],
      ...known,
      text: choice,
      type: 'string',
    } as const;
    values.set(`components.${group}`, { ...setting, key: `components.${group}` });
    if (!values.has(group)) values.set(group, { ...setting, key: group });
  }
  return { ...settings, values };
}
