import type { PlannedRoles } from '../roles.ts';
import type { MapRole } from './platform-map.ts';

/** The roles of a plan with their documents, as far as they are known. */
export function mapRoles({ uses, roles, elsewhere, waiting }: PlannedRoles): readonly MapRole[] {
  const planned = new Map(roles.map((role) => [role.key, role]));
  const waits = new Map(waiting.map(({ key, settings }) => [key, settings]));
  return uses.map((use) => {
    const spec = planned.get(use.key);
    const settings = waits.get(use.key);
    return {
      key: use.key,
      arn: spec?.arn ?? use.arn,
      made: elsewhere.includes(use.key)
        ? 'by you, outside the path of this cluster'
        : settings === undefined
          ? 'by kfdist iam apply'
          : `not yet: it waits for ${settings.join(', ')}`,
      components: use.components,
      subjects: use.subjects.map(({ namespace, serviceAccount }) => `${namespace}/${serviceAccount}`),
      ...(spec === undefined ? {} : { trust: spec.trust }),
      policies: (spec?.policies ?? []).map(({ name, document }) => ({ name, document })),
    };
  });
}
