import type { RoleSpec } from '@kfdist/iam';
import type { PlannedComponent } from '../applications.ts';

/** Everything that the map of a platform shows, as plain JSON. No values of secrets. */
export interface PlatformMap {
  readonly kind: 'PlatformMap';
  readonly version: 1;
  readonly cluster: MapCluster;
  /** The categories of the components, in the order in which lists show them. */
  readonly categories: readonly string[];
  /** By wave, then name. */
  readonly components: readonly MapComponent[];
  readonly roles: readonly MapRole[];
  readonly secrets: readonly MapSecret[];
  readonly hosts: readonly MapHost[];
  /** The rules that say who may reach what, of our own files or of everything that was built. */
  readonly policies: readonly MapPolicy[];
  readonly images: readonly MapImage[];
  /** Whether images and policies are those of built objects, or only what can be known without building. */
  readonly isBuilt: boolean;
}

/** The cluster that a map is of. */
export interface MapCluster {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly domain: string;
  readonly repository: string;
  readonly revision: string;
  readonly root: string;
  readonly delivery: string;
  /** The release of Kubeflow in the distribution, if it says one. */
  readonly kubeflow?: string;
  readonly kubernetes: string;
}

/** A component; others are named by `name`. */
export interface MapComponent
  extends Pick<PlannedComponent, 'name' | 'application' | 'summary' | 'wave' | 'hosts' | 'data'> {
  /** Maps of other releases may have categories of their own. */
  readonly category: string;
  readonly namespace?: string;
  /** The pick-one group that it was chosen in. */
  readonly group?: string;
  readonly source: 'helm' | 'kustomize' | 'manifests';
  /** Where it comes from: the chart, or the remote bases of its Kustomizations. */
  readonly pins: readonly MapPin[];
  /** Selected components that it needs. */
  readonly needs: readonly string[];
  /** Selected components that it only comes after. */
  readonly after: readonly string[];
  readonly serviceAccounts: readonly string[];
  /** Keys of the roles that it uses. */
  readonly roles: readonly string[];
  /** Secrets that are delivered for it, as `namespace/name`. */
  readonly secrets: readonly string[];
  readonly images: readonly string[];
}

/** A pinned place that something is taken from. */
export interface MapPin {
  readonly repository: string;
  /** The chart, or the path in the repository. */
  readonly path: string;
  /** The version of the chart, or the commit or tag. */
  readonly version: string;
  /** The name and release of the upstream, where the distribution knows it. */
  readonly upstream?: string;
  readonly release?: string;
}

/** An IAM role, and who may have it. */
export interface MapRole extends Pick<RoleSpec, 'key'>, Partial<Pick<RoleSpec, 'trust'>> {
  /** Empty where there is none yet. */
  readonly arn: string;
  readonly made: string;
  readonly components: readonly string[];
  /** ServiceAccounts as `namespace/name`. */
  readonly subjects: readonly string[];
  readonly policies: readonly Pick<RoleSpec['policies'][number], 'name' | 'document'>[];
}

/** A Secret, and where each of its values comes from. */
export interface MapSecret {
  /** `namespace/name`. */
  readonly id: string;
  readonly component: string;
  readonly backend: string;
  readonly keys: readonly MapSecretKey[];
  readonly restarts: readonly string[];
}

/** One key of a Secret. */
export interface MapSecretKey {
  readonly key: string;
  /** How its value is made. */
  readonly recipe: string;
  /** The remote secret that holds it. */
  readonly remote?: string;
}

/** A host at the gateway, and how it is protected. */
export interface MapHost {
  readonly host: string;
  /** The component that it was made for, if for one. */
  readonly component?: string;
  readonly gateway: string;
  /** Where TLS ends. */
  readonly tls: 'gateway' | 'load balancer' | 'nowhere';
  readonly minimumTls?: string;
  readonly certificate?: string;
  readonly issuer?: string;
  /** Whether plain HTTP is redirected. */
  readonly isRedirected: boolean;
  readonly routes: readonly string[];
  /** The policies that a request for it passes, by `name`. */
  readonly policies: readonly string[];
}

/** An AuthorizationPolicy of Istio, as far as the map shows it. */
export interface MapPolicy {
  /** `namespace/name`. */
  readonly name: string;
  readonly component: string;
  readonly action: string;
  /** Labels of the pods that it is for; none for all of its namespace. */
  readonly selects: readonly string[];
  /** Who decides, where the action is CUSTOM. */
  readonly provider?: string;
  readonly hosts: readonly string[];
  readonly paths: readonly string[];
  readonly exceptPaths: readonly string[];
  readonly users: readonly string[];
}

/** An image, by its name without version. */
export interface MapImage {
  readonly name: string;
  readonly versions: readonly string[];
  readonly components: readonly string[];
  /** What kinds of place name it: containers, arguments, ConfigMaps. */
  readonly places: readonly string[];
}
