import type { EngineId } from '../../engines/model/engine.ts';
import type { FollowerSeen, Lag, MemberRole } from '../../engines/model/live.ts';
import type { KnownBackup } from '../backups/known.ts';
import type { KubeContext } from '../cluster/context.ts';
import type { TroubleKind } from '../cluster/trouble.ts';

/** Names a live object; `uid` tells a namesake made later from it. */
export interface LiveObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid: string;
}

/**
 * `alarm`: data is in danger now (two writers). `down`: nobody serves. `degraded`: it serves, and something is missing (a member, a replica that
 * does not stream). `stopped`: scaled to none on purpose. `unknown`: not enough can be seen to say.
 */
export type Health = 'alarm' | 'down' | 'degraded' | 'healthy' | 'stopped' | 'unknown';

/** Who is in charge of a database's roles: `plain` is nobody but its manifests. */
export type FlavourId = 'plain' | 'patroni' | 'galera' | 'sentinel' | 'replica-set' | 'self' | `operator:${string}`;

/** A database that runs (or should run) in a cluster, as people think of it. A value: a change makes a new one, and what is the same stays the same object. */
export interface LiveDatabase {
  /** Unique in its context and stable while its workload exists: `namespace/Kind/name/container`. */
  readonly id: string;
  readonly namespace: string;
  /** The workload's or custom resource's name; two servers in one workload add the container's. */
  readonly name: string;
  readonly engine: EngineId;
  /** As its makers write it. */
  readonly engineName: string;
  /** What runs, as the engine itself says; else as the image says; undefined where neither does. */
  readonly version: string | undefined;
  readonly flavour: FlavourId;
  /** It holds nothing that must survive. */
  readonly cache: boolean;
  /** What people edit: StatefulSet, Deployment, custom resource, bare Pod. */
  readonly workload: LiveObject;
  /** The container in which the server runs. */
  readonly container: string;
  readonly health: Health;
  /** Why the health is not `healthy`, the worst first, in plain words. */
  readonly reasons: readonly string[];
  readonly alarms: readonly Alarm[];
  readonly replicas: { readonly desired: number | undefined; readonly ready: number };
  /** Members by name, ordinals in their order. */
  readonly members: readonly LiveMember[];
  readonly storage: readonly LiveStorage[];
  readonly services: readonly LiveService[];
  readonly backups: readonly LiveBackup[];
  /** What stops and starts it by the clock; empty: nobody does. */
  readonly hours: readonly LiveHours[];
  /** The backups that were last seen at its destinations, the newest first; undefined: unknown, which is not none. */
  readonly kept: readonly KnownBackup[] | undefined;
  readonly goals: Goals;
  /** The name of the pod that a fence keeps away on purpose; absent where none does. */
  readonly fenced?: string;
}

/** What is asked of a database's backups, by annotations on its workload. */
export interface Goals {
  /** `plinth.dev/rpo`: how old the last complete backup may be; undefined: nothing is asked, or it cannot be read. */
  readonly rpoSeconds: number | undefined;
  /** `plinth.dev/rto`: how long a restore may take. */
  readonly rtoSeconds: number | undefined;
  /** In plain words: the goals that are not met, those that cannot be judged, and annotations that cannot be read. Empty: all is as asked. */
  readonly missed: readonly string[];
}

/** Something that cannot wait. */
export interface Alarm {
  readonly id: 'two-writers';
  /** Names the members and what to do first. */
  readonly message: string;
  /** Names of pods. */
  readonly members: readonly string[];
  /** When it was first seen, in milliseconds since 1970. */
  readonly since: number;
}

