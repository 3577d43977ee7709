export { decode } from './decode.ts';
export { offsetsOf, rangeOf } from './locate.ts';
export { ManifestObject } from './manifest-object.ts';
export type { ObjectContext, Patch } from './manifest-object.ts';
export type { Comment } from './parse.ts';
export type { Problem } from './problems.ts';
export { SourceFile } from './source-file.ts';
export type { ContentChange, FileProblem } from './source-file.ts';
export { YamlDocument } from './yaml-document.ts';
