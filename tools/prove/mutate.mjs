/** Breaks a built platform once for each mutation, and says whether the rule found the object. */
import { MUTATIONS } from './mutations.mjs';

/**
 * What became of each mutation, and of each rule that has none. A mutation is caught if its rule finds its object, by kind,
 * namespace and name, and nothing is found besides but what is said to follow from it.
 */
export function* mutate(input, sources) {
  const before = new Set(sources.verify(input).findings.map(spelled));
  for (const mutation of MUTATIONS) yield tryOne(mutation, { input, before, sources });
  const planted = new Set(MUTATIONS.map(({ rule }) => rule));
  for (const { id } of sources.RULES)
    if (!planted.has(id)) yield { rule: id, breaks: 'nothing breaks it', isCaught: false };
}

function tryOne({ rule, breaks, also = [], isMany = false, pick, change }, { input, before, sources }) {
  const broken = copyOf(input);
  const objects = broken.components.flatMap((component) =>
    component.objects.map((object) => ({ object, component })),
  );
  const world = {
    objects,
    input: broken,
    before: input,
    images: sources.imagesOf(broken.components),
    canonicalImage: sources.canonicalImage,
  };
  const target = objects.find(({ object, component }) => pick(object, { ...world, component }));
  if (target === undefined)
    return { rule, breaks: `${breaks}: the platform has nothing to break`, isCaught: false };
  const found = change(target.object, { ...world, component: target.component }) ?? target.object;
  const news = sources.verify(broken).findings.filter((finding) => !before.has(spelled(finding)));
  const wanted = referenceTo(found);
  const [own, others] = [true, false].map((isOwn) => news.filter(({ code }) => (code === rule) === isOwn));
  const unexpected = others.filter(({ code }) => !also.includes(code));
  const isWanted = ({ object }) => referenceOf(object) === wanted;
  const isFound = own.some(isWanted) && (isMany || own.every(isWanted));
  return { rule, breaks, isCaught: isFound && unexpected.length === 0, found: news.map(spelled) };
}

const referenceTo = ({ kind, metadata: { namespace = '', name } }) => `${kind}/${namespace}/${name}`;
const referenceOf = ({ kind, namespace = '', name }) => `${kind}/${namespace}/${name}`;
const spelled = ({ code, object, at }) =>
  `${code} ${object.component} ${referenceOf(object)} ${at.join('.')}`;

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
