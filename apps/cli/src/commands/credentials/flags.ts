import { asText, type PlatformFlags, platformAliases, platformFlags } from '../../flags.ts';

const text = (brief: string, placeholder: string) =>
  ({ kind: 'parsed', parse: asText, brief, placeholder, optional: true }) as const;

const yes = (brief: string) => ({ kind: 'boolean', default: false, withNegated: false, brief }) as const;

/** The flags that say which platform and which tree are meant. */
export interface CredentialFlags extends PlatformFlags {
  readonly outputDir?: string;
}

/** The flags that say which sealing certificate counts. */
export interface CertificateFlags {
  readonly certificate?: string;
  readonly fromCluster: boolean;
  readonly context?: string;
  readonly controller: string;
  readonly controllerNamespace: string;
}

/** The flags from which values that already exist become known. */
export interface KnownFlags {
  readonly key?: string;
  readonly readCluster: boolean;
}

/** The flags that give values. Passwords come from a prompt, standard input, a file or the environment. */
export interface GivenFlags {
  readonly email?: string;
  readonly username?: string;
  readonly firstname?: string;
  readonly lastname?: string;
  readonly password?: string;
  readonly passwordPrompt: boolean;
  readonly passwordStdin: boolean;
  readonly passwordFile?: string;
  readonly values?: string;
}

/** The flags of everything that makes values. */
export interface GenerateFlags extends CredentialFlags, CertificateFlags, KnownFlags, GivenFlags {
  readonly sealer: 'in-process' | 'kubeseal';
  readonly accessKeys: boolean;
  readonly logins?: string;
  readonly dryRun: boolean;
}

export const credentialFlags = {
  ...platformFlags,
  outputDir: text('Folder of the tree [git_repo.path below the Git root]', 'DIR'),
} as const;

export const certificateFlags = {
  certificate: text('Sealing certificate, a PEM file or an https:// address', 'FILE|URL'),
  fromCluster: yes("Take the certificate of the cluster's controller, by kubectl"),
  context: text('Context of kubectl [the present one]', 'NAME'),
  controller: {
    kind: 'parsed',
    parse: asText,
    default: 'sealed-secrets-controller',
    brief: 'Service of the controller',
    placeholder: 'NAME',
  },
  controllerNamespace: {
    kind: 'parsed',
    parse: asText,
    default: 'kube-system',
    brief: 'Namespace of the controller',
    placeholder: 'NAME',
  },
} as const;

const knownFlags = {
  key: text('Private sealing key: what it opens can be sealed again as it is', 'FILE'),
  readCluster: yes("Read existing values from the cluster's Secrets, by kubectl"),
} as const;

const givenFlags = {
  email: text('E-mail address of the first user [$email]', 'TEXT'),
  username: text('Name of the first user [$username]', 'TEXT'),
  firstname: text('First name of the first user [$firstname]', 'TEXT'),
  lastname: text('Last name of the first user [$lastname]', 'TEXT'),
  password: { ...text('Other users of this machine can read it', 'TEXT'), hidden: true },
  passwordPrompt: yes('Ask for the password of the first user [$password, else one is generated]'),
  passwordStdin: yes('Read that password from standard input'),
  passwordFile: text('Read that password from a file', 'FILE'),
  values: text('YAML file with other values by name, - is standard input', 'FILE'),
} as const;

export const generateFlags = {
  ...credentialFlags,
  ...certificateFlags,
  ...knownFlags,
  ...givenFlags,
  sealer: {
    kind: 'enum',
    values: ['in-process', 'kubeseal'],
    default: 'in-process',
    brief: 'What seals: kfdist itself, or kubeseal from the PATH',
  },
  accessKeys: yes('Make missing access keys of IAM users in AWS'),
  logins: text('New private file for generated logins [the terminal]', 'FILE'),
  dryRun: yes('Say what would be made, and write nothing'),
} as const;

export const credentialAliases = platformAliases;
