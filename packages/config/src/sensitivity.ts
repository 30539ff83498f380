import type { Diagnostic } from '@kfdist/diagnostics';
import { report } from './codes.ts';
import { templateParts } from './placeholders.ts';
import type { SettingDefinition } from './setting-definitions.ts';
import type { Settings } from './settings.ts';
import { indexPattern, isIndex, nearestKey } from './suggest.ts';

/** A word that names a secret, also at the end of a compound such as `dbpassword`. */
const SECRET =
  /(?:password|passwd|passphrase|passcode|secret|token|credential)s?$|^(?:pass|pwd|pw|creds?|bearer|jwt|kubeconfig|dockerconfigjson)$/;
const KEY = /^(?:api|access|secret|private|signing|encryption|auth|ssh|license|master|deploy)?keys?$/;
/** `public_key` and `partition_key` are no secrets. */
const HARMLESS_BEFORE_KEY = new Set(
  'public partition sort primary foreign tag label annotation map cache object host group index config'.split(
    ' ',
  ),
);
/** What is said about a secret rather than the secret: `secret_name`, `key_prefix`, `token_url`, `password_policy`. */
const ABOUT = new Set(
  (
    'name names arn arns id ids path paths prefix suffix ref refs reference url uri endpoint issuer namespace region ' +
    'type kind backend provider engine store manager driver mode length size ttl expiry expiration lifetime age ' +
    'duration interval days hours minutes seconds rotation enabled disabled required policy role usage algorithm ' +
    'version count limit max min file filename dir directory field pair username user owner email domain host port ' +
    'label labels annotations title description format encoding image tag chart replicas cpu memory class'
  ).split(' '),
);
/** Components whose names sound like secrets. */
const COMPONENTS = new Set(['external_secrets', 'external-secrets', 'sealed_secrets', 'sealed-secrets']);

/**
 * Whether the value of a key must not be shown: its definition says so, or, without a definition, its name says that
 * it is a password, secret, token or key, and not only something about one.
 *
 * @example
 * isSensitiveKey('grafana.admin_password'); //=> true
 * isSensitiveKey('external_secret_name.kubeflow.rds_password'); //=> false
 */
export function isSensitiveKey(key: string, definition?: SettingDefinition): boolean {
  if (definition !== undefined) return definition.sensitive === true;
  const segments = key
    .split('.')
    .filter((segment) => !isIndex(segment) && !COMPONENTS.has(segment))
    .map(wordsOf);
  if (segments.some((words) => ABOUT.has(words.at(-1) ?? ''))) return false;
  const own = segments.at(-1) ?? [];
  return namesSecret(own) || segments.slice(0, -1).some((words) => namesSecret(words.slice(-2)));
}

/**
 * Whether the value of a key must not be shown, among these definitions: also where the key lies below a sensitive one,
 * or is spelt almost like one.
 */
export function isSensitiveAmong(
  definitions: ReadonlyMap<string, SettingDefinition>,
): (key: string) => boolean {
  const declared = [...definitions.values()]
    .filter(({ sensitive }) => sensitive === true)
    .map(({ key }) => key);
  return (key) => {
    const definition = definitions.get(key) ?? definitions.get(indexPattern(key));
    if (definition !== undefined || isSensitiveKey(key)) return isSensitiveKey(key, definition);
    return (
      declared.some((other) => indexPattern(key).startsWith(`${other}.`)) ||
      nearestKey(key, declared) !== undefined
    );
  };
}

function namesSecret(words: readonly string[]): boolean {
  return words.some(
    (word, at) => SECRET.test(word) || (KEY.test(word) && !HARMLESS_BEFORE_KEY.has(words[at - 1] ?? '')),
  );
}

function wordsOf(segment: string): string[] {
  return segment
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .map((word) => word.replace(/\d+$/, ''))
    .filter((word) => word !== '');
}

/** Whether a text is a URL with a password in it, whatever its setting is called. */
export function hasPassword(text: string): boolean {
  return /^[a-z][a-z0-9+.-]{0,30}:\/\/[^/?#@:\s]*:[^/?#@\s]+@/i.test(text);
}

/**
 * A `SENSITIVE_IN_FILE` for each secret that stands in a settings file, which belongs in Git while the secret does not.
 * Values that only name other settings are no secrets themselves.
 */
export function sensitiveInFile({ values }: Settings): Diagnostic[] {
  return [...values.values()].flatMap(({ key, text, template, origin, definition, span }) => {
    const written = templateParts(template ?? text)
      .filter((_, at) => at % 2 === 0)
      .join('');
    // What is secret about a URL is its password
    const isNamed = definition?.kind !== 'url' && isSensitiveKey(key, definition);
    const isSecret = isNamed || hasPassword(written);
    if (origin !== 'file' || !isSecret || written === '') return [];
    return [report('SENSITIVE_IN_FILE', { args: { key }, span })];
  });
}
