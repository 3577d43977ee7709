export { CannotEdit } from './cannot-edit.ts';
export { ManifestEditor } from './editor.ts';
export type { TextEdit } from './text-edit.ts';
export { comment, placeholder } from './value.ts';
export type { Commented, EditValue, Placeholder } from './value.ts';
