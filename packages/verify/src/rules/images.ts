import type { Facts } from '../facts.ts';
import { parseImageName } from '../image-name.ts';
import { canonicalImage, type ImageUse } from '../images.ts';
import type { PlacedObject } from '../placed-object.ts';
import { at, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

/** Finds the object of a use. */
function finder(facts: Facts): (use: ImageUse) => readonly PlacedObject[] {
  const byReference = new Map(
    facts.objects.map((object) => [
      `${object.component.name} ${object.apiVersion} ${object.kind} ${object.name} ${declaredNamespace(object)}`,
      object,
    ]),
  );
  return ({ object: { component, apiVersion, kind, name, namespace = '' } }) => {
    const found = byReference.get(`${component} ${apiVersion} ${kind} ${name} ${namespace}`);
    return found === undefined ? [] : [found];
  };
}

function declaredNamespace({ object }: PlacedObject): string {
  return text(at(object, 'metadata', 'namespace'));
}

function unpinned(facts: Facts): readonly Found<'image'>[] {
  const objectOf = finder(facts);
  return facts.images.flatMap((use) => {
    const name = parseImageName(use.image);
    const isPinned = name === undefined || name.digest !== undefined || isRelease(name.tag);
    return isPinned
      ? []
      : objectOf(use).map((object) => ({ object, path: use.path, args: { image: use.image } }));
  });
}

/** Tags that move. */
function isRelease(tag: string | undefined): boolean {
  return tag !== undefined && !/^(latest|main|master|edge|nightly|dev|stable)$/.test(tag);
}

function unlocked(facts: Facts): readonly Found<'image'>[] {
  const objectOf = finder(facts);
  const lock = facts.input.imageLock ?? new Map<string, string>();
  return facts.images.flatMap((use) => {
    const isLocked = parseImageName(use.image)?.digest !== undefined || lock.has(canonicalImage(use.image));
    return isLocked
      ? []
      : objectOf(use).map((object) => ({ object, path: use.path, args: { image: use.image } }));
  });
}

export const imageRules: readonly Rule[] = [
  rule({
    id: 'UNPINNED_IMAGE',
    severity: 'error',
    summary: 'Every image has a tag of a release or a digest',
    message: '{object} uses the image {image}, which is not pinned',
    hint: 'Name a release or a digest, for example with `images` in kustomization.yaml.',
    explanation:
      'An image without a tag, or with one that moves such as latest, changes without a commit. Images in environment, arguments, ConfigMaps and custom resources count too.',
    check: unpinned,
  }),
  rule({
    id: 'UNLOCKED_IMAGE',
    severity: 'warning',
    needs: ['imageLock'],
    summary: 'Every image has a digest in the lock',
    message: '{object} uses the image {image}, for which the lock has no digest',
    hint: 'Run kfdist images lock.',
    explanation: 'A tag can be moved by whoever owns the registry; a digest in the lock shows it.',
    check: unlocked,
  }),
];
