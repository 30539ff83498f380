/** What a component waits for and what waits for it, as list items. Names lead to their pages; a group stands for what is selected of it. */
export function orderLines(component, { components, groups, secretsAfter }) {
  const link = linker(groups);
  const names = [component.name, ...groupsOf(component.name, groups)];
  const naming = (field) =>
    components.filter((other) => other[field].some((name) => names.includes(name))).map(({ name }) => name);
  const secrets = component.secrets.length > 0 ? secretsAfter : [];
  const neededBySecrets = secretsAfter.some((name) => names.includes(name));
  const items = [
    ['Needs', component.needs],
    ['Its Secrets need', secrets],
    ['After, where both are selected', component.after],
    ['Needed by', naming('needs')],
    ['Before, where both are selected', naming('after')],
  ];
  return [
    ...items
      .filter(([, list]) => list.length > 0)
      .map(([title, list]) => `- ${title}: ${list.map(link).join(', ')}`),
    ...(neededBySecrets ? ['- Needed by the Secrets of all components'] : []),
  ];
}

/** The groups that can select a component. */
function groupsOf(name, groups) {
  return groups
    .filter(({ choices }) => Object.values(choices).some((chosen) => chosen.includes(name)))
    .map((group) => group.name);
}

function linker(groups) {
  const linkTo = (name) => `[${name}](${name}.md)`;
  return (name) => {
    const group = groups.find((one) => one.name === name);
    if (group === undefined) return linkTo(name);
    const members = [...new Set(Object.values(group.choices).flat())];
    return `\`components.${name}\` (${members.map(linkTo).join(', ')})`;
  };
}