export interface LiveMember {
  readonly pod: LiveObject;
  readonly ordinal: number | undefined;
  readonly phase: string;
  /** What is wrong with the pod in Kubernetes' own word: `CrashLoopBackOff`, `ImagePullBackOff`, `Terminating`, `Unschedulable`. */
  readonly trouble: string | undefined;
  readonly ready: boolean;
  readonly restarts: number;
  readonly node: string | undefined;
  readonly zone: string | undefined;
  /** Milliseconds since 1970. */
  readonly started: number | undefined;
  /** `unknown` where nobody could say; why stands in {@link LiveMember.asked}. */
  readonly role: MemberRole | 'unknown';
  readonly writable: boolean | undefined;
  readonly version: string | undefined;
  readonly position: string | undefined;
  readonly history: string | undefined;
  readonly upstream: string | undefined;
  readonly streaming: boolean | undefined;
  /** The worse of what the replica and its primary say; undefined is unknown. */
  readonly lag: Lag | undefined;
  readonly followers: readonly FollowerSeen[];
  readonly flush: { readonly milliseconds: number; readonly of: string } | undefined;
  readonly remarks: readonly string[];
  readonly asked: Asked;
}

/** How the role and the positions were learnt. */
export interface Asked {
  /**
   * `never`: no attempt yet. `answered`. `refused`: one may not (exec is forbidden). `failed`: the client or the connection failed. `unable`: this member
   * cannot be asked (not running, no client, engine not learnt).
   */
  readonly state: 'never' | 'answered' | 'refused' | 'failed' | 'unable';
  /** `engine`: its own client by exec; `patroni`: what Patroni writes to the API; `operator`: the custom resource's status; `label`: a label that someone sets. */
  readonly by: 'engine' | 'patroni' | 'operator' | 'label' | undefined;
  /** In plain words, for all but `answered`. No secret. */
  readonly why: string | undefined;
  /** When the answer that is shown was given, in milliseconds since 1970. */
  readonly at: number | undefined;
}

/** One claim (or volume without one) of a database. */
export interface LiveStorage {
  /** Undefined for an emptyDir, a hostPath and their like. */
  readonly claim: LiveObject | undefined;
  /** The claim's name, or the volume's with its kind: `data (emptyDir)`. */
  readonly label: string;
  /** Pods that mount it. */
  readonly members: readonly string[];
  /** It holds the data directory; false for WAL, backups, configuration. */
  readonly data: boolean;
  readonly phase: string | undefined;
  readonly storageClass: string | undefined;
  readonly volume: string | undefined;
  readonly reclaimPolicy: string | undefined;
  readonly accessModes: readonly string[];
  /** Bytes. */
  readonly requested: number | undefined;
  readonly capacity: number | undefined;
  /** Bytes; undefined is unknown, and `usedWhy` says why. */
  readonly used: number | undefined;
  readonly available: number | undefined;
  readonly usedWhy: string | undefined;
}

export interface LiveService {
  readonly service: LiveObject;
  /** `governing`: headless, names the members; `write`: leads to the primary; `read`: to replicas; `any`: to whichever member. */
  readonly purpose: 'governing' | 'write' | 'read' | 'any';
  readonly ports: readonly number[];
  /** Pods that it leads to now; undefined where endpoints cannot be read. */
  readonly leadsTo: readonly string[] | undefined;
}

/** A backup of this database, or what makes them. «Seen» only: what it holds is not proven before a restore. */
export interface LiveBackup {
  readonly object: LiveObject;
  readonly form: 'cron-job' | 'job' | 'snapshot' | 'custom-resource';
  /** Cron expression, for what repeats. */
  readonly schedule: string | undefined;
  readonly suspended: boolean;
  /** Milliseconds since 1970. */
  readonly last: number | undefined;
  /** How the last one ended: `succeeded`, `failed`, `running`; undefined is unknown. */
  readonly result: 'succeeded' | 'failed' | 'running' | undefined;
  /** When the last one that succeeded ended, in milliseconds since 1970; undefined is unknown, or none. */
  readonly lastSuccess: number | undefined;
}

