import type { Position, Range } from 'vscode-languageserver-types';
import { MAX_DOCUMENTS, MAX_FILE_LENGTH } from './limits.ts';
import { countLineBreaks } from './lines.ts';
import { splitJson, splitYaml, startsWithMarker } from './split.ts';
import type { Segment } from './split.ts';
import { YamlDocument } from './yaml-document.ts';

/** A change as the language server protocol sends it; without a range the text replaces everything. */
export interface ContentChange {
  readonly range?: Range;
  readonly text: string;
}

/** Why a file is not read. */
export interface FileProblem {
  readonly kind: 'too-large' | 'not-utf8';
  readonly message: string;
}

/** One text file, split into its documents. A change re-reads only the documents that it touches; the others stay the same objects. */
export class SourceFile {
  readonly uri: string;
  readonly language: 'yaml' | 'json';
  #segments: YamlDocument[] = [];
  #length = 0;
  #text: string | undefined;
  #version = 1;
  #problem: FileProblem | undefined;
  /** What the change under way has added and removed so far. */
  #fresh = new Set<YamlDocument>();
  #gone = new Set<YamlDocument>();

  private constructor(uri: string, language: 'yaml' | 'json') {
    this.uri = uri;
    this.language = language;
  }

  /** Opens a text. JSON is told by the option, else by the name's end. */
  static open(uri: string, text: string, options: { language?: 'yaml' | 'json' } = {}): SourceFile {
    const file = new SourceFile(uri, options.language ?? (/\.json$/i.test(uri) ? 'json' : 'yaml'));
    file.#replace(0, 0, text);
    return file;
  }

  /** A file whose bytes are no text that Kubernetes reads; see `decode`. */
  static unreadable(uri: string, problem: FileProblem): SourceFile {
    const file = SourceFile.open(uri, '');
    file.#problem = problem;
    return file;
  }

  get version(): number {
    return this.#version;
  }

  get problem(): FileProblem | undefined {
    return this.#problem;
  }

  get documents(): readonly YamlDocument[] {
    return this.#problem ? [] : this.#segments;
  }

  text(): string {
    this.#text ??= this.#segments.map((segment) => segment.text).join('');
    return this.#text;
  }

