export { CannotEdit } from './cannot-edit.ts';
export { ManifestEditor } from './editor.ts';
export type { TextEdit } from './text-edit.ts';
export { Commented, Placeholder, comment, placeholder } from './value.ts';
export type { EditValue } from './value.ts';