/** A CronJob that stops or starts the database. */
export interface LiveHours extends Pick<LiveBackup, 'object' | 'schedule' | 'suspended' | 'last' | 'result'> {
  readonly act: 'stop' | 'start';
  /** Undefined: that of the cluster's controller. */
  readonly timeZone: string | undefined;
}

/** A claim or Released volume that looks like a database's and belongs to none that runs. Never deleted by Plinth. */
export interface Orphan {
  readonly object: LiveObject;
  /** Why it is thought to be a database's, and of which engine where that shows. */
  readonly why: string;
  readonly engine: EngineId | undefined;
  /** Bytes. */
  readonly capacity: number | undefined;
  readonly storageClass: string | undefined;
  readonly reclaimPolicy: string | undefined;
  /** For a claim, its phase; for a volume, `Released` or `Available`. */
  readonly phase: string;
  /** For a volume, the claim that it belonged to, as namespace/name. */
  readonly belongedTo: string | undefined;
}

/** How it stands with a context. */
export type ContextState =
  | { readonly phase: 'closed' }
  | { readonly phase: 'connecting' }
  /** `since`: when the picture was last known to be whole, in milliseconds since 1970. */
  | { readonly phase: 'connected'; readonly version: string; readonly since: number }
  /** The picture is the last one known; it is tried again at `retryAt`. */
  | {
      readonly phase: 'lost';
      readonly trouble: TroubleSeen;
      readonly retryAt: number | undefined;
      readonly since: number | undefined;
    };

export interface TroubleSeen {
  readonly kind: TroubleKind;
  /** What happened, and what to do. */
  readonly message: string;
}

/** Something that one may not read, and what is missing on the screen for it. */
export interface MissingRight {
  /** `list pods in shop`. */
  readonly right: string;
  readonly namespace: string | undefined;
  readonly consequence: string;
}

/** What changed since the last change that was told. */
export interface InventoryChange {
  readonly state: boolean;
  /** Databases that are new or differ; their value is the one in {@link InventoryView.databases}. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
  readonly orphans: boolean;
  readonly missing: boolean;
}

/** What is known of one context: the face of the inventory for views, the command line and tools. */
export interface InventoryView {
  readonly context: KubeContext;
  readonly state: ContextState;
  /** By id. */
  readonly databases: ReadonlyMap<string, LiveDatabase>;
  /** Namespaces that are looked at; undefined: all. */
  readonly namespaces: readonly string[] | undefined;
  readonly orphans: readonly Orphan[];
  readonly missing: readonly MissingRight[];
  /** The facts of the cluster that the linter wants; undefined before the first picture is whole. */
  readonly facts: ClusterFacts | undefined;
  /** Calls back after a change, gathered over at most 100 ms. Ends with what it returns. */
  onChange(listener: (change: InventoryChange) => void): () => void;
  /** The live object as the API gave it last, managed fields left out; undefined where it is gone or not watched. */
  object(name: Pick<LiveObject, 'kind' | 'namespace' | 'name'>): Readonly<Record<string, unknown>> | undefined;
  /** All live objects that belong to a database: workload, claims, volumes, Services, budgets, ConfigMaps that it mounts; for the linter. */
  objectsOf(id: string): readonly Readonly<Record<string, unknown>>[];
  /** The kinds of which all objects that have to do with a database are among {@link objectsOf}: what is not there does not exist. */
  completeOf(id: string): readonly string[];
  /** Asks members again now, without waiting for their turn. */
  refresh(id?: string): Promise<void>;
  close(): void;
}

/** What a cluster offers to databases. What one may not read is undefined: unknown, not none. */
export interface ClusterFacts {
  /** `1.36.3`. */
  readonly version: string;
  readonly storageClasses: readonly Readonly<Record<string, unknown>>[] | undefined;
  readonly snapshotClasses: readonly Readonly<Record<string, unknown>>[] | undefined;
  /** Zones of nodes. */
  readonly zones: readonly string[] | undefined;
  readonly nodes: number | undefined;
}
