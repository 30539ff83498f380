/** Data as JSON knows it: what a template recipe is written in. */
export type Data = null | boolean | number | string | readonly Data[] | { readonly [key: string]: Data };

/** How a value is made. `of` names the value it is made from: see {@link ValueReference}. */
export type Recipe =
  | { readonly kind: 'random'; readonly encoding: 'hex' | 'base64url'; readonly bytes: number }
  | { readonly kind: 'password'; readonly length: number; readonly symbols: string }
  | {
      readonly kind: 'bcrypt';
      readonly of: ValueReference;
      readonly cost: number;
      readonly ident: BcryptIdent;
    }
  | { readonly kind: 'private-key'; readonly algorithm: KeyAlgorithm }
  | { readonly kind: 'public-key'; readonly of: ValueReference }
  | { readonly kind: 'template'; readonly format: TemplateFormat; readonly content: Data }
  | { readonly kind: 'given'; readonly prompt: string; readonly otherwise?: Recipe }
  | { readonly kind: 'access-key'; readonly user: string; readonly part: 'id' | 'secret' }
  | { readonly kind: 'made-at'; readonly of: ValueReference }
  | { readonly kind: 'same'; readonly of: ValueReference };

/**
 * Names a value: a name declared under `values`, `secret/key` of the same namespace, or `namespace/secret/key`.
 */
export type ValueReference = string;

/** Which letters a bcrypt hash begins with; all three mean the same algorithm, readers differ in what they accept. */
export type BcryptIdent = '2a' | '2b' | '2y';

/** The key pairs that can be made. */
export type KeyAlgorithm = 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'P-256' | 'P-384';

/** How the content of a template becomes text. Only `text` is text already. */
export type TemplateFormat = 'text' | 'json' | 'yaml';

const SLOT = /\(\(([A-Za-z0-9][A-Za-z0-9._/-]*)\)\)/g;

/** The values that a recipe is made from, in the order of their first mention. */
export function referencesOf(recipe: Recipe): readonly ValueReference[] {
  if ('of' in recipe) return [recipe.of];
  if (recipe.kind === 'template') return [...new Set(slots(recipe.content))];
  return [];
}

function slots(content: Data): ValueReference[] {
  if (typeof content === 'string') return [...content.matchAll(SLOT)].map(([, name = '']) => name);
  if (typeof content !== 'object' || content === null) return [];
  return Object.values(content).flatMap(slots);
}

/** A template's content with each `((name))` in its strings replaced; the shape around the strings cannot change. */
export function fillSlots(content: Data, textOf: (reference: ValueReference) => string): Data {
  if (typeof content === 'string') return content.replace(SLOT, (_slot, name: string) => textOf(name));
  if (typeof content !== 'object' || content === null) return content;
  if (isList(content)) return content.map((item) => fillSlots(item, textOf));
  return Object.fromEntries(Object.entries(content).map(([key, item]) => [key, fillSlots(item, textOf)]));
}

/**
 * The values that stand alone between fixed texts of a template's content, read back from data that it was filled into.
 * What has another shape gives nothing.
 */
export function readSlots(content: Data, data: unknown): ReadonlyMap<ValueReference, string> {
  if (typeof content === 'string') return typeof data === 'string' ? readSlot(content, data) : new Map();
  if (typeof content !== 'object' || content === null) return new Map();
  if (typeof data !== 'object' || data === null) return new Map();
  const fields = new Map<string, unknown>(Object.entries(data));
  return new Map(Object.entries(content).flatMap(([key, item]) => [...readSlots(item, fields.get(key))]));
}

function readSlot(content: string, text: string): ReadonlyMap<ValueReference, string> {
  const [before = '', name, after = '', more] = content.split(SLOT);
  const fits = text.length >= before.length + after.length && text.startsWith(before) && text.endsWith(after);
  if (name === undefined || more !== undefined || !fits) return new Map();
  return new Map([[name, text.slice(before.length, text.length - after.length)]]);
}

function isList(content: Data): content is readonly Data[] {
  return Array.isArray(content);
}

/**
 * Whether a value is remade from other values at any time. The others are drawn, given or fetched once, and known
 * only until they are sealed.
 */
export function isDerived(recipe: Recipe): boolean {
  return 'of' in recipe || recipe.kind === 'template';
}
