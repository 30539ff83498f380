/** Every member of every pick-one group, and every component on and off, with the settings that are asked for. */
import { describe, expect, it } from 'vitest';
import { distribution, plannedAsking } from './real-distribution.ts';

const members = distribution.groups.flatMap(({ name, choices }) =>
  Object.keys(choices).map((choice) => `components.${name}=${choice}`),
);
const single = distribution.components.filter(({ provides }) => provides === undefined);
const optional = single.flatMap(({ name, enabled = true }) => (enabled ? [] : [`components.${name}=true`]));

describe('the distribution', () => {
  it.each([...members, ...optional])('renders with %s', (choice) => {
    expect(plannedAsking(choice).diagnostics).toEqual([]);
  });

  it('renders with all optional components at once', () => {
    const plan = plannedAsking(...optional);
    expect(plan.diagnostics).toEqual([]);
    expect(plan.components.map(({ name }) => name)).toEqual(
      expect.arrayContaining(optional.map((choice) => choice.slice('components.'.length, -'=true'.length))),
    );
  });

  it.each(single.filter(({ enabled = true }) => enabled).map(({ name }) => name))(
    'renders without %s, or says who needs it',
    (name) => {
      const { diagnostics, components } = plannedAsking(`components.${name}=false`);
      const needing = distribution.components.filter((component) => component.needs.includes(name));
      const codes = diagnostics.map(({ code }) => code);
      const isNeeded = components.some((component) => needing.some((other) => other.name === component.name));
      expect(codes).toEqual(isNeeded ? codes.map(() => 'MISSING_NEED') : []);
    },
  );
});
