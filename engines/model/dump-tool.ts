import type { ClientTool } from '../clients/tool.ts';
import type { EngineId } from './engine.ts';

/** A program that dumps or copies a server, and what its command line says of the dump. Options as in {@link ClientTool}. */
export interface DumpTool extends ClientTool {
  readonly engines: readonly EngineId[];
  /** Options of which one must be there for it to be a dump at all (`redis-cli --rdb`); absent: it always is. */
  readonly dumpsBy?: readonly string[];
  /** Variables by which it finds the server itself. */
  readonly hostVariables: readonly string[];
  /** Options that name a file in which the host may stand, or a socket. */
  readonly hostElsewhere: readonly string[];
  /** How the host is written into a command line: `--host=`. */
  readonly hostOption: string;
  /** Options that name the file or folder that it writes. */
  readonly output: readonly string[];
  /** Where it writes without being told; absent: to standard output. */
  readonly defaultOutput?: string;
  /** What makes the dump that of one moment; absent where each dump is. */
  readonly moment?: {
    /** Any of these is enough. */
    readonly options: readonly string[];
    /** What a fix writes. */
    readonly add: string;
    /** Only where members replicate (MongoDB's log of a replica set). */
    readonly ofReplicaSet?: true;
    /** Options with which it does not matter, or is refused: the schema alone, a single collection. */
    readonly unless: readonly string[];
    /** What happens without it, for the middle of a sentence. */
    readonly without: string;
    readonly source: string;
  };
  /** It dumps the whole server, where none of these narrows it; absent: only what {@link whole} says. */
  readonly narrowedBy?: readonly string[];
  /** Options that make it dump the whole server; absent: none does. */
  readonly whole?: readonly string[];
  /** What a dump of one database leaves out, for the end of a sentence. */
  readonly leavesOut: string;
  /** Options without which even the whole leaves something out, each with its short form, and what that is. */
  readonly besides?: readonly { readonly options: readonly [string, ...string[]]; readonly holds: string }[];
}
