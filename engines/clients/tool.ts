/**
 * A client program of an engine and what its command line says. Options stand without dashes; one letter is a short option
 * (`-h`), everything else a long one (`--host`, and `-pw` where a tool writes long options with one dash).
 */
export interface ClientTool {
  readonly programs: readonly string[];
  /** Options that name the server to ask. */
  readonly host: readonly string[];
  /** Options that name its port. */
  readonly port: readonly string[];
  /** Options whose value is a password, or `user:password`. */
  readonly password: readonly string[];
  /** Short options that take a value only when it is attached: `-pSECRET`, while `-p` alone asks for one. */
  readonly attachedOnly?: readonly string[];
  /** Short options that take no value: letters after them are options of their own. */
  readonly flags?: readonly string[];
  /** Other options that take the next word; only needed where {@link positional} words count. */
  readonly otherValues?: readonly string[];
  /** What the words that belong to no option are, in order: `nc HOST PORT`. */
  readonly positional?: readonly ('host' | 'port')[];
  /** The variable that hands the password over without showing it in the process list. */
  readonly passwordVariable?: string;
  /** A URL, or a manual and its section. */
  readonly source: string;
}
