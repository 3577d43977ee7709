/** A word of a shell command: its text without quotes, and where it stands in the script (quotes included). */
export interface ShellWord {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** True when no part of it was quoted: only then can it be a keyword or a comment. */
  readonly bare: boolean;
}

/** One simple command of a script, without redirections, assignments before it, and keywords. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
  readonly assignments: readonly { readonly name: string; readonly value: string }[];
}

const KEYWORDS = new Set(
  'if then elif else fi while until do done for in case esac { } ! time function select'.split(' '),
);
const SEPARATORS = /[;&|()\n]/u;
/** Substitutions nested deeper than this are passed over. */
const GREATEST_DEPTH = 20;
const ASSIGNMENT = /^([A-Za-z_]\w*)=([^]*)$/u;

/**
 * Takes a POSIX or Bash script apart into its simple commands, in the order of the text, those inside `$(…)` and control structures
 * included. It is a scanner, not an interpreter: what runs, and how often, is not decided. Here-documents are skipped, `$NAME` stays
 * as it is written. Functions that the script defines are no commands: what stands in them is. Grammar: https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html
 */
export function readShell(script: string): ShellCommand[] {
  const found: Found = { commands: [], depth: 0, hasOpenTest: false };
  readPart(script, 0, found);
  return withoutFunctions(script, found.commands);
}

