import type { Position, Range } from 'vscode-languageserver-types';
import type { Path } from '../../engines/model/object.ts';
import { SourceFile } from '../documents/index.ts';
import type { ManifestObject } from '../documents/index.ts';
import { resolved } from '../documents/syntax.ts';
import type { MapNode, SyntaxNode } from '../documents/syntax.ts';

/** Stands for what is being typed while the text around it is read. */
export const PROBE = 'plinth-probe';

/** What can be put in at the cursor. */
export interface Probe {
  readonly object: ManifestObject;
  /** The way from the object to the place: of a key, to the map that gets it; of a value, to the value. */
  readonly path: Path;
  /** A key is being typed, and these stand beside it already. */
  readonly siblings: readonly string[] | undefined;
  /** What is typed so far, and is replaced. */
  readonly range: Range;
  /** The column at which a key begins: what is put in below it stands deeper. */
  readonly column: number;
  readonly flow: boolean;
  /** A key of the list's first item, or a value: a dash stands before it. */
  readonly typed: string;
  readonly quoted: boolean;
}

const KEY_LINE = /^(?<before>\s*(?:-\s+)*)(?<word>[\w./-]*)$/u;
const FLOW_KEY = /(?<before>.*[{,]\s*)(?<word>[\w./-]*)$/u;
const VALUE = /^(?<before>.*(?::|-|\[|,)\s+["']?|.*\[["']?)(?<word>[^"'#,[\]{}]*)$/u;

/** Reads the text around a cursor as if something stood there; undefined in comments, in texts, and where nothing is known. */
export function probeAt(file: SourceFile, position: Position): Probe | undefined {
  const document = file.documentAt(position);
  if (document === undefined || file.language === 'json') return undefined;
  const offset = file.offsetAt(position) - document.startOffset;
  const { text, lines } = document;
  const line = lines.lineAt(offset);
  const start = lines.lineStart(line);
  const before = text.slice(start, offset);
  const after = text.slice(offset, lines.lineEnd(line));
  const rest = /^[\w./-]*/u.exec(after)?.[0] ?? '';
  const behind = after.slice(rest.length);
  for (const kind of kindsOf(before)) {
    const { before: ahead = '', word = '' } = kind.pattern.exec(before)?.groups ?? {};
    const from = start + ahead.length;
    // A key that has its colon already keeps what follows it.
    const isRenamed = /^\s*:/u.test(behind);
    const put = kind.isKey && !isRenamed ? `${PROBE}: ` : PROBE;
    const changed = text.slice(0, from) + put + text.slice(offset + rest.length);
    const found = find(file, changed);
    if (found === undefined || (found.siblings !== undefined) !== kind.isKey) continue;
    const base = document.startOffset;
    return {
      ...found,
      range: { start: file.positionAt(base + from), end: file.positionAt(base + offset + rest.length) },
      column: ahead.length,
      typed: word,
      quoted: /["']$/u.test(ahead),
    };
  }
  return undefined;
}

interface Kind {
  readonly pattern: RegExp;
  readonly isKey: boolean;
}

/** What the text before the cursor lets it be, the likeliest first. */
function kindsOf(before: string): Kind[] {
  if (/(?:^|\s)#/u.test(before)) return [];
  return [
    { pattern: KEY_LINE, isKey: true },
    { pattern: FLOW_KEY, isKey: true },
    { pattern: VALUE, isKey: false },
    { pattern: KEY_LINE, isKey: false },
  ].filter(({ pattern }) => pattern.test(before));
}

/** Where the probe stands in a text, as an object of its own file sees it. */
function find(file: SourceFile, text: string): Pick<Probe, 'object' | 'path' | 'siblings' | 'flow'> | undefined {
  const [document] = SourceFile.open(file.uri, text, { language: 'yaml' }).documents;
  for (const object of document?.objects ?? []) {
    const found = search(object.node, []);
    if (found) return { object, ...found };
  }
  return undefined;
}

function search(node: SyntaxNode, path: Path): Pick<Probe, 'path' | 'siblings' | 'flow'> | undefined {
  const here = node.kind === 'alias' ? undefined : resolved(node);
  if (here === undefined) return undefined;
  if (here.kind === 'scalar') return here.value === PROBE ? { path, siblings: undefined, flow: false } : undefined;
  if (here.kind === 'list') {
    for (const [index, item] of here.items.entries()) {
      const found = search(item, [...path, index]);
      if (found) return found;
    }
    return undefined;
  }
  return inMap(here, path);
}

function inMap(map: MapNode, path: Path): Pick<Probe, 'path' | 'siblings' | 'flow'> | undefined {
  const keys = map.entries.map(({ key }) => key);
  if (keys.includes(PROBE)) return { path, siblings: keys.filter((key) => key !== PROBE), flow: map.flow };
  for (const entry of map.entries) {
    const found = search(entry.value, [...path, entry.key]);
    if (found) return found;
  }
  return undefined;
}
