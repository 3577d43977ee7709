import type { MemberAsked, MemberKey } from '../asking/types.ts';
import type { LiveLookup } from '../store/live-lookup.ts';

/** Space of a volume in bytes, as the kubelet or `df` tells it. */
export interface Usage {
  readonly used: number | undefined;
  readonly available: number | undefined;
  /** Why nothing is known; undefined where something is. */
  readonly why: string | undefined;
}

/** A volume whose use is asked for: a claim by name, or a pod's own volume. */
export type VolumeKey = string;

export const claimVolume = (namespace: string, claim: string): VolumeKey => `claim ${namespace}/${claim}`;
export const podVolume = (uid: string, volume: string): VolumeKey => `pod ${uid}/${volume}`;

/** Everything that can be known of a cluster while one database is put together. */
export interface Sight {
  readonly lookup: LiveLookup;
  /** Whether one may read a kind there; what one may not read is unknown, not absent. */
  sees(kind: string, namespace: string | undefined): boolean;
  asked(key: MemberKey): MemberAsked;
  used(volume: VolumeKey): Usage;
  /** Milliseconds since 1970. Whatever hangs on it reads {@link CLOCK_KEY}. */
  readonly now: () => number;
}

/** The key that is touched as time goes by, once a minute. */
export const CLOCK_KEY = 'clock';
