import { report } from './codes.ts';
import { at, fieldName, isMapping, type Place } from './reading.ts';
import {
  type BcryptIdent,
  type Data,
  type KeyAlgorithm,
  type Recipe,
  referencesOf,
  type TemplateFormat,
} from './recipe.ts';

/** The words that say how a value is made, each with the reader of what follows it. */
const WORDS = {
  hex: (place: Place) => random(place, 'hex'),
  base64url: (place: Place) => random(place, 'base64url'),
  password,
  bcrypt,
  rsa: (place: Place) => privateKey(place, { 2048: 'rsa-2048', 3072: 'rsa-3072', 4096: 'rsa-4096' }),
  ecdsa: (place: Place) => privateKey(place, { 'P-256': 'P-256', 'P-384': 'P-384' }),
  publicKeyOf: (place: Place) => derived(place, 'public-key'),
  text: (place: Place) => template(place, 'text'),
  json: (place: Place) => template(place, 'json'),
  yaml: (place: Place) => template(place, 'yaml'),
  given,
  accessKeyId: (place: Place) => accessKey(place, 'id'),
  secretAccessKey: (place: Place) => accessKey(place, 'secret'),
  madeAt: (place: Place) => derived(place, 'made-at'),
  same: (place: Place) => derived(place, 'same'),
} satisfies Record<string, (place: Place, whole: Place) => Recipe | undefined>;

type Word = keyof typeof WORDS;

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._-]*(\/[A-Za-z0-9][A-Za-z0-9._-]*){0,2}$/;
const LEAST_BYTES = 16;
const MOST_BYTES = 1024;
const LEAST_CHARACTERS = 12;
const MOST_CHARACTERS = 72;

/** Reads one recipe. `beside` are the fields that may stand next to it. */
export function parseRecipe(place: Place, beside: readonly string[] = []): Recipe | undefined {
  const { value } = place;
  if (!isMapping(value)) return badRecipe(place, 'it is not a mapping');
  const words = Object.keys(value).filter(isWord);
  const [word] = words;
  if (word === undefined) return badRecipe(place, 'it names no way to make a value');
  if (words.length > 1) return badRecipe(place, `it says both ${words.join(' and ')}`);
  const allowed = [...beside, word, ...(word === 'given' ? ['otherwise'] : [])];
  const stray = Object.keys(value).find((field) => !allowed.includes(field));
  if (stray !== undefined) return badRecipe(at(place, stray), `${stray} does not belong beside ${word}`);
  return WORDS[word](at(place, word), place);
}

function isWord(word: string): word is Word {
  return Object.hasOwn(WORDS, word);
}

function badRecipe(place: Place, problem: string): undefined {
  const { reading, path } = place;
  const args = { field: fieldName(place), problem, known: Object.keys(WORDS).join(', ') };
  reading.diagnostics.push(report('BAD_RECIPE', { args, span: reading.locate(path) }));
}

function weakRecipe(place: Place, problem: string, least: string): undefined {
  const { reading, path } = place;
  const args = { field: fieldName(place), problem, least };
  reading.diagnostics.push(report('WEAK_RECIPE', { args, span: reading.locate(path) }));
}

function integerUpTo(place: Place, most: number): number | undefined {
  const { value } = place;
  const fits = typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most;
  return fits ? value : badRecipe(place, `it wants a whole number up to ${most}`);
}

function random(place: Place, encoding: 'hex' | 'base64url'): Recipe | undefined {
  const bytes = integerUpTo(place, MOST_BYTES);
  if (bytes === undefined) return undefined;
  if (bytes < LEAST_BYTES) return weakRecipe(place, `${bytes} bytes are too few`, `${LEAST_BYTES} bytes`);
  return { kind: 'random', encoding, bytes };
}

