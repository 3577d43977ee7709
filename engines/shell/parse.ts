import { parse } from 'unbash';
import type { ParsedScript } from 'unbash';

/**
 * The parser: unbash, pinned. Of those on npm it alone is small (100 KB, no dependency, no WebAssembly that must be loaded first), kept (releases each month), typed,
 * lenient with half-typed scripts, and tells the place of every word in UTF-16 offsets. `bash-parser` rests since 2017, `sh-syntax` and `mvdan-sh` bring 1 to 2 MB,
 * `tree-sitter-bash` a run time besides.
 */

/** Scripts whose trees are kept: an edit elsewhere in a file reads the same ones again. */
const KEPT = 64;
/** A script longer than this is not kept. */
const LONGEST_KEPT = 64 * 1024;

/** The text of a substitution is parsed when it is asked for, the inner ones in it once more: so only so many of them, and none in a script of that size. */
export const SUBSTITUTIONS = { deepest: 6, longest: 128 * 1024 };

const trees = new Map<string, ParsedScript>();

/** The syntax tree of a POSIX or Bash script. Never throws; what cannot be read is left out of the tree. */
export function parseShell(script: string): ParsedScript {
  const known = trees.get(script);
  if (known !== undefined) {
    // What was asked last is given up last.
    trees.delete(script);
    trees.set(script, known);
    return known;
  }
  const tree = parse(script);
  if (script.length <= LONGEST_KEPT) {
    const [oldest] = trees.keys();
    if (trees.size >= KEPT && oldest !== undefined) trees.delete(oldest);
    trees.set(script, tree);
  }
  return tree;
}
