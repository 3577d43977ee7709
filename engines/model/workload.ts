import type { Field, Source, Sourced } from './field.ts';
import type { KubeObject } from './object.ts';

/** The kinds that run pods. */
export type WorkloadKind =
  'StatefulSet' | 'Deployment' | 'ReplicaSet' | 'ReplicationController' | 'DaemonSet' | 'Pod' | 'Job' | 'CronJob';

/** One object that runs pods, whatever its kind. */
export interface Workload {
  readonly object: KubeObject;
  readonly kind: WorkloadKind;
  readonly name: string | undefined;
  readonly namespace: string | undefined;
  /** The object itself; `root.at('spec')` and so on. */
  readonly root: Field;
  /** `spec.replicas`; the value is undefined where it is templated, and 1 by default where it is absent. */
  readonly replicas: { readonly value: number | undefined; readonly source: Source };
  readonly pod: Pod;
}

/** What a workload's template makes. */
export interface Pod {
  /** The pod's `metadata`. */
  readonly metadata: Field;
  /** The pod's `spec`. */
  readonly spec: Field;
  readonly labels: Readonly<Record<string, string>>;
  /** True when every label can be seen (none templated, nothing inserted by a template or base). */
  readonly labelsKnown: boolean;
  readonly annotations: Readonly<Record<string, string>>;
  /** Init containers first, in order, then the containers. */
  readonly containers: readonly Container[];
  /** `spec.volumes`, and for a StatefulSet its claim templates. */
  readonly volumes: readonly Volume[];
}

/** A container as the engines look at it. */
export interface Container {
  readonly field: Field;
  readonly name: string | undefined;
  /** True for an init container that ends before the others start; a native sidecar (`restartPolicy: Always`) is none. */
  readonly init: boolean;
  readonly image: Image | undefined;
  /** `command` and `args` word by word; a shell's `-c` script is one word here and stands in {@link scripts} too. */
  readonly words: readonly Sourced<string>[];
  /** The words of `command` alone: when there are any, the image's entrypoint does not run. */
  readonly command: readonly Sourced<string>[];
  readonly args: readonly Sourced<string>[];
  /** Shell text that the container runs: `sh -c` words of its command and arguments. */
  readonly scripts: readonly Sourced<string>[];
  readonly environment: Environment;
  readonly ports: readonly ContainerPort[];
  readonly mounts: readonly Mount[];
  /** What ConfigMaps in sight put into this container's file system. */
  readonly files: readonly MountedFile[];
  /** False when a ConfigMap, Secret or projected volume that cannot be seen is mounted and may hold configuration. */
  readonly filesComplete: boolean;
}

/** An image reference, taken apart. */
export interface Image {
  readonly source: Source;
  /** As written. */
  readonly reference: string;
  /** `quay.io`, `localhost:5000`; undefined where none is written (Docker Hub). */
  readonly registry: string | undefined;
  /** The repository without registry and without Docker Hub's `library/`: `postgres`, `bitnami/postgresql`. */
  readonly repository: string;
  readonly tag: string | undefined;
  readonly digest: string | undefined;
}

/** A container's environment as far as it can be seen. */
export interface Environment {
  readonly variables: ReadonlyMap<string, EnvironmentVariable>;
  /** False when an `envFrom` cannot be seen or a template may add variables: a variable that is not here may be set all the same. */
  readonly complete: boolean;
}

/** One variable. A value from a Secret is never read: `value` is undefined then. */
export interface EnvironmentVariable {
  readonly name: string;
  readonly value: string | undefined;
  readonly from: 'literal' | 'config-map' | 'secret' | 'field';
  readonly source: Source;
}

export interface ContainerPort {
  readonly name: string | undefined;
  readonly port: number | undefined;
  readonly field: Field;
}

/** One `volumeMounts` entry. */
export interface Mount {
  readonly field: Field;
  readonly volumeName: string | undefined;
  /** Without a trailing slash; undefined where templated. */
  readonly path: string | undefined;
  readonly subPath: string | undefined;
  readonly readOnly: boolean;
  /** The volume or claim template of that name; undefined where there is none in sight. */
  readonly volume: Volume | undefined;
}

/** What stands behind a volume. `claim-template` and `claim` are the durable ones; `unknown` is templated or of a kind not known here. */
export type VolumeKind =
  | 'claim-template'
  | 'claim'
  | 'empty-dir'
  | 'ephemeral'
  | 'host-path'
  | 'config-map'
  | 'secret'
  | 'projected'
  | 'downward-api'
  | 'nfs'
  | 'network-file-system'
  | 'csi'
  | 'block'
  | 'image'
  | 'unknown';

export interface Volume {
  readonly name: string | undefined;
  readonly kind: VolumeKind;
  /** The volume's entry, or the claim template. */
  readonly field: Field;
  /** The claim behind it: the template of a StatefulSet, an ephemeral volume's template, or the PersistentVolumeClaim in sight. */
  readonly claim: Claim | undefined;
  /** The claim's name for `claim` volumes, also when the claim is not in sight. */
  readonly claimName: string | undefined;
}

/** A PersistentVolumeClaim, or the template of one. */
export interface Claim {
  /** `object`: a PersistentVolumeClaim of its own; `template`: part of the workload. */
  readonly form: 'object' | 'template';
  /** The claim (or template) as it stands: `field.at('spec', …)`. */
  readonly field: Field;
  readonly name: string | undefined;
  readonly spec: Field;
  readonly storageClassName: string | undefined;
  /** Classes of that name in sight. */
  readonly storageClass: Field | undefined;
  /** The PersistentVolume that it names or that can only be meant for it (same class and claimRef, selector, or class with no provisioner). */
  readonly volume: Field | undefined;
  /** All PersistentVolumes that the claims of a template may get: one for each replica; of a claim object at most one. */
  readonly volumes: readonly Field[];
}

/** A file that a ConfigMap puts into a container. */
export interface MountedFile {
  readonly path: string;
  readonly text: string;
  /** The ConfigMap's entry; a setting's place is this plus a span. */
  readonly source: Source;
}
