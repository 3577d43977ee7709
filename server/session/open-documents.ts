import type { TextDocumentContentChangeEvent, TextDocumentItem } from 'vscode-languageserver';
import { SourceFile } from '../documents/index.ts';
import type { YamlDocument } from '../documents/index.ts';
import { pathOf, uriOf } from './paths.ts';

/** A document that the editor has open: from now on its text is the truth, not the one on disk. */
export interface OpenDocument {
  /** As the client writes it; answers use the same. */
  readonly uri: string;
  readonly path: string;
  readonly file: SourceFile;
  /** The client's version. */
  readonly version: number;
}

/** What a change did to a document's parts. */
export interface DocumentChange {
  readonly document: OpenDocument;
  readonly added: YamlDocument[];
  readonly removed: YamlDocument[];
}

/** The open documents. Changes go straight into the {@link SourceFile}: there is no other copy of the text. */
export class OpenDocuments {
  readonly #byPath = new Map<string, OpenDocument & { version: number }>();

  open({ uri, languageId, version, text }: TextDocumentItem): OpenDocument {
    const path = pathOf(uri);
    const options = languageId === 'json' || languageId === 'jsonc' ? ({ language: 'json' } as const) : {};
    const document = { uri, path, version, file: SourceFile.open(path, text, options) };
    this.#byPath.set(path, document);
    return document;
  }

  /** Undefined for a document that was never opened. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): DocumentChange | undefined {
    const document = this.#byPath.get(pathOf(uri));
    if (document === undefined) return undefined;
    document.version = version;
    return { document, ...document.file.change(changes) };
  }

  /** The path of the document that was closed. */
  close(uri: string): string {
    const path = pathOf(uri);
    this.#byPath.delete(path);
    return path;
  }

  get(path: string): OpenDocument | undefined {
    return this.#byPath.get(path);
  }

  has(path: string): boolean {
    return this.#byPath.has(path);
  }

  all(): Iterable<OpenDocument> {
    return this.#byPath.values();
  }

  /** A file's URI as the client knows it. */
  uriOf(path: string): string {
    return this.#byPath.get(path)?.uri ?? uriOf(path);
  }
}
