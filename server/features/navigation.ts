import type { Position } from 'vscode-languageserver';
import type { SourceFile } from '../documents/index.ts';
import type { Source } from '../../engines/model/field.ts';
import type { ManifestObject } from '../documents/index.ts';
import { filesNamedBy } from '../references/files.ts';
import type { FileReference } from '../references/files.ts';
import { namePlace } from '../references/range.ts';
import { objectAt, subjectAt } from '../references/subject.ts';
import type { Subject } from '../references/subject.ts';
import type { Session } from '../session/session.ts';
import type { Workspace } from '../workspace/workspace.ts';

/** An open file with its workspace. */
export interface Opened {
  readonly path: string;
  readonly file: SourceFile;
  readonly workspace: Workspace;
}

/** The file of a URI once it is in its workspace; undefined where it is in none, or nothing is wanted of it. */
export async function openedAt(session: Session, uri: string): Promise<Opened | undefined> {
  const path = await session.settled(uri);
  const workspace = session.projects.linterOf(path)?.workspace;
  const file = workspace?.files.get(path);
  if (workspace === undefined || file === undefined || !session.projects.settingsFor(path).enable) return undefined;
  return { path, file, workspace };
}

/** What stands at a position; see {@link subjectAt}. */
export async function askedFor(
  session: Session,
  uri: string,
  position: Position,
): Promise<(Opened & { readonly subject: Subject | undefined }) | undefined> {
  const opened = await openedAt(session, uri);
  return opened && { ...opened, subject: subjectAt(opened.file, position, opened.workspace) };
}

/** The file that a kustomization names at a position. */
export function fileNamedAt({ file, workspace }: Opened, position: Position): FileReference | undefined {
  const document = file.documentAt(position);
  const kustomization = document && workspace.kustomizations.get(document);
  if (document === undefined || kustomization === undefined) return undefined;
  const found = objectAt(document, file.offsetAt(position) - document.startOffset, workspace);
  const path = found?.at.path;
  return filesNamedBy(kustomization, workspace).find(
    (one) => one.path.length === path?.length && one.path.every((step, at) => step === path[at]),
  );
}

/** A name's place in the protocol's words. */
export function locationOf(
  { documents }: Session,
  source: Source & { readonly object: ManifestObject },
): { readonly uri: string; readonly range: ReturnType<typeof namePlace>['range'] } {
  const { file, range } = namePlace(source);
  return { uri: documents.uriOf(file), range };
}

/** A definition or reference as a source of its name. */
export function sourceOf({
  object,
  path,
  part,
}: Pick<Subject, 'object' | 'path'> & { readonly part?: 'key' | 'value' }): Source & {
  readonly object: ManifestObject;
} {
  return { object, path, ...(part === 'key' ? { part } : {}) };
}
