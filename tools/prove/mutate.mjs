/** Breaks a built platform once for each mutation, and says whether the rule found the object. */
import { MUTATIONS } from './mutations.mjs';

/** Each mutation with whether exactly its rule found its object. */
export function mutate(input, { verify }) {
  const before = new Set(verify(input).findings.map(spelled));
  return MUTATIONS.flatMap(({ rule, breaks, pick, change }) => {
    const broken = copyOf(input);
    const objects = broken.components.flatMap((component) =>
      component.objects.map((object) => ({ object, component })),
    );
    const target = objects.find(({ object, component }) => pick(object, { component, objects }));
    if (target === undefined)
      return { rule, breaks: `${breaks}: the platform has nothing to break`, isCaught: false };
    const found = change(target.object, { ...target, input: broken, objects }) ?? target.object;
    const wanted = { code: rule, object: { kind: found.kind, name: found.metadata.name } };
    const news = verify(broken)
      .findings.map(spelled)
      .filter((one) => !before.has(one));
    return { rule, breaks, isCaught: news.includes(spelled(wanted)) };
  });
}

const spelled = ({ code, object: { kind, name } }) => `${code} ${kind}/${name}`;

/** Components are copied down to their objects; an object is copied when it is broken. */
function copyOf(input) {
  return {
    ...input,
    components: input.components.map((component) => ({
      ...component,
      objects: component.objects.map((object) =>
        object.kind === 'CustomResourceDefinition' ? object : structuredClone(object),
      ),
    })),
  };
}
