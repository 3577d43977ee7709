import type { EngineContext, Fact } from './engine.ts';
import type { Source } from './field.ts';

/** What an engine needs of its node and its container. */
export interface EngineResources {
  /** With less an empty server does not start, or cannot carry a small load: Kubernetes quantities. */
  readonly floor: Fact<{ readonly cpu: string; readonly memory: string }>;
  /** The memory that its settings in sight reserve. What cannot be read is left out. */
  readonly reserved: (context: EngineContext) => readonly Reserved[];
  /** The most that its makers advise to reserve below a limit, in bytes. */
  readonly advised: Fact<(limit: number) => number>;
  /** True where the reserved memory holds the data themselves: less of it throws some away, or refuses writes. */
  readonly holdsData: boolean;
  /** What it takes by itself below a limit while no setting says how much; undefined where one does, or where that is no trap. */
  readonly unsaid?: (context: EngineContext, limit: number) => Unsaid | undefined;
  /** What fails here while /dev/shm is as small as runtimes make it; undefined where nothing does, or where that is not in sight. */
  readonly sharedMemory?: (context: EngineContext) => string | undefined;
  /** Settings of the node without which it is slow or does not start. */
  readonly node?: (context: EngineContext) => readonly NodeSetting[];
}

/** A setting that reserves memory. */
export interface Reserved {
  /** As the author knows it: `shared_buffers`, `-Xmx`. */
  readonly name: string;
  /** As it is written: `8GB`. */
  readonly text: string;
  readonly bytes: number;
  readonly source: Source;
  /** What to write instead, and where, so that it reserves so many bytes. */
  readonly resized: (bytes: number) => readonly Replacement[];
}

/** A part of a text and what to put there. */
export interface Replacement {
  readonly source: Source;
  readonly text: string;
}

/** A size that nobody has chosen. */
export interface Unsaid {
  /** What it does: «takes half of the node's memory for its heap». */
  readonly what: string;
  /** Arguments of the server, or variables of its image, that say it. */
  readonly said: { readonly words: readonly string[] } | { readonly variables: Readonly<Record<string, string>> };
  /** In a few words, what the fix says: «-Xmx1024m». */
  readonly title: string;
}

/** Something that only the node's administrator, or a privileged container, can set. */
export interface NodeSetting {
  /** As it is written in sysctl or sysfs: `vm.max_map_count ≥ 262144`. */
  readonly name: string;
  /** How whoever sets it gives themselves away. */
  readonly sign: RegExp;
  /** What happens without. */
  readonly why: string;
  readonly source: string;
}
