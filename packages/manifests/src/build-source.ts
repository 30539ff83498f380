/** A file below the root of a tree. */
export interface BuildFile {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly executable?: boolean;
  /** The target of a symbolic link. */
  readonly symlink?: string;
}

/** A Helm chart with its values. */
export interface ChartSource {
  readonly kind: 'helm';
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly releaseName: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** A folder of the tree: a Kustomization, or plain manifests. */
export interface FolderSource {
  readonly kind: 'kustomize' | 'manifests';
  readonly path: string;
}

/** What Argo CD makes objects from. */
export type BuildSource = ChartSource | FolderSource;

/** One thing to build, as an Application describes it. */
export interface BuildUnit {
  readonly name: string;
  readonly source: BuildSource;
  readonly namespace?: string | undefined;
  /** The files of the component below the root of the tree. */
  readonly files: readonly BuildFile[];
}
