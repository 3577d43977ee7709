import { begun } from './retention.ts';
import type { IndexedBackup, Manifest } from './manifest.ts';

/** One backup as it was last seen at its destination: what lists and goals need of its manifest. Of a `partial` one without a manifest most is unknown. */
export interface KnownBackup {
  /** `20261122t103000z-k3v9x2ab`. */
  readonly id: string;
  /** The destination's name. */
  readonly destination: string;
  readonly engine: Manifest['engine'] | undefined;
  readonly version: string | undefined;
  readonly method: Manifest['method'] | undefined;
  readonly consistency: Manifest['consistency'] | undefined;
  /** As stored. */
  readonly bytes: number | undefined;
  /** When it was begun, in milliseconds since 1970. */
  readonly started: number | undefined;
  /** How long it took. */
  readonly seconds: number | undefined;
  readonly state: IndexedBackup['state'];
  /** When the newest restore test ended well, in milliseconds since 1970; undefined: none, or it failed. */
  readonly verifiedAt: number | undefined;
  /** How long that restore test took: the measured RTO. */
  readonly rtoSeconds: number | undefined;
  readonly encrypted: boolean | undefined;
  /** For `partial` and `failed`, in plain words. */
  readonly why: string | undefined;
}

/** What is kept of a backup that was found at a destination. */
export function knownOf(destination: string, { id, state, manifest, verification, why }: IndexedBackup): KnownBackup {
  const isVerified = state === 'verified' && verification?.outcome === 'verified';
  return {
    id,
    destination,
    engine: manifest?.engine,
    version: manifest?.engineVersion,
    method: manifest?.method,
    consistency: manifest?.consistency,
    bytes: manifest?.files.reduce((sum, { size }) => sum + size, 0),
    started: manifest?.started ?? begun(id),
    seconds: manifest && Math.max(0, manifest.ended - manifest.started) / 1_000,
    state,
    verifiedAt: isVerified ? verification.at : undefined,
    rtoSeconds: isVerified ? verification.seconds : undefined,
    encrypted: manifest && manifest.encryption !== 'none',
    why,
  };
}

/** Whether all of it is there, and no restore test found it bad. */
export function isWhole({ state }: Pick<KnownBackup, 'state'>): boolean {
  return state === 'verified' || state === 'unverified';
}
