import type { Range } from 'vscode-languageserver-types';
import type { Json, Path } from '../../engines/model/object.ts';
import { rangeOf } from '../documents/index.ts';
import type { ManifestObject, SourceFile } from '../documents/index.ts';
import { appliedBody } from './knowable.ts';
import type { Workspace } from './workspace.ts';

/** An object of a file as it will be applied. */
export interface WrittenObject {
  readonly kind: string;
  readonly name: string | undefined;
  /** Undefined where the file alone does not say what is applied: a patch, a template, an overlay that changes it. */
  readonly body: Readonly<Record<string, Json>> | undefined;
  /** Where a field stands in the file, or the last above it that is there. */
  readonly rangeOf: (path: Path) => Range;
}

/** The objects of a file, in their order. */
export function writtenObjects(file: SourceFile, workspace: Workspace): WrittenObject[] {
  return file.documents.flatMap((document) =>
    workspace.objectsOf(document).map((object) => ({
      kind: object.kind,
      name: object.name,
      body: bodyOf(object, workspace),
      rangeOf: (path: Path): Range => rangeOf({ object, path }),
    })),
  );
}

function bodyOf(object: ManifestObject, workspace: Workspace): WrittenObject['body'] {
  const body = appliedBody(object, workspace);
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Readonly<Record<string, Json>>)
    : undefined;
}
