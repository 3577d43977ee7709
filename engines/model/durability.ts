import type { EngineContext, Setting } from './engine.ts';

/** A setting with which a crash of the server or its node leaves files that cannot be relied upon. */
export interface CrashRisk {
  readonly setting: Setting;
  /** What a crash does then, as the end of a sentence: «a crash can leave …». */
  readonly what: string;
  /** The value that is safe; also what a fix writes. */
  readonly safe: string;
  /** It guards against torn pages alone, which a file system that writes whole blocks at once does not have (ZFS). */
  readonly tornPagesOnly: boolean;
}

/** What the settings in sight take away from the engine's promise that written data survive a crash. */
export type CrashRisks = (context: EngineContext) => readonly CrashRisk[];
