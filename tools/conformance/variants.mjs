/**
 * The variants of a distribution: all optional components with the default choices, then one for each other choice of each group.
 * Settings that a variant asks for get the example of their definition.
 */
export function variantsOf({ distribution, entries, sources }) {
  const members = new Set(distribution.groups.flatMap(({ choices }) => Object.values(choices).flat()));
  const everything = distribution.components
    .filter(
      ({ name, provides, enabled }) => enabled === false && provides === undefined && !members.has(name),
    )
    .map(({ name }) => `components.${name}=true`);
  const choices = distribution.groups.flatMap(({ name, choices: all, default: usual }) =>
    Object.keys(all)
      .filter((choice) => choice !== usual)
      .map((choice) => ({ variant: `${name}: ${choice}`, options: [`components.${name}=${choice}`] })),
  );
  const context = { distribution, entries, sources };
  return [{ variant: 'all', options: [] }, ...choices].map(({ variant, options }) => {
    const whole = planWithExamples([...everything, ...options], context);
    const isPossible = errorsOf(whole).length === 0;
    // An optional component may need another choice of the group
    const plan = isPossible ? whole : planWithExamples(options, context);
    return { variant, plan, problems: errorsOf(plan).map(({ code, message }) => `${code}: ${message}`) };
  });
}

function planWithExamples(options, { distribution, entries, sources }) {
  const parsed = (texts) => texts.flatMap((text) => sources.parseOption(text).entry ?? []);
  let all = [...entries, ...parsed(options)];
  for (let round = 0; ; round++) {
    const plan = sources.planPlatform({ entries: all, distribution });
    const asked = plan.diagnostics
      .filter(({ code }) => code === 'MISSING_SETTING' || code === 'ROLES_WAIT')
      .map(({ args }) => args.key ?? args.setting);
    const examples = plan.definitions.filter(
      ({ key, example }) => asked.includes(key) && example !== undefined,
    );
    if (examples.length === 0 || round > 3) return plan;
    all = [...all, ...parsed(examples.map(({ key, example }) => `${key}=${example}`))];
  }
}

function errorsOf({ diagnostics }) {
  return diagnostics.filter(({ severity }) => severity === 'error');
}
