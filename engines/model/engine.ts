import type { CrashRisks } from './durability.ts';
import type { Source, Sourced } from './field.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { LiveEngine } from './live.ts';
import type { Json } from './object.ts';
import type { EngineResources } from './resources.ts';
import type { EngineSecurity } from './security.ts';
import type { Voting } from './voting.ts';
import type { Container, Pod, Workload } from './workload.ts';

export type EngineId =
  'postgresql' | 'mysql' | 'mariadb' | 'mongodb' | 'redis' | 'valkey' | 'cassandra' | 'elasticsearch';

/** Something known about an engine, with the page that says so. */
export interface Fact<T> {
  readonly value: T;
  /** A URL, or a manual and its section. */
  readonly source: string;
}

/** What a container is there for. Only a `server` makes a database. */
export type Role =
  'server' | 'exporter' | 'pooler' | 'admin' | 'client' | 'migration' | 'backup' | 'operator' | 'arbiter';

/** Images by repository: who publishes them decides data directory, user and entrypoint. */
export interface ImagePattern {
  /**
   * The repository without registry and `library/`. A private mirror keeps the ending (`registry.corp/mirror/postgres`), so a
   * repository matches when it is equal, or ends with `/` and this. `*` stands for any run of characters within a segment.
   */
  readonly repository: string;
  /** `official`, `bitnami`, `postgis`, `spilo` …: the key under which the engine keeps what differs. */
  readonly variant: string;
  readonly role: Role;
  /** The engine's version from the image's tag where the plain reading (`16.4-alpine` → 16.4) is wrong: `spilo-16`, `pg16`, `latest-pg15`. */
  readonly version?: (tag: string, repository: string) => string | undefined;
}

/** An engine's version as far as an image tag or a configured image says it; parts that are not said are undefined. */
export interface Version {
  readonly text: string;
  readonly major: number;
  readonly minor: number | undefined;
  readonly patch: number | undefined;
}

/** One setting of the engine under its canonical name, as the server will see it (arguments beat files, as the engine does it). */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly from: 'argument' | 'environment' | 'file' | 'script';
  readonly source: Source;
}

/** Settings by canonical name (PostgreSQL `shared_buffers`, MySQL `datadir`, MongoDB `storage.dbPath`, Redis `appendonly`). */
export type Settings = ReadonlyMap<string, Setting>;

/** What the engines' own functions look at. */
export interface EngineContext {
  readonly container: Container;
  readonly pod: Pod;
  readonly workload: Workload;
  readonly variant: string;
  readonly version: Version | undefined;
  readonly settings: Settings;
}

/** Where the server writes. `certain` is false when something out of sight may say otherwise (a configuration file, a custom image). */
export interface DataDirectory {
  readonly path: string;
  readonly certain: boolean;
  /** In plain words: «PGDATA says so», «the default of postgres images from version 18 on». */
  readonly why: string;
  /** The variable, argument or line that says so; undefined for a default. */
  readonly source: Source | undefined;
  /**
   * The directory that must be durable when it is not `path` itself but above it: images ≥ 18 of PostgreSQL write to
   * `/var/lib/postgresql/18/docker`, and the volume belongs to `/var/lib/postgresql`.
   */
  readonly mountAt: string;
  /** A log that lies beside `path` and must last as long: Cassandra's commit log, with writes that are in no data file yet. */
  readonly log?: string;
  /** True when the server makes a directory of its own below the mount (bitnami, PostgreSQL ≥ 18): `lost+found` does not disturb it. */
  readonly ownSubdirectory: boolean;
}

/** Whether the members of a workload know of each other. */
export interface Replication {
  /**
   * `configured`: something sets it up. `self`: the engine clusters by itself with what is configured here. `none`: everything that
   * could set it up is in sight, and nothing does. `unknown`: something out of sight might.
   */
  readonly state: 'configured' | 'self' | 'none' | 'unknown';
  /** `streaming`, `galera`, `group-replication`, `replica-set`, `redis-cluster`, `sentinel`, `patroni` …, where it is known. */
  readonly method?: string;
  /** In plain words, what says so. */
  readonly why: string;
  readonly evidence?: Source;
}

/** A probe as a fix would write it, in Kubernetes' own words, ready for the container spec. */
export interface ProbeAdvice {
  /** The probe's handler and numbers: `{ exec: { command: […] }, periodSeconds: 10, … }`. */
  readonly probe: Readonly<Record<string, Json>>;
  /** One sentence for the author: what it asks and why so. */
  readonly why: string;
  readonly source: string;
}

/** How the members of an engine come together. */
export interface Topology {
  /** The members find each other and vote; more than one member is the normal case (Cassandra, Elasticsearch, a MongoDB replica set). */
  readonly selfClustering: boolean;
  /** A primary with replicas whose first start relies on ordinal order (PostgreSQL, MySQL, MariaDB replication, Redis replication). */
  readonly orderedBootstrap: boolean;
  /** Members look each other up by DNS before they can be ready (MongoDB replica set, Galera, Cassandra, Elasticsearch, Patroni). */
  readonly peersBeforeReady: (context: EngineContext, replication: Replication) => boolean;
}

