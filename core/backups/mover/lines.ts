import type { IndexedBackup, Manifest } from '../manifest.ts';
import type { Shelf } from './request.ts';

/** One backup found at a destination, and whose it is. */
export interface ListedBackup {
  readonly shelf: Shelf;
  readonly backup: IndexedBackup;
}

/**
 * Where an error lies. `backup`: in what is stored, so that it cannot be restored by anybody. `way`: in all else: the place, the keys, the engine's side, the
 * request. `engine`: the engine's side stopped reading, so that what that says counts.
 */
export type ErrorKind = 'backup' | 'way' | 'engine';

/**
 * What the mover prints, a line of JSON each. The last line is the outcome (`pruned` stands before it): one of `manifest` (store), `fetched`, `listed` (how many lines `backup` there were),
 * `removed`, `attested`, or `error` in plain words with exit code 1. Where no such line is there, the mover was ended from outside.
 */
export type MoverLine =
  | {
      readonly progress: {
        /** Bytes before compression (store), or after it was undone (fetch). */
        readonly bytes: number;
        /** Bytes written to the destination, or read from it. */
        readonly stored: number;
      };
    }
  | { readonly listedBackup: ListedBackup }
  | { readonly manifest: Manifest }
  | { readonly fetched: { readonly bytes: number; readonly stored: number } }
  | { readonly listed: number }
  | { readonly removed: readonly string[] }
  /** What retention did after a backup; `why` where it could not do all of it. The backup is complete in any case. */
  | { readonly pruned: { readonly removed: readonly string[]; readonly why: string | undefined } }
  | { readonly attested: string }
  | {
      readonly error: string;
      /** Absent from movers before there were kinds: nothing is known of where it lies. */
      readonly kind?: ErrorKind;
    };

/** Reads one line of the mover's log; undefined for a line that is none of its own (Node's warnings, for one). */
export function parseMoverLine(line: string): MoverLine | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const value = JSON.parse(line) as unknown;
    const key = Object.keys(value as object)[0] ?? '';
    return KEYS.has(key) ? (value as MoverLine) : undefined;
  } catch {
    return undefined;
  }
}

const KEYS = new Set([
  'progress',
  'listedBackup',
  'manifest',
  'fetched',
  'listed',
  'removed',
  'pruned',
  'attested',
  'error',
]);
