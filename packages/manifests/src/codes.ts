import { type DiagnosticCatalog, reporter } from '@kfdist/diagnostics';

/** What this package reports, by code. */
export const MANIFESTS_DIAGNOSTICS = {
  UNKNOWN_PLACEHOLDER: {
    severity: 'error',
    message: 'No setting has the key {key}',
    hint: 'Set {key}, or correct the placeholder.',
    explanation:
      'A manifest names a placeholder whose key is neither in the settings file nor has a default. It would stay in the output.',
  },
  MALFORMED_PLACEHOLDER: {
    severity: 'warning',
    message: '{remnant} looks like a placeholder but is none',
    hint: 'A placeholder is written <<__key__>>, on one line and outside of expressions.',
    explanation:
      'Text that begins like a placeholder and does not end like one is left as it is, because it may be meant literally.',
  },
  INVALID_TEMPLATE: {
    severity: 'error',
    message: 'This is not valid {syntax}: {problem}',
    hint: 'Correct the file so that it is valid with a word in the place of each placeholder.',
    explanation:
      'A file with placeholders must be valid before they are filled; otherwise nobody can say what a value would change. It is left as it is.',
  },
  DUPLICATE_KEY: {
    severity: 'error',
    message: 'Two keys of one mapping became equal: {key}',
    hint: 'Give the settings different values, or remove one of the keys.',
    explanation: 'Values made two keys of a mapping the same, so that readers would drop one of the entries.',
  },
  UNSAFE_PLACE: {
    severity: 'error',
    message: 'The value of {key} cannot stand in {place}',
    hint: 'Use a value of letters, digits, - and _, or move the placeholder into a value.',
    explanation:
      'Anchors, aliases, tags, directives and long keys have no quoting, so only plain words can be put there.',
  },
  UNSAFE_VALUE: {
    severity: 'error',
    message: 'The value of {key} holds half of a surrogate pair, which no file can',
    hint: 'Remove the broken character from the value.',
    explanation: 'A lone UTF-16 surrogate cannot be written as UTF-8.',
  },
  BINARY_MANIFEST: {
    severity: 'warning',
    message: 'This binary file holds a placeholder and was left as it is',
    hint: 'Files with NUL bytes are never changed; render the text before it is packed.',
    explanation: 'Replacing bytes would change lengths and checksums inside a binary file.',
  },
  RAW_EXPRESSION: {
    severity: 'error',
    message: '{expression} would print a value without quoting it',
    hint: 'Use two braces; the value is quoted as its place needs.',
    explanation: 'A raw expression could change the structure of the document, so templates have none.',
  },
  UNSUPPORTED_EXPRESSION: {
    severity: 'error',
    message: 'Templates have no {construct}',
    hint: 'Use if, unless, each, with and lookup.',
    explanation: 'Partials and decorators would reach outside of the file.',
  },
  UNKNOWN_HELPER: {
    severity: 'error',
    message: '{name} is not a helper',
    hint: 'The helpers are {helpers}.',
    explanation: 'A template calls something that this version does not have.',
  },
  MISSING_EXPRESSION: {
    severity: 'error',
    message: '{expression} has no value',
    hint: 'Correct the name, or ask with (setting "key") or (lookup object "name") for what may be absent.',
    explanation: 'A template reads something that the settings do not contain.',
  },
  NOT_A_SCALAR: {
    severity: 'error',
    message: '{expression} is {kind}, which cannot be printed',
    hint: 'Print its parts with each or with.',
    explanation: 'Only text, numbers and booleans can be printed.',
  },
  INVALID_OBJECTS: {
    severity: 'error',
    message: '{file} is not valid YAML: {problem}',
    hint: 'Correct it where it is made.',
    explanation: 'A text that should hold Kubernetes objects could not be read.',
  },
  TOOL_MISSING: {
    severity: 'error',
    message: '{tool} is needed to build, and was not found',
    hint: 'Install {tool} {oldest} or newer, or name its folder with KFDIST_TOOLS; in a working copy of kfdist, node tools/install-tools.mjs does it.',
    explanation:
      'Components are built with the tools that Argo CD uses. They are looked for in the folder KFDIST_TOOLS, in .tools/bin, and on the PATH.',
  },
  TOOL_TOO_OLD: {
    severity: 'error',
    message: '{program} is {version}, and {tool} has to be {oldest} or newer',
    hint: 'Install a newer {tool}, or name its folder with KFDIST_TOOLS.',
    explanation: 'An older tool builds something else than Argo CD does.',
  },
  BUILD_FAILED: {
    severity: 'error',
    message: '{component} cannot be built: {problem}',
    hint: 'Correct the component, or the mirror that its upstream comes from.',
    explanation: 'kustomize, helm or git refused; what they said stands in the message.',
  },
  UPSTREAM_UNREACHABLE: {
    severity: 'error',
    message: '{host} cannot be reached',
    hint: 'Look at the network and its proxy (HTTPS_PROXY), or name a copy under mirrors: in the settings.',
    explanation:
      'Building fetches upstreams that are not in the cache yet. Each host is reported once, however many components need it.',
  },
  UPSTREAM_UNTRUSTED: {
    severity: 'error',
    message: 'The certificate of {host} is not trusted ({reason})',
    hint: 'Where a proxy shows one of its own, name the file of its authority in NODE_EXTRA_CA_CERTS.',
    explanation:
      'Node.js has its own list of authorities, and does not look at that of the system. Nothing is downloaded from whom it does not trust.',
  },
  SECRET_IN_BUILD: {
    severity: 'error',
    message: '{component} builds the Secret {secret} with values: {keys}',
    hint: 'Patch it away, and declare it under secrets in component.yaml.',
    explanation:
      'What is built is shown, compared and committed, so no value of a Secret may be in it. Values of upstream are public besides.',
  },
} as const satisfies DiagnosticCatalog;

/** Makes a diagnostic of this package. */
export const report = reporter(MANIFESTS_DIAGNOSTICS);