/** Everything that Plinth knows about one engine. One folder each; the only place where a fact about it stands. */
export interface Engine {
  readonly id: EngineId;
  /** As its makers write it: `PostgreSQL`. */
  readonly name: string;
  readonly images: readonly ImagePattern[];
  /** The default port of clients, and others that the server opens. */
  readonly clientPort: Fact<number>;
  readonly otherPorts: readonly number[];
  /** Names of the server's executable and of image entrypoints that start it: `postgres`, `mysqld`, `mongod`. */
  readonly serverCommands: readonly string[];
  /** Executables of its clients and tools (`psql`, `mysqldump`): a container that only runs these is no server. */
  readonly clientCommands: readonly string[];
  /** Its dump and backup tools. */
  readonly backupCommands: readonly string[];
  /** Other programs that back it up when a word says so: `nodetool snapshot`, a `curl` to Elasticsearch's `_snapshot`. */
  readonly backupCalls?: readonly { readonly program: string; readonly word: RegExp; readonly source: string }[];
  /** Variables that only a server's container carries: `POSTGRES_PASSWORD`, `MYSQL_ROOT_PASSWORD`. */
  readonly serverEnvironment: readonly string[];
  /** Directories whose mount gives the engine away. */
  readonly dataPaths: readonly string[];
  /** Its settings as arguments, variables and mounted configuration files in sight give them. */
  readonly settings: (context: Omit<EngineContext, 'settings'>) => Settings;
  /** The port on which it listens here. */
  readonly port: (context: EngineContext) => number | undefined;
  readonly dataDirectory: (context: EngineContext) => DataDirectory | undefined;
  /**
   * What the image declares as `VOLUME`: container runtimes lay a throw-away volume over these paths unless something is mounted at
   * exactly the same path; a claim mounted above them holds nothing of what lies in them.
   */
  readonly imageVolumes?: (context: EngineContext) => Fact<readonly string[]>;
  /** `off`: it holds nothing that must survive (a cache); `unknown` counts as on for errors and as off for nobody. */
  readonly persistence: (context: EngineContext) => { readonly state: 'on' | 'off' | 'unknown'; readonly why: string };
  readonly replication: (context: EngineContext) => Replication;
  readonly topology: Topology;
  /** How the members here vote; undefined where they do not, or where Plinth has not learnt it. */
  readonly voting?: (context: EngineContext, replication: Replication) => Voting | undefined;
  readonly readinessProbe: (context: EngineContext) => ProbeAdvice | undefined;
  readonly livenessProbe: (context: EngineContext) => ProbeAdvice | undefined;
  readonly startupProbe: (context: EngineContext) => ProbeAdvice | undefined;
  /** Seconds that a clean shutdown of a busy server may take: the least sensible terminationGracePeriodSeconds. */
  readonly shutdownSeconds: Fact<number>;
  /** What a fix writes for terminationGracePeriodSeconds. */
  readonly gracePeriodSeconds: number;
  /** Seconds that recovery after a crash may take (WAL replay, InnoDB recovery, journal): the budget of a startup probe. */
  readonly recoverySeconds: Fact<number>;
  /** The least claim that makes sense, as a Kubernetes quantity. */
  readonly minimumStorage: Fact<string>;
  /** Whether its makers document data on network file systems (NFS, SMB, CephFS) as supported. */
  readonly networkFileSystems: Fact<boolean>;
  /** Whether the engine replicates its data between members when {@link Replication} is configured or self. */
  readonly replicates: boolean;
  /** What it needs of container and node; undefined where Plinth has not learnt it. */
  readonly resources?: EngineResources;
  /** Settings in sight with which a crash costs more than the last moments; undefined where Plinth has not learnt it. */
  readonly crashRisks?: CrashRisks;
  /** Users of its images, and what lets strangers in; undefined where Plinth has not learnt it. */
  readonly security?: EngineSecurity;
  /** Which versions its makers have given up; undefined where Plinth has not learnt it. */
  readonly lifecycle?: Lifecycle;
  /** How a running server is asked for its role and position; undefined where Plinth has not learnt it: its members' roles are unknown then. */
  readonly live?: LiveEngine;
}

/** A container recognised as belonging to an engine. */
export interface Recognition {
  readonly engine: Engine;
  readonly role: Role;
  readonly variant: string;
  readonly version: Version | undefined;
  /** `certain`: a known image. `likely`: a mirror or custom image by name, or command, environment and ports together. */
  readonly certainty: 'certain' | 'likely';
  /** Nothing but variables, ports, mounts and names says so: no image, and no command that starts the server. */
  readonly bySigns?: boolean;
  /** In plain words: «image postgres:16.4», «command mysqld». */
  readonly why: string;
  readonly source: Source;
}

/** An image that `.plinth.yaml` names as one's own: `engines: [{ image: <glob>, engine, version }]`. */
export interface OwnImage {
  readonly image: string;
  readonly engine: EngineId;
  readonly version?: string;
}

export type { Sourced };
