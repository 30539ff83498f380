import { parse } from 'yaml';
import { filesOf } from './component-files.mjs';

/** The images that the files of a component name themselves, and those that its Kustomization puts in the place of others. */
export function ownImages(component, { distribution, imagesOf }) {
  const files = filesOf(component, distribution);
  // As the text of a ConfigMap: templates cannot be parsed before they are rendered
  const data = Object.fromEntries(files.map(({ path, text }) => [path, `${text}\n`]));
  const named = imagesOf([{ name: component.name, objects: [{ kind: 'ConfigMap', data }] }]);
  const replaced = files
    .filter(({ path }) => path.endsWith('/kustomization.yaml'))
    .flatMap(({ text }) => parse(text).images ?? [])
    .map(({ name, newName = name, newTag }) => `${newName}:${newTag}`);
  return [...new Set([...named.map(({ image }) => image), ...replaced])].toSorted((a, b) => (a < b ? -1 : 1));
}
