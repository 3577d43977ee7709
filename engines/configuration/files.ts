import { isMap, isPair, isScalar, isSeq, parseDocument } from 'yaml';
import type { Node, Pair } from 'yaml';
import type { Setting } from '../model/engine.ts';
import type { Source } from '../model/field.ts';

/** A setting as a configuration file gives it; the source's span is the whole of `name = value` in the file's text. */
export type FileSetting = Pick<Setting, 'name' | 'value' | 'source'>;

/**
 * Reads an option file of MySQL and MariaDB (my.cnf). Names come in lower case with `_` for `-`; an option without a value has
 * `ON`. Includes (`!includedir`) are not followed. Only options below one of `sections` are given.
 * Source: https://dev.mysql.com/doc/refman/8.4/en/option-files.html
 */
export function readIni(text: string, source: Source, sections: readonly string[]): FileSetting[] {
  const settings: FileSetting[] = [];
  let inSection = false;
  for (const line of linesOf(text)) {
    const header = /^\s*\[([^\]]*)\]/u.exec(line.text);
    if (header) {
      inSection = sections.includes((header[1] ?? '').trim().toLowerCase());
      continue;
    }
    const content = withoutComment(line.text).trimEnd();
    const match = /^\s*(?:loose[-_])?([A-Za-z][\w.-]*)\s*(?:=\s*(.*))?$/u.exec(content);
    if (!inSection || !match) continue;
    const [, name = '', value] = match;
    settings.push({
      name: name.toLowerCase().replaceAll('-', '_'),
      value: value === undefined ? 'ON' : unquote(value.trim()),
      source: spanOf(source, line.start, content),
    });
  }
  return settings;
}

/**
 * Reads `name = value` (postgresql.conf, where the equals sign may be left out) or `name value` (redis.conf) line by line.
 * Names come in lower case; later lines stand later, as the engines read them.
 * Sources: https://www.postgresql.org/docs/current/config-setting.html#CONFIG-SETTING-CONFIGURATION-FILE,
 * https://redis.io/docs/latest/operate/oss_and_stack/management/config/
 */
export function readKeyValues(text: string, source: Source, separator: 'equals' | 'space'): FileSetting[] {
  const pattern =
    separator === 'equals' ? /^\s*([A-Za-z_][\w.-]*)\s*(?:=|\s)\s*(.*)$/u : /^\s*([A-Za-z][\w-]*)\s+(.*)$/u;
  return linesOf(text).flatMap((line) => {
    // A `#` in the middle of a line of redis.conf belongs to the value; only a whole line can be a comment there.
    const content = (separator === 'equals' ? withoutComment(line.text) : line.text).trimEnd();
    const match = pattern.exec(content);
    if (!match) return [];
    const [, name = '', value = ''] = match;
    return [{ name: name.toLowerCase(), value: unquote(value.trim()), source: spanOf(source, line.start, content) }];
  });
}

/**
 * Reads a configuration file in YAML (mongod.conf, cassandra.yaml, elasticsearch.yml) as flat settings: `storage.dbPath`,
 * `seed_provider.0.parameters.0.seeds`. A list of plain values is one setting, joined by commas. What does not parse is left out.
 */
export function readYamlSettings(text: string, source: Source): FileSetting[] {
  const settings: FileSetting[] = [];
  const document = parseDocument(text, { strict: false, logLevel: 'silent', uniqueKeys: false });
  const visit = (node: unknown, name: string, start: number | undefined): void => {
    if (isMap(node)) {
      for (const pair of node.items) visitPair(pair, name);
    } else if (isSeq(node)) {
      const values = node.items.flatMap((item) => plainText(item) ?? []);
      if (values.length === node.items.length) add(name, values.join(','), node, start);
      else node.items.forEach((item, index) => visit(item, join(name, String(index)), undefined));
    } else if (isScalar(node)) {
      const text = plainText(node);
      if (text !== undefined) add(name, text, node, start);
    }
  };
  const visitPair = (pair: Pair, name: string): void => {
    const key = isPair(pair) ? plainText(pair.key) : undefined;
    if (key === undefined || !isScalar(pair.key)) return;
    visit(pair.value, join(name, key), pair.key.range?.[0]);
  };
  const add = (name: string, value: string, node: Node, start: number | undefined): void => {
    const end = node.range?.[1];
    const begin = start ?? node.range?.[0];
    if (name === '') return;
    const span = begin === undefined || end === undefined ? {} : { span: [begin, end] as const };
    settings.push({ name, value, source: { ...source, ...span } });
  };
  visit(document.contents, '', undefined);
  return settings;
}

/** A plain value as text; undefined for lists, maps, aliases and null. */
function plainText(node: unknown): string | undefined {
  if (!isScalar(node)) return undefined;
  const { value } = node;
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : undefined;
}

function join(prefix: string, name: string): string {
  return prefix === '' ? name : `${prefix}.${name}`;
}

interface Line {
  readonly text: string;
  readonly start: number;
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/[^\r\n]+/gu)].map((match) => ({
    text: match[0].replace(/^\uFEFF/u, ' '),
    start: match.index,
  }));
}

/** The line without a trailing comment; a comment sign inside quotes does not begin one. */
function withoutComment(line: string): string {
  let quote = '';
  for (let index = 0; index < line.length; index += 1) {
    const character = line.charAt(index);
    if (quote !== '') quote = character === quote ? '' : quote;
    else if (character === "'" || character === '"') quote = character;
    else if (character === '#') return line.slice(0, index);
  }
  return line;
}

function unquote(value: string): string {
  const quote = value.charAt(0);
  const isQuoted = value.length > 1 && (quote === "'" || quote === '"') && value.endsWith(quote);
  return isQuoted ? value.slice(1, -1).replaceAll(quote + quote, quote) : value;
}

function spanOf(source: Source, start: number, content: string): Source {
  const indent = content.length - content.trimStart().length;
  return { ...source, span: [start + indent, start + content.length] };
}
