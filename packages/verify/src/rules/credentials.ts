import type { Facts } from '../facts.ts';
import type { PlacedObject } from '../placed-object.ts';
import { isPublished, PUBLISHED_TEXTS } from '../published-credentials.ts';
import { at, eachText, type Path, record, text } from '../reading.ts';
import { type Found, type Rule, rule } from '../rule.ts';

function secretsWithData({ ofKind }: Facts): readonly Found<'keys'>[] {
  return ofKind('/Secret').flatMap((object) => {
    const keys = ['data', 'stringData'].flatMap((field) => Object.keys(record(object.object[field])));
    if (keys.length === 0) return [];
    const field = 'data' in object.object ? 'data' : 'stringData';
    return { object, path: [field], args: { keys: keys.join(', ') } };
  });
}

/** Names of variables and keys that hold a credential. */
const SENSITIVE = /passw|secret|token|access.?key|cookie|credential/i;

function published(facts: Facts): readonly Found<'place'>[] {
  return facts.objects.flatMap((object) => {
    if (object.kind === 'CustomResourceDefinition') return [];
    const found: Found<'place'>[] = [];
    eachText(object.object, (value, path) => {
      if (isKnown(value) || (holdsCredential(object, path) && isDefault(value, object)))
        found.push({ object, path, args: { place: nameAt(object, path) } });
    });
    return found;
  });
}

/** The name that says what a text is: of the variable whose value it is, or of its key. */
function nameAt({ object }: PlacedObject, path: Path): string {
  const last = path.at(-1);
  if (last !== 'value') return String(last);
  return text(at(object, ...path.slice(0, -1), 'name')) || 'value';
}

const isKnown = (value: string) => PUBLISHED_TEXTS.some((known) => value.includes(known));

/** Whether a text is a value of a Secret, or a variable or value of a ConfigMap with a name that says so. */
function holdsCredential(object: PlacedObject, path: Path): boolean {
  const isData = path[0] === 'data' || path[0] === 'stringData';
  if (object.kind === 'Secret') return isData;
  const isVariable = path.at(-1) === 'value' && path.at(-3) === 'env';
  return (isVariable || (object.kind === 'ConfigMap' && isData)) && SENSITIVE.test(nameAt(object, path));
}

function isDefault(value: string, { kind }: PlacedObject): boolean {
  return isPublished(value) || (kind === 'Secret' && isPublished(decoded(value)));
}

function decoded(value: string): string {
  try {
    return atob(value);
  } catch {
    return '';
  }
}

export const credentialRules: readonly Rule[] = [
  rule({
    id: 'SECRET_WITH_DATA',
    severity: 'error',
    summary: 'No built Secret has data',
    message: '{object} is built with data: {keys}',
    hint: 'Delete it with a patch and declare it under `secrets` of the component.',
    explanation:
      'What is built is committed, or made anew by every build. Passwords and certificates that a chart makes while it is rendered change with each build as well. An empty Secret, which a controller fills, is fine.',
    check: secretsWithData,
  }),
  rule({
    id: 'PUBLISHED_CREDENTIAL',
    severity: 'error',
    summary: 'No credential is one that everybody knows',
    message: '{object} has a published or default credential in {place}',
    hint: 'Declare the credential under `secrets` of the component and read it from there.',
    explanation:
      'Defaults of upstreams are in their repositories, and the first thing that is tried. The value itself is never shown.',
    check: published,
  }),
];
