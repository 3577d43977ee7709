import { Fragment } from './fragment.ts';
import type { Replacement } from './pieces.ts';
import { BlockWriter } from './render.ts';
import type { Style } from './style.ts';
import { textEdit } from './text-edit.ts';
import type { TextEdit } from './text-edit.ts';
import type { EditValue } from './value.ts';
import type { WorkingDocument } from './working-document.ts';

/** The text of an object as a document of its own, without the line break at its end. */
export function newDocument(value: EditValue, style: Style): Fragment {
  return new BlockWriter(style).collection(value, 0);
}

/** The text of a new file, or of one that a further object joins. */
export function newFile(before: Fragment | undefined, value: EditValue, style: Style): Fragment {
  const file = before ? Fragment.of('').add(before).write(`---${style.lineBreak}`) : new Fragment();
  return file.add(newDocument(value, style)).write(style.lineBreak);
}

/** All edits, by file. */
export function documentEdits(
  documents: readonly WorkingDocument[],
  files: ReadonlyMap<string, Fragment>,
): Map<string, TextEdit[]> {
  const edits = new Map<string, TextEdit[]>();
  const byPlace = [...documents].sort((left, right) => left.original.startOffset - right.original.startOffset);
  for (const working of byPlace) {
    const { file, startOffset } = working.original;
    const list = edits.get(file.uri) ?? [];
    for (const { start, end, fragment } of withAppended(working)) {
      const stop = 1 + list.reduce((sum, edit) => sum + (edit.snippetText?.match(/(?<!\\)\$\{/g)?.length ?? 0), 0);
      list.push(textEdit(start + startOffset, end + startOffset, fragment, stop));
    }
    if (list.length > 0) edits.set(file.uri, list);
  }
  for (const [uri, fragment] of files) edits.set(uri, [textEdit(0, 0, fragment, 1)]);
  return edits;
}

/** The replacements of a document, and the documents behind it as one more, or as a part of the one that reaches to the end. */
function withAppended(working: WorkingDocument): Replacement[] {
  const replacements = working.replacements();
  if (working.appended.length === 0) return replacements;
  const { text, endState } = working.original;
  const { lineBreak } = working.style;
  const last = replacements.at(-1);
  const merged = last?.end === text.length ? replacements.pop() : undefined;
  const tail = merged ? Fragment.of('').add(merged.fragment) : new Fragment();
  const present = working.page.text;
  const closed = present.endsWith('\n');
  for (const document of working.appended) {
    if (closed) tail.write(`---${lineBreak}`).add(document).write(lineBreak);
    else tail.write(`${lineBreak}---${lineBreak}`).add(document);
  }
  // Behind a `...` line the next document needs no `---`, so the new one has to be ended in the same way.
  if (endState === 'ended') tail.write(closed ? `...${lineBreak}` : `${lineBreak}...`);
  replacements.push({ start: merged?.start ?? text.length, end: text.length, fragment: tail });
  return replacements;
}
