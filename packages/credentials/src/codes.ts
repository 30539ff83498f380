import { reporter } from '@kfdist/diagnostics';

/** Everything this package can report, by its permanent code. */
export const CREDENTIALS_DIAGNOSTICS = {
  BAD_SECRET: {
    severity: 'error',
    message: '{field} {problem}',
    hint: 'A secret has a name, keys with a recipe each, and optionally {optional}.',
    explanation:
      'The `secrets` list of a component.yaml declares each Secret by name, with a recipe for each key. A field that is missing, misspelt or of the wrong type leaves the Secret undeclared, so nothing is generated.',
  },
  BAD_RECIPE: {
    severity: 'error',
    message: '{field} is not a recipe: {problem}',
    hint: 'A recipe is one of {known}.',
    explanation:
      'A recipe is an object whose first word says how the value is made, for example `hex: 32` (32 random bytes in hexadecimal) or `bcrypt: admin-password` (the hash of another value).',
  },
  WEAK_RECIPE: {
    severity: 'error',
    message: '{field} gives a value that can be guessed: {problem}',
    hint: 'Use at least {least}.',
    explanation: 'Random values have at least 16 bytes and passwords at least 12 characters.',
  },
  SENSITIVE_IN_RECIPE: {
    severity: 'error',
    message: '{field} contains the value of a sensitive setting',
    hint: 'Use `given` in the recipe; the value is then asked for when credentials are generated.',
    explanation:
      'Recipes are public: they are compared, printed and recorded in the lock file. A sensitive setting written into a recipe would appear there.',
  },
  DUPLICATE_SECRET: {
    severity: 'error',
    message: 'The Secret {secret} is declared twice, by {component} and by {other}',
    hint: 'Give one of them another name, or declare it in one component only.',
    explanation: 'Two declarations of one Secret would overwrite each other in the cluster.',
  },
  CONFLICTING_RECIPES: {
    severity: 'error',
    message: 'The value {value} is declared with two different recipes',
    hint: 'Components may declare the same named value, but only with the same recipe.',
    explanation:
      'A named value is generated once and used by every Secret that refers to it. Components that can be chosen independently declare it each, in the same words.',
  },
  SHARED_REMOTE_PLACE: {
    severity: 'error',
    message: '{value} and {other} are two values, but both are to be kept in the remote secret {place}',
    hint: 'Give one of them another `remote`. If they are meant to be one value, declare it under `values` and say `same` in both.',
    explanation:
      'A remote secret holds one text, or a JSON object with one text for each property. Whatever is written last would be what both Secrets get.',
  },
  UNKNOWN_VALUE: {
    severity: 'error',
    message: '{field} refers to {value}, which no selected component declares',
    hint: 'Known values are {known}.',
    explanation:
      'A reference is a name declared under `values`, `secret/key` in the same namespace, or `namespace/secret/key`.',
  },
  CIRCULAR_RECIPE: {
    severity: 'error',
    message: 'The value {value} is made from itself: {path}',
    hint: 'Break the circle by generating one of these values at random.',
    explanation: 'Values that are made from each other in a circle have no beginning.',
  },
  BAD_REFERENCE: {
    severity: 'error',
    message: '{field} cannot be made from {value}: {problem}',
    hint: 'A public key is made from a key pair; everything else from any text.',
    explanation: 'Some recipes take only values of one kind.',
  },
  MISSING_VALUE: {
    severity: 'error',
    message: 'The value {value} ({prompt}) is not given',
    hint: 'Answer when asked at a terminal, or write it under this name into a file for --values.',
    explanation:
      'Some values exist outside the platform, such as the password of a database. They are asked for.',
  },
  UNKNOWN_GIVEN: {
    severity: 'error',
    message: 'The value {value} is given, but no selected component declares it',
    hint: 'Known values are {known}.',
    explanation: 'A given value that nothing uses is more often misspelt than superfluous.',
  },
  GIVEN_NOT_USED: {
    severity: 'warning',
    message: 'The value {value} is given, but it was sealed before and stays as it was',
    hint: 'To replace it, run: kfdist credentials rotate {value}',
    explanation:
      'Sealed values cannot be compared with what is given now. A repeated run therefore changes nothing unless a rotation asks for it.',
  },
  BAD_PASSWORD: {
    severity: 'error',
    message: 'A password {problem}, so {value} cannot be its bcrypt hash',
    hint: 'Give a password of 1 to 72 bytes without NUL characters.',
    explanation:
      'bcrypt silently ignores everything after 72 bytes and after a NUL, so that another password would open the account too.',
  },
  VALUE_NOT_KNOWN: {
    severity: 'error',
    message: '{secret} needs the value {value}, which exists only sealed',
    hint: 'Give the private sealing key or a cluster to read it from, give the value again, or replace it: kfdist credentials rotate {value}',
    explanation:
      'A Secret that has to be made again from several values needs all of them. Values that were sealed earlier are not kept anywhere else.',
  },
  SPLIT_VALUE: {
    severity: 'error',
    message: 'The value {value} is used by {secret} too, which is kept in {backend}',
    hint: 'Seal and push in one run, or keep both Secrets in one backend.',
    explanation:
      'A value is generated once. Where its Secrets lie in two backends, both must be written in the same run, or they would disagree.',
  },
  UNKNOWN_NAME: {
    severity: 'error',
    message: '{name} is neither a value nor a Secret',
    hint: 'Known names are {known}.',
    explanation: 'A rotation names a value, a Secret, or `namespace/secret/key`.',
  },
  AMBIGUOUS_NAME: {
    severity: 'error',
    message: '{name} means several things: {meanings}',
    hint: 'Say which one.',
    explanation: 'Secrets in two namespaces may have the same name.',
  },
  SEALED_FOR_OTHER_CERTIFICATE: {
    severity: 'warning',
    message: '{secret} is sealed for another certificate ({fingerprint})',
    hint: 'The controller keeps its earlier keys, so this works as long as they exist. Give the private key to seal the same values anew, or rotate them.',
    explanation:
      'The controller makes a new key every 30 days and keeps the old ones. Values sealed for a key that the cluster does not have cannot be read there.',
  },
  SEAL_NOT_OURS: {
    severity: 'warning',
    message: '{secret} does not hold what the lock file says for {key}',
    hint: 'It was sealed by hand or by a run that was interrupted. To make sure that all its users agree, run: kfdist credentials rotate {value}',
    explanation:
      'The lock file keeps the last characters of each sealed value. Where they differ, the value is not the one that was recorded.',
  },
  UNRECORDED_SEAL: {
    severity: 'error',
    message: '{secret} is sealed already, but the lock file does not know it',
    hint: 'To replace it, run: kfdist credentials rotate {secret}. To keep it, take the Secret out of the declarations.',
    explanation:
      'It was sealed by hand, or by a run that was interrupted before it could write the lock file. Generating would overwrite its values.',
  },
  BAD_LOCK: {
    severity: 'error',
    message: 'The lock file cannot be read: {problem}',
    hint: 'Restore it from Git; of a conflict, take the same side for it and for the folder secrets. Without it, all credentials would be generated anew.',
    explanation:
      'The lock file says what was sealed when and for which certificate. A broken one is never overwritten, because that would rotate every credential.',
  },
  BAD_SEALED_SECRET: {
    severity: 'error',
    message: '{problem}',
    hint: 'Restore the file from Git, or delete it and rotate the credentials in it.',
    explanation: 'The file is not a SealedSecret, or a value in it cannot be one that a controller can open.',
  },
  SECRET_TOO_LARGE: {
    severity: 'error',
    message: '{secret} would have {size} bytes, more than the {limit} that {place} takes',
    hint: 'Split it into several Secrets.',
    explanation:
      'A Kubernetes Secret holds at most 1 MiB, a secret in Secrets Manager 64 KiB, a parameter in Parameter Store 8 KiB.',
  },
  BAD_CERTIFICATE: {
    severity: 'error',
    message: 'This is not a certificate: {problem}',
    hint: 'Give the PEM file that `kubeseal --fetch-cert` or `kfdist credentials init-key` writes. It begins with -----BEGIN CERTIFICATE-----.',
    explanation: 'Values are sealed with the public key in the certificate of the sealed-secrets controller.',
  },
  EXPIRED_CERTIFICATE: {
    severity: 'error',
    message: 'The sealing certificate expired on {date}',
    hint: 'Fetch the present one from the controller, which renews it every 30 days.',
    explanation:
      'The controller would still open what is sealed for an old key, but an expired certificate is a sign that the key was replaced, perhaps because it leaked.',
  },
  FUTURE_CERTIFICATE: {
    severity: 'error',
    message: 'The sealing certificate is valid only from {date}',
    hint: 'Check the clock of this machine.',
    explanation: 'A certificate from the future was made by, or is read on, a machine whose clock is wrong.',
  },
  WEAK_CERTIFICATE: {
    severity: 'error',
    message: 'The sealing certificate has {key}, which is too weak',
    hint: 'The controller and `kfdist credentials init-key` make RSA keys of 4096 bits.',
    explanation:
      'Sealed values lie in Git for years, readable for everybody who ever had a clone. Keys below 2048 bits do not protect them that long.',
  },
  WRONG_CERTIFICATE: {
    severity: 'error',
    message: 'This certificate is not for sealing: {problem}',
    hint: 'Fetch the certificate of the sealed-secrets controller, or make a key pair with: kfdist credentials init-key',
    explanation:
      'A certificate of a web server or of an authority is easily taken for the sealing certificate. The cluster does not have its private key, so nothing sealed for it could be opened.',
  },
  SEVERAL_CERTIFICATES: {
    severity: 'warning',
    message: 'The file holds {count} certificates; values are sealed for the first ({fingerprint})',
    hint: 'The controller puts its newest certificate first.',
    explanation: 'Like kubeseal, only the first certificate of a file is used.',
  },
  NO_CERTIFICATE: {
    severity: 'error',
    message: 'Values have to be sealed, but there is no sealing certificate',
    hint: 'Give one with --certificate, or make a key pair for a new cluster: kfdist credentials init-key',
    explanation: 'Values are sealed with the public key in the certificate of the sealed-secrets controller.',
  },
} as const;

export const report = reporter(CREDENTIALS_DIAGNOSTICS);
