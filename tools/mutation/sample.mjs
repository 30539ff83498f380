/** Why a change is not tried. */
export const NOT_IN_SAMPLE = 'not in the sample';

/** A plugin of Stryker that leaves only every nth function to be changed, whole: which, depends on nothing but their order. */
export function everyNthFunction(n) {
  let seen = 0;
  return {
    shouldIgnore: ({ node, parentPath }) =>
      isTopLevel(node, parentPath) && seen++ % n !== 0 ? NOT_IN_SAMPLE : undefined,
  };
}

function isTopLevel({ type }, parent) {
  if (type !== 'FunctionDeclaration') return false;
  const around = parent.node.type === 'ExportNamedDeclaration' ? parent.parentPath : parent;
  return around.node.type === 'Program';
}

const every = Number(process.env.KFDIST_EVERY ?? 1);
export const strykerPlugins = [{ kind: 'Ignore', name: 'sample', value: everyNthFunction(every) }];
