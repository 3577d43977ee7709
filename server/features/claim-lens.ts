import type { CodeLens } from 'vscode-languageserver';
import { rangeOf } from '../documents/index.ts';
import type { ManifestObject } from '../documents/index.ts';
import { COMMANDS } from '../protocol/messages.ts';
import type { ShowUsesArgument } from '../protocol/messages.ts';
import { nameOf } from '../references/resolve.ts';
import { usesOf } from '../references/uses.ts';
import { titleOf } from '../session/risks.ts';
import type { Session } from '../session/session.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { locationOf, sourceOf } from './navigation.ts';

/** More names than that are counted. */
const MOST = 3;

/** Over each claim of a file, what depends on it. */
export function claimLenses(session: Session, path: string): CodeLens[] {
  const workspace = session.projects.linterOf(path)?.workspace;
  const documents = workspace?.files.get(path)?.documents ?? [];
  if (workspace === undefined) return [];
  return documents
    .flatMap((document) => workspace.objectsOf(document))
    .filter(({ kind, name, partial }) => kind === 'PersistentVolumeClaim' && name !== undefined && !partial)
    .map((claim) => lensOver(session, claim, workspace));
}

function lensOver(session: Session, claim: ManifestObject, workspace: Workspace): CodeLens {
  const own = nameOf(claim);
  const { what, name, object, path } = own;
  const uses = [
    ...usesOf({ what, name, object, path, part: 'value', reference: undefined, definitions: [own] }, workspace),
  ];
  const range = rangeOf({ object: claim, path: ['kind'] });
  const users = [...new Set(uses.map((use) => titleOf(use.object)))];
  if (users.length === 0) return { range, command: { title: 'Nothing in sight uses this claim', command: '' } };
  const title = `Used by ${inWords(users)}`;
  if (!session.client.commands.has(COMMANDS.showUses)) return { range, command: { title, command: '' } };
  const argument: ShowUsesArgument = {
    uri: session.documents.uriOf(claim.document.file.uri),
    range,
    uses: uses.map((use) => locationOf(session, sourceOf(use))),
  };
  return { range, command: { title, command: COMMANDS.showUses, arguments: [argument] } };
}

function inWords(users: readonly string[]): string {
  const shown = users.length > MOST ? [...users.slice(0, MOST - 1), `${users.length - MOST + 1} more`] : users;
  return shown.length === 1 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
