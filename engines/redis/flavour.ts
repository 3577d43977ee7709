import type { EngineId, Fact, ImagePattern } from '../model/engine.ts';
import type { Lifecycle } from '../model/lifecycle.ts';

/** Where an image keeps the data, and who made it so. */
export interface ImageLayout {
  readonly directory: Fact<string>;
  /** What to mount when it is not the directory itself. */
  readonly mountAt?: string;
  /** False where the image's own configuration is not documented well enough to be sure. */
  readonly certain: boolean;
}

/** What differs between Redis and its fork Valkey: names, images and pages, never the logic. */
export interface Flavour {
  readonly id: EngineId;
  /** `Redis`. */
  readonly name: string;
  readonly images: readonly ImagePattern[];
  /** `redis-server` first. */
  readonly serverCommands: readonly string[];
  /** The command line client: `redis-cli`. */
  readonly client: string;
  /** What bitnami's variables begin with: `REDIS_`. */
  readonly prefix: string;
  readonly layouts: Readonly<Record<string, ImageLayout>>;
  /** What the official image declares as volumes. */
  readonly imageVolumes: Fact<readonly string[]>;
  /** The default snapshots survive a configuration without `save` from this version on. */
  readonly keepsDefaultSnapshots: Fact<readonly [major: number, minor: number]>;
  readonly lifecycle?: Lifecycle;
  readonly pages: {
    readonly persistence: string;
    readonly signals: string;
    readonly loading: string;
    readonly client: string;
  };
}