/** `name() {` and `function name {`. */
const FUNCTION = /(?:^|[\s;{}])(?:function\s+([\w-]+)|([A-Za-z_][\w-]*)\s*\(\s*\)\s*[{(])/gu;

/** Takes out definitions and calls of the script's own functions; a call whose arguments the function may run stays. */
function withoutFunctions(script: string, commands: readonly ShellCommand[]): ShellCommand[] {
  const names = new Set([...script.matchAll(FUNCTION)].map(([, long, short]) => long ?? short));
  if (names.size === 0) return [...commands];
  const runsArguments = /\$[@*]/u.test(script);
  return commands.flatMap((command) => {
    const [first, ...rest] = command.words;
    if (first?.bare !== true || !names.has(first.text)) return [command];
    // `function name { command`: the definition and its first command are one.
    if (rest[0]?.bare === true && rest[0].text === '{') return commandOf(rest) ?? [];
    if (runsArguments && rest.length > 0) return [command];
    return command.assignments.length === 0 ? [] : [{ ...command, words: [] }];
  });
}

interface Found {
  readonly commands: ShellCommand[];
  depth: number;
  /** A `[[` was seen that nothing closes: no later one is closed either. */
  hasOpenTest: boolean;
}

/** Reads from `offset` to the end of the text, or to the `)` that closes this part; gives the offset behind it. */
function readPart(script: string, offset: number, found: Found): number {
  const isInner = offset > 0;
  let words: ShellWord[] = [];
  const hereDocuments: string[] = [];
  let depth = 0;
  let position = offset;
  let cases = 0;
  let inPattern = false;
  const finish = () => {
    const command = inPattern ? undefined : commandOf(words);
    if (command !== undefined) found.commands.push(command);
    words = [];
  };
  while (position < script.length) {
    const character = script.charAt(position);
    const redirection = /^(?:\d*|&)(?:<<-?|[<>]{1,2}[&|]?)\s*/u.exec(script.slice(position, position + 12));
    if (character === '#') {
      const end = script.indexOf('\n', position);
      position = end < 0 ? script.length : end;
    } else if (redirection !== null) {
      const target = readWord(script, position + redirection[0].length, found);
      if (/<<-?\s*$/u.test(redirection[0]) && target.word !== undefined) hereDocuments.push(target.word.text);
      position = Math.max(target.next, position + 1);
    } else if (inPattern && /[()]/u.test(character)) {
      finish();
      inPattern = character === '(';
      position += 1;
    } else if (cases > 0 && character === ';' && /[;&]/u.test(script.charAt(position + 1))) {
      finish();
      inPattern = true;
      position += 2;
    } else if (SEPARATORS.test(character)) {
      finish();
      position += 1;
      if (character === '(') depth += 1;
      if (character === ')' && isInner && depth === 0) return position;
      if (character === ')') depth = Math.max(0, depth - 1);
      if (character === '\n') position = skipHereDocuments(script, position, hereDocuments.splice(0));
    } else if (/\s/u.test(character)) {
      position += 1;
    } else {
      const { word, next } = readWord(script, position, found);
      if (word !== undefined) words.push(word);
      const isCase = opensCase(words);
      if (isCase || (cases > 0 && word?.bare === true && word.text === 'esac')) {
        words = [];
        cases += isCase ? 1 : -1;
        inPattern = isCase;
      }
      position =
        word?.bare === true && word.text === '[[' ? endOfTest(script, next, found) : Math.max(next, position + 1);
    }
  }
  finish();
  return position;
}

/** `case WORD in` has been read: patterns follow, and are no commands. */
function opensCase(words: readonly ShellWord[]): boolean {
  const [opening, , last] = words.slice(-3);
  if (opening?.bare !== true || opening.text !== 'case' || last?.bare !== true || last.text !== 'in') return false;
  return words.slice(0, -3).every(({ text, bare }) => bare && KEYWORDS.has(text));
}

/** Reads one word; commands inside its `$(…)` join those found. */
function readWord(
  script: string,
  start: number,
  found: Found,
): { readonly word: ShellWord | undefined; readonly next: number } {
  let text = '';
  let bare = true;
  let quoted = false;
  let position = start;
  let end = start;
  while (position < script.length) {
    const character = script.charAt(position);
    if (character === '\\') {
      // A backslash before the end of the line joins two lines.
      if (script.charAt(position + 1) === '\n' && !quoted) {
        if (position > start) break;
        return { word: undefined, next: position + 2 };
      }
      text += script.charAt(position + 1);
      position += 2;
      bare = false;
    } else if (character === "'" && !quoted) {
      const close = script.indexOf("'", position + 1);
      const until = close < 0 ? script.length : close;
      text += script.slice(position + 1, until);
      position = until + 1;
      bare = false;
    } else if (character === '"') {
      quoted = !quoted;
      bare = false;
      position += 1;
    } else if (character === '$' && (script.charAt(position + 1) === '(' || script.charAt(position + 1) === '{')) {
      const next = readExpansion(script, position, found);
      text += script.slice(position, next);
      position = next;
    } else if (character === '`') {
      const close = script.indexOf('`', position + 1);
      const next = close < 0 ? script.length : close + 1;
      readBackquoted(script, position + 1, close < 0 ? next : close, found);
      text += `$(${script.slice(position + 1, close < 0 ? next : close)})`;
      position = next;
    } else if (!quoted && (/\s/u.test(character) || /[;&|()<>]/u.test(character))) {
      break;
    } else {
      text += character;
      position += 1;
    }
    end = Math.min(position, script.length);
  }
  const word = end > start ? { text, start, end, bare } : undefined;
  return { word, next: end > start ? end : position };
}

/** The offset behind `$(…)` or `${…}` at `position`. */
function readExpansion(script: string, position: number, found: Found): number {
  if (script.charAt(position + 1) === '{') {
    const close = script.indexOf('}', position);
    return close < 0 ? script.length : close + 1;
  }
  if (script.startsWith('$((', position)) {
    const close = script.indexOf('))', position);
    return close < 0 ? script.length : close + 2;
  }
  if (found.depth >= GREATEST_DEPTH) return script.length;
  found.depth += 1;
  const next = readPart(script, position + 2, found);
  found.depth -= 1;
  return next;
}

/** Reads the commands between two backquotes. */
function readBackquoted(script: string, start: number, end: number, found: Found): void {
  const inner = readShell(script.slice(start, end));
  const shift = (word: ShellWord): ShellWord => ({ ...word, start: word.start + start, end: word.end + start });
  found.commands.push(...inner.map((command) => ({ ...command, words: command.words.map(shift) })));
}

/** The offset behind the `]]` of a test: inside, parentheses and bars belong to patterns. */
function endOfTest(script: string, start: number, found: Found): number {
  if (found.hasOpenTest) return start;
  const pattern = /\s\]\](?=[\s;&|)]|$)/gu;
  pattern.lastIndex = start;
  if (pattern.test(script)) return pattern.lastIndex;
  found.hasOpenTest = true;
  return start;
}

function skipHereDocuments(script: string, position: number, ends: readonly string[]): number {
  let next = position;
  for (const end of ends) {
    while (next < script.length) {
      const lineEnd = script.indexOf('\n', next);
      const line = script.slice(next, lineEnd < 0 ? script.length : lineEnd);
      next = lineEnd < 0 ? script.length : lineEnd + 1;
      if (line.trim() === end) break;
    }
  }
  return next;
}

function commandOf(words: readonly ShellWord[]): ShellCommand | undefined {
  const assignments: { name: string; value: string }[] = [];
  let first = 0;
  for (; first < words.length; first += 1) {
    const word = words[first];
    if (word === undefined) break;
    const assignment = ASSIGNMENT.exec(word.text);
    if (assignment) assignments.push({ name: assignment[1] ?? '', value: assignment[2] ?? '' });
    // `for NAME in WORDS` runs nothing.
    else if (word.bare && (word.text === 'for' || word.text === 'select')) return undefined;
    else if (!word.bare || !KEYWORDS.has(word.text)) break;
  }
  const rest = words.slice(first);
  return rest.length === 0 && assignments.length === 0 ? undefined : { words: rest, assignments };
}
