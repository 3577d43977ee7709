import type { YAMLError } from 'yaml';

/** Something in a document's text that keeps it, or a part of it, from being read. Offsets are relative to the document. */
export interface Problem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** YAML 1.2.2, chapter 5.1: all control characters but tab and line breaks. */
const FORBIDDEN = /[^\P{Cc}\t\n\r\u0085]/u;

/** What the parser's error codes mean to the person who wrote the text: what is wrong, and what to do. */
const MESSAGES: Partial<Record<YAMLError['code'], string>> = {
  ALIAS_PROPS: 'An alias (*name) cannot carry an anchor or a tag of its own. Remove one of them.',
  BAD_ALIAS: 'This anchor or alias has no valid name. Write & or * directly before a name.',
  BAD_COLLECTION_TYPE: 'The tag does not fit the kind of value behind it. Remove the tag.',
  BAD_DQ_ESCAPE: 'Double quotes know no such escape. Write \\\\ for a backslash, or use single quotes.',
  BAD_INDENT: 'The indentation does not fit the lines around it. Line it up with the key or dash that it belongs to.',
  BAD_PROP_ORDER: 'Anchors and tags belong behind the dash, colon or question mark. Move them there.',
  BLOCK_AS_IMPLICIT_KEY:
    'A key cannot follow on the same line as another key. Put it on a line of its own, or quote the value that holds a colon.',
  BLOCK_IN_FLOW:
    'Indented maps and lists cannot stand inside braces or brackets. Write this value with braces or brackets too.',
  KEY_OVER_1024_CHARS: 'A key must be shorter than 1,024 characters. Is a quote or a line break missing?',
  MULTILINE_IMPLICIT_KEY:
    'A key must stand on one line and be followed by a colon. Is the colon, a quote or a space missing?',
  MULTIPLE_ANCHORS: 'A value can have only one anchor. Remove the others.',
  MULTIPLE_TAGS: 'A value can have only one tag. Remove the others.',
  RESOURCE_EXHAUSTION: 'Maps and lists are nested too deeply here to be read.',
  TAB_AS_INDENT: 'YAML does not allow tabs as indentation. Replace the tab with spaces.',
};

/** The parser's own words that say enough once they are put plainly. */
const WORDINGS: readonly [pattern: RegExp, message: string][] = [
  [/Missing closing ["']/, 'The closing quote is missing: everything behind the opening quote is read as one text.'],
  [
    /Implicit map keys? needs? to be followed by map values/,
    'A key needs a colon and a space or a line break behind it.',
  ],
  [/Missing , /, 'A comma is missing between the values in braces or brackets.'],
  [
    /must end with a|expected flow .* to end|sufficiently indented and end with/,
    'The closing brace or bracket is missing.',
  ],
  [/Sequence item without - indicator/, 'An item of a list needs a dash and a space before it.'],
  [/Block scalars? /, 'The lines of a text block must be indented alike, and deeper than the key that they belong to.'],
  [/Comments must be separated/, 'A comment needs a space before its #.'],
  [/Plain value cannot start with (.*)/, 'This value must be quoted: unquoted text cannot start with this character.'],
  [/Tags and anchors must be separated/, 'A tag or anchor needs a space behind it.'],
  [/Block scalar header/, 'Behind | or > only an indentation digit, + or - may stand. Move the text to the next line.'],
  [/Missing directives-end/, 'A --- line is missing behind the % directive.'],
  [
    /Block collection cannot start on same line/,
    'Behind --- only a single value may stand. Move the map or list to the next line.',
  ],
];

/** The place of a control character that no YAML reader takes, if there is one. */
export function controlCharacter(text: string): Problem | undefined {
  const at = text.search(FORBIDDEN);
  if (at < 0) return undefined;
  return {
    message: 'This character cannot stand in YAML. Remove it, or save the file as UTF-8.',
    start: at,
    end: at + 1,
  };
}

/** A problem in plain words for an error of the parser. `quote` is where an unclosed quotation begins. */
export function describe(error: YAMLError, text: string, quote: number | undefined): Problem {
  const wording = WORDINGS.find(([pattern]) => pattern.test(error.message));
  const message =
    wording?.[1] ??
    MESSAGES[error.code] ??
    'YAML cannot be read here. Check the indentation, colons and quotes of this line.';
  const start = Math.min(Math.max(quote ?? error.pos[0], 0), text.length);
  const end = quote === undefined ? error.pos[1] : quote + 1;
  return { message, start, end: Math.min(Math.max(end, start), text.length) };
}
