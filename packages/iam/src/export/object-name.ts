import { limitedName } from '../role-name.ts';

/** A name that Kubernetes takes for an object, different for different names. */
export function objectName(name: string): string {
  const small = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9.-]/g, '-')
    .replaceAll(/^[^a-z0-9]+|[^a-z0-9]+$/g, '');
  return limitedName(small === '' ? 'x' : small, 253).toLowerCase();
}
