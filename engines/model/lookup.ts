import type { KubeObject } from './object.ts';

/**
 * How the builder finds other objects. The language server answers from the index of a workspace, the core from its watch-fed store.
 * A namespace that is undefined (nothing says where the object will land) meets every namespace. Where several objects fit,
 * the nearest stand first: same file, same folder, nearest common folder.
 */
export interface ObjectLookup {
  /** Objects of a kind by name. */
  named(kind: string, near: KubeObject, name: string): readonly KubeObject[];
  /** Objects of a kind whose `spec.selector` (Services: the map itself; others: `matchLabels` and expressions) selects a pod with these labels. */
  selecting(kind: string, near: KubeObject, labels: Readonly<Record<string, string>>): readonly KubeObject[];
  /** Workloads that mount the PersistentVolumeClaim of that name, `near` itself left out. */
  mountingClaim(near: KubeObject, claimName: string): readonly KubeObject[];
  /** Workloads whose pods bear all of these labels, `near` itself left out; none for no labels. */
  bearing(near: KubeObject, labels: Readonly<Record<string, string>>): readonly KubeObject[];
  /** Objects of a kind that point at the workload by `spec.scaleTargetRef` or `spec.targetRef`. */
  targeting(kind: string, workload: KubeObject): readonly KubeObject[];
  /** PersistentVolumes in sight of that class name (the empty string for none). */
  volumesOfClass(near: KubeObject, className: string): readonly KubeObject[];
  /** All objects of a kind in the namespace; costly to depend on, for questions about there being any at all. */
  all(kind: string, near: KubeObject): readonly KubeObject[];
  /** True when the workspace is known to be a part only (an overlay whose base is out of sight, a chart): absence proves little. */
  readonly partial: boolean;
}
