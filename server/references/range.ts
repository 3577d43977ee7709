import type { Range } from 'vscode-languageserver-types';
import type { Source } from '../../engines/model/field.ts';
import type { ManifestObject } from '../documents/index.ts';
import { offsetsOf } from '../documents/index.ts';

/** A place in the files of a workspace. */
export interface FilePlace {
  readonly file: string;
  readonly range: Range;
}

/** Where a name stands, without its quotes. */
export function namePlace(source: Source & { readonly object: ManifestObject }): FilePlace {
  const { document } = source.object;
  const [start, end] = nameOffsets(source);
  const at = (offset: number): Range['start'] => {
    const { line, character } = document.lines.positionAt(offset);
    return { line: line + document.startLine, character };
  };
  return { file: document.file.uri, range: { start: at(start), end: at(end) } };
}

/** The same as offsets in the object's document. */
export function nameOffsets(source: Source & { readonly object: ManifestObject }): readonly [number, number] {
  const [start, end] = offsetsOf(source);
  const { text } = source.object.document;
  const quote = text[start];
  const isQuoted = (quote === '"' || quote === "'") && end - start >= 2 && text[end - 1] === quote;
  return isQuoted ? [start + 1, end - 1] : [start, end];
}
