/**
 * Says for a setting which components' files and which settings' defaults read it; `component` is that of its declaration.
 *
 * @returns {(setting: { key: string, component?: string }) => { components: string[], defaults: string[] }}
 */
export function settingReaders(definitions, { components, files }) {
  const read = components.map(({ name }) => readBy(name, files));
  const defaults = definitions.map((one) => [
    one.key,
    placeholdersIn(JSON.stringify([one.default, one.defaultWhenSet])),
  ]);
  return ({ key, component }) => {
    const inComponents = read
      .filter(
        ({ name, placeholders, paths }) =>
          name === component ||
          placeholders.has(key) ||
          paths.some((path) => key === path || key.startsWith(`${path}.`)),
      )
      .map(({ name }) => name);
    const inDefaults = defaults.filter(([, keys]) => keys.has(key)).map(([other]) => other);
    return { components: inComponents, defaults: inDefaults };
  };
}

function readBy(name, files) {
  const decoder = new TextDecoder();
  const own = [...files.values()].filter(({ path }) => path.startsWith(`${name}/`));
  const textOf = (isTemplate) =>
    own
      .filter(({ path }) => path.endsWith('.hbs') === isTemplate)
      .map(({ bytes }) => decoder.decode(bytes))
      .join('\n');
  const templates = textOf(true);
  const placeholders = placeholdersIn(`${templates}\n${textOf(false)}`);
  const paths = [...templates.matchAll(/settings\.([\w.-]+)|setting "([^"]+)"/g)].map(
    ([, path, key]) => path ?? key,
  );
  return { name, placeholders, paths };
}

function placeholdersIn(text) {
  return new Set([...text.matchAll(/<<__(.+?)__>>/g)].map(([, key]) => key));
}
