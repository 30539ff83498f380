import { detailsOf } from './details.ts';
import { element } from './element.ts';
import type { Page } from './page.ts';

/** On paper nobody can click: trust and policies of all roles follow the tables. */
export function printRoles({ model }: Page): void {
  const made = element('section', { class: 'appendix' });
  addEventListener('beforeprint', () => {
    const roles = [...model.items.roles.keys()].map((id) =>
      element('article', {}, detailsOf({ part: 'roles', id }, model)),
    );
    made.replaceChildren(element('h2', { class: 'view-title' }, 'Roles in detail'), ...roles);
    document.querySelector('main')?.append(made);
  });
  addEventListener('afterprint', () => made.remove());
}
