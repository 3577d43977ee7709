import type { Connection } from '../../cluster/connection.ts';
import { ClusterTrouble } from '../../cluster/trouble.ts';
import type { Usage, VolumeKey } from '../databases/sight.ts';
import { diskFreeCommand, readDiskFree } from './disk-free.ts';
import type { Space } from './kubelet-stats.ts';
import { readStats, statsPath } from './kubelet-stats.ts';
import type { WantedVolume } from './wanted.ts';

const NOT_YET: Usage = { used: undefined, available: undefined, why: 'it has not been measured yet' };
const NOT_MOUNTED: Usage = { used: undefined, available: undefined, why: 'no running member has it mounted' };

/** A round of all nodes. */
const EVERY_MS = 30_000;
/** After a refusal, before one asks again whether one may. */
const REFUSED_MS = 300_000;
/** Nodes or members that are asked at one time. */
const AT_ONCE = 4;
const ANSWER_MS = 10_000;

export interface UsageOptions {
  readonly now: () => number;
  /** Whether members may be asked by `df`, where the kubelet must not. */
  readonly asking: boolean;
}

/**
 * How full volumes are: by the statistics of each node's kubelet; where one may not read those, by `df` in the member; else unknown,
 * with the reason. Goes round by itself until it is closed, as long as anybody looks.
 */
export class VolumeUsage {
  readonly #connection: Pick<Connection, 'get' | 'exec'>;
  readonly #options: UsageOptions;
  readonly #known = new Map<VolumeKey, Usage>();
  readonly #listeners = new Set<(volumes: readonly VolumeKey[]) => void>();
  #wanted = new Map<VolumeKey, WantedVolume>();
  #refusedUntil = 0;
  #execRefusedUntil = 0;
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> | undefined;
  #isWatched = true;
  #isClosed = false;

  constructor(connection: Pick<Connection, 'get' | 'exec'>, options: UsageOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** True while nodes' statistics are refused: the reason for a missing right. */
  get isRefused(): boolean {
    return this.#refusedUntil > this.#options.now();
  }

  known(volume: VolumeKey): Usage {
    return this.#known.get(volume) ?? (this.#wanted.has(volume) ? NOT_YET : NOT_MOUNTED);
  }

  /** The volumes that there are now; new ones are measured soon. */
  setWanted(wanted: readonly WantedVolume[]): void {
    const isMore = wanted.some(({ volume }) => !this.#wanted.has(volume));
    this.#wanted = new Map(wanted.map((one) => [one.volume, one]));
    for (const volume of this.#known.keys()) if (!this.#wanted.has(volume)) this.#known.delete(volume);
    if (isMore) this.#plan(200);
  }

  setWatched(isWatched: boolean): void {
    this.#isWatched = isWatched;
    if (isWatched) this.#plan(0);
  }

  onChange(listener: (volumes: readonly VolumeKey[]) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Measures all volumes now; joins a round that runs. Never rejects. */
  measure(): Promise<void> {
    this.#round ??= this.#goRound().finally(() => {
      this.#round = undefined;
      this.#plan(EVERY_MS);
    });
    return this.#round;
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    this.#listeners.clear();
  }

  #plan(delay: number): void {
    clearTimeout(this.#timer);
    if (this.#isClosed || !this.#isWatched || this.#wanted.size === 0) return;
    this.#timer = setTimeout(() => void this.measure(), delay);
    this.#timer.unref();
  }

  async #goRound(): Promise<void> {
    const byNode = new Map<string, WantedVolume[]>();
    for (const one of this.#wanted.values()) byNode.set(one.node, [...(byNode.get(one.node) ?? []), one]);
    await inTurns([...byNode], ([node, volumes]) => this.#measureNode(node, volumes));
  }

  async #measureNode(node: string, volumes: readonly WantedVolume[]): Promise<void> {
    const spaces = await this.#askKubelet(node);
    const left: WantedVolume[] = [];
    const found: [VolumeKey, Usage][] = [];
    for (const one of volumes) {
      const space = typeof spaces === 'string' ? undefined : spaces.get(one.volume);
      if (space) found.push([one.volume, usageOf(space)]);
      else left.push(one);
    }
    this.#tell(found);
    const why = typeof spaces === 'string' ? spaces : 'the kubelet does not measure this volume';
    for (const one of left) this.#tell([[one.volume, await this.#askMember(one, why)]]);
  }

  /** The spaces of a node, or why there are none. */
  async #askKubelet(node: string): Promise<ReadonlyMap<VolumeKey, Space> | string> {
    if (this.isRefused) return 'one may not read the statistics of nodes';
    try {
      return readStats(await this.#connection.get(statsPath(node), { timeout: ANSWER_MS }));
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden')
        return 'its node’s kubelet gives no statistics';
      this.#refusedUntil = this.#options.now() + REFUSED_MS;
      return 'one may not read the statistics of nodes';
    }
  }

  async #askMember(one: WantedVolume, why: string): Promise<Usage> {
    const unknown: Usage = { used: undefined, available: undefined, why };
    if (!this.#options.asking || this.#isClosed) return unknown;
    if (this.#execRefusedUntil > this.#options.now()) return { ...unknown, why: `${why}, nor run df in its member` };
    try {
      const { exitCode, stdout } = await this.#connection.exec(one, diskFreeCommand(one.path), { timeout: ANSWER_MS });
      const space = exitCode === 0 ? readDiskFree(stdout) : undefined;
      return space ? usageOf(space) : { ...unknown, why: `${why}, and df in its member fails` };
    } catch (error) {
      if (!(error instanceof ClusterTrouble) || error.kind !== 'forbidden')
        return { ...unknown, why: `${why}, and df in its member fails` };
      this.#execRefusedUntil = this.#options.now() + REFUSED_MS;
      return { ...unknown, why: `${why}, nor run df in its member` };
    }
  }

  #tell(found: readonly (readonly [VolumeKey, Usage])[]): void {
    const changed = found.filter(([volume, usage]) => !isSame(this.#known.get(volume), usage));
    for (const [volume, usage] of changed) this.#known.set(volume, usage);
    if (changed.length > 0) for (const listener of this.#listeners) listener(changed.map(([volume]) => volume));
  }
}

function usageOf({ used, available }: Space): Usage {
  return { used, available, why: undefined };
}

function isSame(one: Usage | undefined, other: Usage): boolean {
  return one !== undefined && one.used === other.used && one.available === other.available && one.why === other.why;
}

/** Works through a list, a few at one time. */
async function inTurns<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const rest = [...items];
  const worker = async (): Promise<void> => {
    for (let next = rest.shift(); next !== undefined; next = rest.shift()) await work(next);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
