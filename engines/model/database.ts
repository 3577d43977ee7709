import type { DataDirectory, Engine, EngineContext, Recognition, Replication, Settings, Version } from './engine.ts';
import type { Field, Source } from './field.ts';
import type { KubeObject } from './object.ts';
import type { ObjectLookup } from './lookup.ts';
import type { Container, Mount, Pod, Volume, Workload } from './workload.ts';

/** One engine's servers in one workload, as people think of a database. Rules and screens see this, never raw YAML. */
export interface Database {
  readonly engine: Engine;
  readonly recognition: Recognition;
  readonly variant: string;
  readonly version: Version | undefined;
  readonly workload: Workload;
  readonly pod: Pod;
  /** The container in which the server runs. */
  readonly container: Container;
  readonly context: EngineContext;
  readonly settings: Settings;
  /** Replicas of the workload; undefined where templated or unknowable (a DaemonSet). */
  readonly members: { readonly count: number | undefined; readonly source: Source };
  readonly replication: Replication;
  readonly persistence: { readonly state: 'on' | 'off' | 'unknown'; readonly why: string };
  /** It holds nothing that must survive: persistence is off by configuration. Storage rules are silent. */
  readonly cache: boolean;
  /** The reason of `plinth.dev/ephemeral` on the workload or its pods: data meant to be thrown away. */
  readonly throwAway: string | undefined;
  /** The port on which it listens, as far as configuration in sight says. */
  readonly port: number | undefined;
  readonly data: DataPlace;
  readonly services: Services;
}

/** Where the data goes. */
export interface DataPlace {
  /** Where the server writes; undefined when that cannot be known (an image or a configuration out of sight). */
  readonly directory: DataDirectory | undefined;
  /** The mount that holds it: the longest mount path that is the directory or above it. */
  readonly mount: Mount | undefined;
  readonly volume: Volume | undefined;
  /** Durable volumes (claims, templates) of the pod that the container mounts elsewhere, most likely meant for the data. */
  readonly elsewhere: readonly Mount[];
}

/** The Services that have to do with a database. */
export interface Services {
  /** `spec.serviceName` of a StatefulSet. */
  readonly governingName: Field;
  /** The Service of that name in sight. */
  readonly governing: KubeObject | undefined;
  /** Services in sight that select its pods. */
  readonly selecting: readonly KubeObject[];
  /** Services in sight that bear the workload's name but do not select its pods. */
  readonly namesake: KubeObject | undefined;
}

/** A Job or CronJob that dumps or copies a database. */
export interface BackupJob {
  readonly engine: Engine;
  readonly workload: Workload;
  readonly container: Container;
  /** In plain words: «runs pg_dump». */
  readonly why: string;
}

/** What the builder makes of one workload. */
export interface WorkloadModel {
  readonly workload: Workload;
  readonly databases: readonly Database[];
  readonly backup: BackupJob | undefined;
  readonly lookup: ObjectLookup;
}
