import type { EngineContext, EngineId, Replication, Version } from './engine.ts';

/** Why files of one version are not to be opened by another. */
export interface Unreadable {
  /** `upgrade`: the newer server does not open them, or not from this far; `downgrade`: the older one does not. */
  readonly direction: 'upgrade' | 'downgrade';
  /** What happens, in one sentence. */
  readonly what: string;
  /** The path that does lead there. */
  readonly way: string;
}

/** What a change of a manifest means for an engine's data. */
export interface ChangingEngine {
  readonly engine: EngineId;
  /** Why a server of `to` does not run on the files of `from`; undefined where it does, or nothing is known against it. Only for versions that differ. */
  readonly unreadable: (from: Version, to: Version) => Unreadable | undefined;
  /**
   * What a change of version does where the files can be read: «upgrades its files at the first start, there is no way back but a backup»; undefined for
   * nothing worth saying (a patch).
   */
  readonly upgrades: (from: Version, to: Version) => string | undefined;
  /** Variables that only the start on an empty volume reads, with this image. */
  readonly firstStartOnly: (context: EngineContext) => ReadonlySet<string>;
  /** Directories whose scripts only the start on an empty volume runs, with this image. */
  readonly firstStartScripts: (context: EngineContext) => readonly string[];
  /** Whether the members vote, and one that is taken away by scaling keeps its vote: fewer than half of them left are no majority. */
  readonly keepsVotes: (replication: Replication) => boolean;
  readonly source: string;
}
