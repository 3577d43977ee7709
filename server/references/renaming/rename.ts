import type { TextEdit } from '../../edits/index.ts';
import type { Edits } from '../../linter/fixing.ts';
import type { Workspace } from '../../workspace/workspace.ts';
import { meets } from '../candidates.ts';
import { nameOffsets } from '../range.ts';
import type { Definition, Reference } from '../reference.ts';
import { definitionsIn } from '../subject.ts';
import type { Subject } from '../subject.ts';
import { usesOf } from '../uses.ts';
import { isValidName, writtenName } from './new-name.ts';
import { refusal } from './refusal.ts';

/** What a renaming comes to: the edits by file, or why it is not done. */
export type Renaming = { readonly edits: Edits } | { readonly refused: string };

/** Gives a thing another name wherever it is named; without a name it only tells whether that can be done. */
export function rename(subject: Subject, newName: string | undefined, workspace: Workspace): Renaming {
  const uses = [...usesOf(subject, workspace)];
  const refused =
    refusal(subject, uses, workspace) ?? (newName === undefined ? undefined : ofName(subject, newName, workspace));
  if (refused !== undefined) return { refused };
  const edits = new Map<string, TextEdit[]>();
  for (const place of [...subject.definitions, ...uses]) {
    const edit = editAt(place, subject.name, newName ?? subject.name);
    if (edit === undefined)
      return {
        refused: `'${subject.name}' stands in ${place.object.document.file.uri} in a way that cannot be changed safely.`,
      };
    const { uri } = place.object.document.file;
    const own = edits.get(uri) ?? [];
    if (own.every(({ start }) => start !== edit.start)) edits.set(uri, [...own, edit]);
  }
  for (const own of edits.values()) own.sort((a, b) => a.start - b.start);
  return { edits };
}

/** The edit of one place; undefined where something else is written there: an alias, a template, an escape. */
function editAt({ object, path, part }: Definition | Reference, name: string, newName: string): TextEdit | undefined {
  const { document } = object;
  const [start, end] = nameOffsets({ object, path, ...(part === 'key' ? { part } : {}) });
  if (document.text.slice(start, end) !== name) return undefined;
  const isQuoted = document.text[start - 1] === '"' || document.text[start - 1] === "'";
  const base = document.startOffset;
  return { start: base + start, end: base + end, text: writtenName(newName, isQuoted) };
}

function ofName(subject: Subject, newName: string, workspace: Workspace): string | undefined {
  const { what, name, definitions } = subject;
  if (!isValidName(subject, newName)) return `Kubernetes does not take '${newName}' for a name of this kind.`;
  const [definition] = definitions;
  if (newName === name || definition === undefined) return undefined;
  const { object } = definition;
  const isTaken = what.startsWith('object ')
    ? workspace.named(what.slice('object '.length), newName).some((one) => meets(one.namespace, object.namespace))
    : definitionsIn(object).some((one) => one.what === what && one.name === newName);
  return isTaken ? `There is a '${newName}' already.` : undefined;
}
