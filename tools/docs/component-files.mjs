/** The files of a component that are laid beside its declaration, as text without the comments of YAML. */
export function filesOf({ name }, { files }) {
  const decoder = new TextDecoder();
  return [...files.values()]
    .filter(({ path }) => path.startsWith(`${name}/`) && !path.endsWith('/component.yaml'))
    .map(({ path, bytes }) => ({ path, text: decoder.decode(bytes).replaceAll(/(^|\s)#.*$/gm, '$1') }));
}