  /** Applies changes in their order, and tells which documents are new and which are gone. */
  change(changes: readonly ContentChange[]): { added: YamlDocument[]; removed: YamlDocument[] } {
    const unread = this.#problem !== undefined;
    this.#gone = new Set();
    this.#fresh = new Set();
    const before = this.#segments;
    for (const { range, text } of changes) {
      if (range) this.#edit(this.offsetAt(range.start), this.offsetAt(range.end), text);
      else this.#replace(0, this.#segments.length, text);
    }
    this.#version += 1;
    // A file that becomes readable, or ceases to be, changes as a whole.
    if (unread !== (this.#problem !== undefined)) {
      return unread ? { added: this.#segments, removed: [] } : { added: [], removed: before };
    }
    if (unread) return { added: [], removed: [] };
    return { added: [...this.#fresh], removed: [...this.#gone] };
  }

  offsetAt(position: Position): number {
    if (position.line < 0) return 0;
    const segment = this.#segmentAt((candidate) => candidate.startLine <= position.line);
    const line = position.line - segment.startLine;
    return segment.startOffset + segment.lines.offsetAt({ line, character: position.character });
  }

  positionAt(offset: number): Position {
    const segment = this.#segmentAt((candidate) => candidate.startOffset <= offset);
    const { line, character } = segment.lines.positionAt(offset - segment.startOffset);
    return { line: segment.startLine + line, character };
  }

  /** The document in which a position lies; a position behind the text belongs to the last one. */
  documentAt(position: Position): YamlDocument | undefined {
    if (this.#problem) return undefined;
    return this.#segmentAt((candidate) => candidate.startLine <= position.line);
  }

  /** The last segment for which `begun` holds; the first where it holds for none. */
  #segmentAt(begun: (segment: YamlDocument) => boolean): YamlDocument {
    let low = 0;
    let high = this.#segments.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (begun(this.#segment(middle))) low = middle;
      else high = middle;
    }
    return this.#segment(low);
  }

  #segment(index: number): YamlDocument {
    const segment = this.#segments[index];
    if (!segment) throw new RangeError(`no segment ${index}`);
    return segment;
  }

  /** Replaces the text between two offsets. */
  #edit(start: number, end: number, text: string): void {
    const from = Math.min(start, end);
    const to = Math.max(start, end);
    const first = this.#segments.indexOf(this.#segmentAt((segment) => segment.startOffset <= from));
    const last = this.#segments.indexOf(this.#segmentAt((segment) => segment.startOffset <= to));
    // The neighbours too: a border may go away, and then the text before or behind it belongs to the same document.
    const low = Math.max(first - 1, 0);
    const high = Math.min(last + 2, this.#segments.length);
    const joined = this.#segments
      .slice(low, high)
      .map((segment) => segment.text)
      .join('');
    const base = this.#segment(low).startOffset;
    this.#replace(low, high, joined.slice(0, from - base) + text + joined.slice(to - base));
  }

  /** Replaces segments [low, high) by what `text` splits into, and goes on while a border behind it has ceased to be one. */
  #replace(low: number, high: number, text: string): void {
    this.#text = undefined;
    const old = this.#segments;
    const replaced = old.slice(low, high).reduce((sum, segment) => sum + segment.text.length, 0);
    const length = this.#length - replaced + text.length;
    const whole = low === 0 && high >= old.length;
    if (!whole && (this.language === 'json' || this.#problem || length > MAX_FILE_LENGTH)) {
      const rest = (segments: YamlDocument[]): string => segments.map((segment) => segment.text).join('');
      this.#replace(0, old.length, rest(old.slice(0, low)) + text + rest(old.slice(high)));
      return;
    }
    const pieces = this.#split(text, length);
    const end = pieces.at(-1);
    const following = old[high];
    if (end && following && !isBorder(end, following)) {
      this.#replace(low, high + 1, text + following.text);
      return;
    }
    this.#length = length;
    const fresh = reuse(old.slice(low, high), pieces, text, this);
    this.#note(old.slice(low, high), fresh);
    this.#segments = whole ? fresh : [...old.slice(0, low), ...fresh, ...old.slice(high)];
    this.#placeFrom(low);
  }

  /** Remembers which documents came and went; one that came and went within the same change is neither. */
  #note(before: YamlDocument[], after: YamlDocument[]): void {
    const kept = new Set(after);
    for (const document of before) {
      if (!kept.delete(document) && !this.#fresh.delete(document)) this.#gone.add(document);
    }
    for (const document of kept) this.#fresh.add(document);
  }

  #split(text: string, length: number): Segment[] {
    this.#problem = undefined;
    const unsplit: Segment[] = [{ start: 0, end: text.length, state: 'body' }];
    if (length > MAX_FILE_LENGTH) {
      const limit = MAX_FILE_LENGTH / 1024 / 1024;
      this.#problem = {
        kind: 'too-large',
        message: `The file is larger than ${limit} MiB and is not read. Split it into several files.`,
      };
      return unsplit;
    }
    const pieces = this.language === 'json' ? splitJson(text) : splitYaml(text);
    if (pieces.length <= MAX_DOCUMENTS) return pieces;
    this.#problem = {
      kind: 'too-large',
      message: `The file has more than ${MAX_DOCUMENTS} documents and is not read. Split it into several files.`,
    };
    return unsplit;
  }

  #placeFrom(index: number): void {
    const before = index > 0 ? this.#segments[index - 1] : undefined;
    let offset = before ? before.startOffset + before.text.length : 0;
    let line = before ? before.startLine + before.lineBreaks : 0;
    for (let at = index; at < this.#segments.length; at += 1) {
      const segment = this.#segment(at);
      segment.place(offset, line);
      offset += segment.text.length;
      line += segment.lineBreaks;
    }
  }
}

/** Whether the text may be cut between a piece and the document behind it. */
function isBorder(piece: Segment, following: YamlDocument): boolean {
  return piece.state === 'ended' || (piece.state === 'body' && startsWithMarker(following.text));
}

/** Documents for the pieces of `text`: the old ones where their text is still the same, from both ends. */
function reuse(old: YamlDocument[], pieces: Segment[], text: string, file: SourceFile): YamlDocument[] {
  const fresh: (YamlDocument | undefined)[] = pieces.map(() => undefined);
  const same = (document: YamlDocument | undefined, piece: Segment | undefined): document is YamlDocument =>
    document !== undefined &&
    piece !== undefined &&
    document.text.length === piece.end - piece.start &&
    document.endState === piece.state &&
    text.startsWith(document.text, piece.start);
  let head = 0;
  for (; head < pieces.length; head += 1) {
    const document = old[head];
    if (!same(document, pieces[head])) break;
    fresh[head] = document;
  }
  for (let tail = 1; tail <= pieces.length - head && tail <= old.length - head; tail += 1) {
    const document = old[old.length - tail];
    if (!same(document, pieces[pieces.length - tail])) break;
    fresh[pieces.length - tail] = document;
  }
  return pieces.map((piece, index) => {
    const known = fresh[index];
    if (known) return known;
    const part = text.slice(piece.start, piece.end);
    return new YamlDocument(file, part, piece.state, countLineBreaks(part));
  });
}
