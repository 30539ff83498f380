import { reporter } from '@kfdist/diagnostics';

/** What this package can report. */
export const PLATFORM_DIAGNOSTICS = {
  INVALID_YAML: {
    severity: 'error',
    message: 'This is not valid YAML: {problem}',
    hint: 'Correct the file at this place.',
    explanation: 'A file of the distribution could not be parsed.',
  },
  INVALID_COMPONENT: {
    severity: 'error',
    message: '{at}: {problem}',
    hint: 'The schema of component.yaml is distribution/component.schema.json.',
    explanation: 'A component.yaml does not have the shape that its schema describes.',
  },
  UNSUPPORTED_DISTRIBUTION: {
    severity: 'error',
    message: 'This distribution has the format {format}, and this release of kfdist reads {known}',
    hint: 'Update @kfdist/cli, or take the release of @kfdist/distribution that came with it.',
    explanation:
      'settings.yaml says the format of a distribution. One that is newer than the command could be misread, so it is refused.',
  },
  UNSUPPORTED_KUBERNETES: {
    severity: 'error',
    message: 'Kubernetes {version} is not what this distribution is made for: {from} to {to}',
    hint: 'Take a supported version, or another release of the distribution.',
    explanation:
      'A distribution names the Kubernetes versions that its components support; others lack APIs that they use, or removed them.',
  },
  DUPLICATE_COMPONENT: {
    severity: 'error',
    message: 'The component {name} is declared in another folder than its name',
    hint: 'A component lives in a folder with its name: {name}/component.yaml.',
    explanation:
      'The folder of a component has the name of the component, so that one name means one component.',
  },
  EMPTY_GROUP: {
    severity: 'error',
    message: '{component} provides {group}, which is not among the groups of settings.yaml',
    hint: 'Add the group to settings.yaml, with its default member.',
    explanation: 'Pick-one groups and their defaults are declared in settings.yaml.',
  },
  UNKNOWN_SETTING_IN_COMPONENT: {
    severity: 'error',
    message: '{name} uses the setting {key}, which nobody declares or sets',
    hint: 'Declare it in the settings of its component.yaml, or set it.',
    explanation: 'A placeholder in a component.yaml names a setting that is neither declared nor set.',
  },
  MISSING_FILE: {
    severity: 'error',
    message: '{component} names {file}, which is not there',
    hint: 'Add the file or correct its name in component.yaml.',
    explanation: 'A component.yaml refers to a file that its folder does not have.',
  },
  INVALID_VALUES: {
    severity: 'error',
    message: 'The Helm values of {component} are not a mapping but {problem}',
    hint: 'Write them as key: value.',
    explanation: 'The values file of a Helm source holds one YAML mapping.',
  },
  SYMLINK_LEAVES_TREE: {
    severity: 'error',
    message: 'The symbolic link {file} points to {target}, outside its folder',
    hint: 'Replace the link by the file, or point it inside the folder.',
    explanation: 'Symbolic links are kept as they are and never followed, so they may only point inside.',
  },
  OUTPUT_NOT_OURS: {
    severity: 'error',
    message: '{folder} holds files that kfdist did not write, for example {file}',
    hint: 'Choose another folder (git_repo.path or --output-dir), or use --overwrite to replace what is in the way.',
    explanation: 'kfdist writes into a new folder, an empty one, or one that it wrote before.',
  },
  OUTPUT_OF_OTHER_CLUSTER: {
    severity: 'error',
    message: '{folder} holds the platform of {other}, not of {cluster}',
    hint: 'Choose another folder (git_repo.path or --output-dir). Where this cluster takes the place of that one, use --overwrite.',
    explanation:
      'The record in an output folder names its cluster. Two settings files with the same folder would replace the platform of one cluster by that of the other.',
  },
  PREFIX_MISSING: {
    severity: 'error',
    message: 'The Applications of {cluster} have no prefix in an Argo CD that manages more than one cluster',
    hint: 'Set argocd.name_prefix, for example to {prefix}; it is part of their permanent names.',
    explanation:
      'An Argo CD that manages several clusters tells their Applications and projects apart by their names.',
  },
  BLOCKED_PATH: {
    severity: 'error',
    message: '{file} cannot be written: {blocker} is in the way',
    hint: 'Move it away, then run the command again.',
    explanation:
      'A file stands where a folder must be, a folder where a file must be, or a symbolic link on the way.',
  },
  HAND_EDITED: {
    severity: 'warning',
    message: '{file} was edited by hand; it is kept as it is',
    hint: 'Move the edit into the distribution or your own components folder, or use --overwrite to lose it.',
    explanation:
      'A rendered file differs from what kfdist wrote. It is reported and kept unless --overwrite is given.',
  },
  CONFIRM_DESELECTION: {
    severity: 'error',
    message: 'Data may go with the Application of {component}: {data}',
    hint: 'If that is meant, add --confirm={component}.',
    explanation:
      'Removing the Application of a component deletes its objects, and with them the data that hangs on them. Profiles, namespaces and definitions of kinds stay until somebody deletes them.',
  },
  DESELECTED: {
    severity: 'warning',
    message: '{component} is no longer selected; Argo CD will delete its objects',
    explanation:
      'Argo CD prunes the Application of a component that is no longer part of the tree. Profiles, namespaces and definitions of kinds stay until somebody deletes them.',
  },
  RENAMED: {
    severity: 'warning',
    message:
      'The names of Applications change, {before} becomes {after}: Argo CD will delete the objects of the old ones and make them anew',
    hint: 'Keep argocd.name_prefix as it is: it is chosen for a new cluster.',
    explanation:
      'For Argo CD an Application of another name is another one. It prunes the old one with its objects, while the new one makes the same.',
  },
  NAMESPACE_LEFT: {
    severity: 'warning',
    message:
      'What is in the namespace {namespace} goes on running: nothing selected needs it, so Argo CD may not delete there',
    hint: 'When the Applications are gone and nothing in it is wanted any more, run: kubectl delete namespace {namespace}',
    explanation:
      'The project allows what the selected components need. It is narrowed before Argo CD deletes an Application, and Argo CD leaves what the project does not allow.',
  },
  KIND_LEFT: {
    severity: 'warning',
    message: 'Objects of the kind {kind} stay: nothing selected brings any, so Argo CD may not delete them',
    hint: 'When the Applications are gone, look for them with: kubectl get {resource}',
    explanation:
      'The project allows what the selected components need. It is narrowed before Argo CD deletes an Application, and Argo CD leaves what the project does not allow.',
  },
  BAD_RECORD: {
    severity: 'error',
    message: '{file} cannot be read: {problem}',
    hint: 'Restore it from Git (of a conflict, take one side of the whole tree), or delete it and use --overwrite.',
    explanation:
      'The record of what was written before is damaged, so nothing can be told apart from foreign files.',
  },
  PATH_OUTSIDE: {
    severity: 'error',
    message: '{path} is not a folder below the Git root',
    hint: 'git_repo.path is relative and has no "..".',
    explanation: 'Applications name their folder relative to the root of the Git repository.',
  },
  BAD_HOST: {
    severity: 'error',
    message: '{component} has the host {host}, which is not a DNS name',
    hint: 'Write it in small letters, below the domain, such as labels.<<__domain__>>.',
    explanation:
      'Hosts of a component get a record in DNS, a certificate and a route at the gateway; each is a whole name, also of an internationalised domain (xn--).',
  },
  HOST_TAKEN: {
    severity: 'warning',
    message: '{component} has the host {host}, and so has {owner}',
    hint: 'Give one of them another host, unless they divide its paths among them.',
    explanation: 'Where two components answer every path of a host, it is not said which of them does.',
  },
  DOMAIN_OUTSIDE_ZONE: {
    severity: 'warning',
    message: 'The domain {domain} does not lie in the hosted zone {zone}',
    hint: 'Correct domain or route53.hosted_zone_domain.',
    explanation:
      "external-dns writes nothing outside its zone, and Let's Encrypt is answered there: hosts would have neither address nor certificate.",
  },
  NAMESPACE_TAKEN: {
    severity: 'error',
    message: '{key} is {name}, and that namespace belongs to {owner}',
    hint: 'Give it another name.',
    explanation:
      'A profile owns the namespace of its name, with everything in it: no two have the same, and none has one of the platform or of Kubernetes.',
  },
  ROLES_WAIT: {
    severity: 'warning',
    message: 'The IAM roles {roles} wait for the setting {setting}',
    hint: 'Set {setting}. Until then kfdist iam cannot make them, and their pods cannot reach AWS.',
    explanation:
      'The manifests can be written without it, but trust and policy of these roles cannot: they would be open or name nobody.',
  },
  RESTART_NOT_MARKED: {
    severity: 'warning',
    message: '{workload} in {namespace} reads its credentials only when it starts, and cannot be marked here',
    hint: 'When the new credentials are in the cluster, run: kubectl --namespace {namespace} rollout restart {target}',
    explanation:
      'A rotation is recorded in the pod templates of what reads the Secret, so that it starts again. The pods of a Helm chart, and objects in no file of the component, are out of reach.',
  },
  DATA_REMOVED: {
    severity: 'warning',
    message: '{object} of {component} goes, and the data in it',
    hint: 'Make sure that nobody needs it, or that there is a copy.',
    explanation:
      'Argo CD deletes what is no longer in the build, except what carries Delete=false or Prune=false.',
  },
  OBJECT_STAYS: {
    severity: 'warning',
    message: '{object} leaves {component} and stays in the cluster',
    hint: 'Delete it by hand when nobody needs it any more.',
    explanation:
      'Argo CD leaves what carries Prune=false where it is no longer in the build, and what carries Delete=false where its Application goes.',
  },
  KIND_REMOVED: {
    severity: 'warning',
    message: '{object} of {component} goes, and with it all objects of this kind',
    hint: 'Keep the kind as long as there are objects of it.',
    explanation: 'Deleting a CustomResourceDefinition deletes every object of its kind in the cluster.',
  },
  KIND_AND_USE: {
    severity: 'warning',
    message: '{component} brings {kind}, which {users} uses in the same commit',
    hint: 'It becomes Synced by itself after some retries; two commits, first the kind, spare that.',
    explanation:
      'Waves order the creation of Applications. A later commit reaches all of them at once, so that an object may come before its kind.',
  },
  MIRROR_NEEDS_HYDRATION: {
    severity: 'error',
    message: 'Argo CD cannot be told of the mirror of {what}: {why}',
    hint: 'Set delivery to hydrated, and write the tree with kfdist build --hydrate.',
    explanation:
      'With delivery: reference, Argo CD reads the upstreams itself. Mirrors of the Git repositories and charts that components name are written into the tree; of what upstreams name themselves, and of images, only final objects know.',
  },
} as const;

export const report = reporter(PLATFORM_DIAGNOSTICS);