function password(place: Place): Recipe | undefined {
  const long = isMapping(place.value);
  const length = integerUpTo(long ? at(place, 'length') : place, MOST_CHARACTERS);
  const symbols = long ? (at(place, 'symbols').value ?? '') : '';
  if (length === undefined) return undefined;
  if (length < LEAST_CHARACTERS)
    return weakRecipe(place, `${length} characters are too few`, `${LEAST_CHARACTERS} characters`);
  if (typeof symbols !== 'string' || !/^[!-/:-@[-`{-~]*$/.test(symbols))
    return badRecipe(at(place, 'symbols'), 'symbols are ASCII punctuation');
  return { kind: 'password', length, symbols };
}

function bcrypt(place: Place): Recipe | undefined {
  const long = isMapping(place.value);
  const of = reference(long ? at(place, 'of') : place);
  const cost = (long ? at(place, 'cost').value : undefined) ?? 12;
  const ident = (long ? at(place, 'ident').value : undefined) ?? '2b';
  if (of === undefined) return undefined;
  if (typeof cost !== 'number' || !Number.isInteger(cost) || cost < 10 || cost > 16)
    return badRecipe(at(place, 'cost'), 'the cost of bcrypt is 10 to 16, as Dex demands');
  if (!isIdent(ident)) return badRecipe(at(place, 'ident'), 'bcrypt hashes begin with 2a, 2b or 2y');
  return { kind: 'bcrypt', of, cost, ident };
}

function isIdent(ident: unknown): ident is BcryptIdent {
  return ident === '2a' || ident === '2b' || ident === '2y';
}

function privateKey(place: Place, algorithms: Readonly<Record<string, KeyAlgorithm>>): Recipe | undefined {
  const algorithm = algorithms[String(place.value)];
  if (algorithm !== undefined) return { kind: 'private-key', algorithm };
  return badRecipe(place, `it must be one of ${Object.keys(algorithms).join(', ')}`);
}

function template(place: Place, format: TemplateFormat): Recipe | undefined {
  const { value, reading, path } = place;
  if (!isData(value) || (format === 'text' && typeof value !== 'string'))
    return badRecipe(place, format === 'text' ? 'it wants a text' : 'it wants data');
  const text = JSON.stringify(value);
  if (
    reading.sensitive.some((secret) => secret !== '' && text.includes(JSON.stringify(secret).slice(1, -1)))
  ) {
    const details = { args: { field: fieldName(place) }, span: reading.locate(path) };
    reading.diagnostics.push(report('SENSITIVE_IN_RECIPE', details));
    return undefined;
  }
  return { kind: 'template', format, content: value };
}

function isData(value: unknown): value is Data {
  if (Array.isArray(value)) return value.every(isData);
  if (isMapping(value)) return Object.values(value).every(isData);
  return value === null || ['boolean', 'number', 'string'].includes(typeof value);
}

function given(place: Place, whole: Place): Recipe | undefined {
  const { value: prompt } = place;
  if (typeof prompt !== 'string' || prompt === '')
    return badRecipe(place, 'it wants words to ask for the value with');
  const fallback = at(whole, 'otherwise');
  if (fallback.value === undefined) return { kind: 'given', prompt };
  const otherwise = parseRecipe(fallback);
  if (otherwise !== undefined && referencesOf(otherwise).length > 0)
    return badRecipe(fallback, 'it cannot be made from other values');
  return otherwise && { kind: 'given', prompt, otherwise };
}

function accessKey(place: Place, part: 'id' | 'secret'): Recipe | undefined {
  const { value } = place;
  if (typeof value === 'string' && /^[\w+=,.@-]{1,64}$/.test(value))
    return { kind: 'access-key', user: value, part };
  return badRecipe(place, 'it wants the name of an IAM user');
}

function derived(place: Place, kind: 'public-key' | 'made-at' | 'same'): Recipe | undefined {
  const of = reference(place);
  return of === undefined ? undefined : { kind, of };
}

function reference(place: Place): string | undefined {
  const { value } = place;
  if (typeof value === 'string' && REFERENCE.test(value)) return value;
  return badRecipe(place, 'it wants the name of another value');
}
