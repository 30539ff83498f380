import { codeSpan, markdownTable } from './markdown.mjs';

/** Where a value comes from, by the word of its recipe. */
const RECIPES = {
  hex: (bytes) => `made: ${bytes} random bytes, in hexadecimal`,
  base64url: (bytes) => `made: ${bytes} random bytes, in Base64 for URLs`,
  password: (recipe) => `made: ${recipe.length ?? recipe} random characters`,
  bcrypt: (recipe) => `the bcrypt hash of ${codeSpan(recipe.of ?? recipe)}`,
  rsa: (bits) => `made: a private key, RSA with ${bits} bits`,
  ecdsa: (curve) => `made: a private key, ECDSA on ${curve}`,
  publicKeyOf: (of) => `the public key of ${codeSpan(of)}`,
  text: codeSpan,
  json: (content) => `${codeSpan(written(content))} as JSON`,
  yaml: (content) => `${codeSpan(written(content))} as YAML`,
  given: (prompt, { otherwise }) =>
    `given: ${prompt}${otherwise === undefined ? '' : `; otherwise ${whereFrom(otherwise)}`}`,
  accessKeyId: (user) => `the id of the access key of the IAM user ${codeSpan(user)}`,
  secretAccessKey: (user) => `the access key of the IAM user ${codeSpan(user)}`,
  madeAt: (of) => `when ${codeSpan(of)} was made`,
  same: (of) => `the same as ${codeSpan(of)}`,
};

/** Says where a value of a Secret comes from. A recipe without a word that is known here is an error. */
export function whereFrom(recipe) {
  const word = Object.keys(recipe).find((one) => Object.hasOwn(RECIPES, one));
  if (word === undefined) throw new Error(`no words for the recipe ${JSON.stringify(recipe)}`);
  const shown = recipe.show === undefined ? '' : `; shown once as ${codeSpan(recipe.show)}`;
  return `${RECIPES[word](recipe[word], recipe)}${shown}`;
}

function written(content) {
  return typeof content === 'string' ? content : JSON.stringify(content);
}

/** The Secrets of a component with the source of each key; empty if it has none. */
export function secretsText({ namespace, secrets }) {
  return secrets.flatMap((secret) => sectionOf(secret, secret.namespace ?? namespace?.name)).join('\n\n');
}

function sectionOf(secret, namespace) {
  const { name, keys, values = {}, restarts = [] } = secret;
  const remote = secret.remote ?? `<<__cluster_name__>>/${namespace}/${name}`;
  const rows = [
    ...Object.entries(values).map(([value, recipe]) => [
      `${codeSpan(value)}, in no Secret`,
      whereFrom(recipe),
      '',
    ]),
    ...Object.entries(keys).map(([key, recipe]) => [
      codeSpan(key),
      whereFrom(recipe),
      placeOf(key, recipe, remote),
    ]),
  ];
  return [
    `### ${name}`,
    `In the namespace ${codeSpan(namespace)}${marks(secret)}. ${restarted(restarts)}`,
    markdownTable(['Key', 'Where it comes from', 'Where it lies in AWS'], rows),
  ];
}

function marks({ type, merge, backend, enabled }) {
  return [
    type && `, of the type ${codeSpan(type)}`,
    merge && ', added to one that is there',
    backend && `, always by ${backend}`,
    enabled && `, only where ${codeSpan(enabled)} is true`,
  ]
    .filter(Boolean)
    .join('');
}

function restarted(restarts) {
  return restarts.length === 0
    ? 'No change of it restarts anything.'
    : `A change of it restarts ${restarts.map(codeSpan).join(', ')}.`;
}

/** A constant text without a place of its own lies nowhere. */
function placeOf(key, { remote, text }, shared) {
  if (remote === undefined) return text === undefined ? `${codeSpan(shared)}, ${codeSpan(key)}` : '';
  const { key: name, property } = remote;
  return property === undefined ? codeSpan(name) : `${codeSpan(name)}, ${codeSpan(property)}`;
}
