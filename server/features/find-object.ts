import type { CancellationToken } from 'vscode-languageserver';
import type { ManifestObject } from '../documents/index.ts';
import { shift } from '../linter/finding.ts';
import { placeOf } from '../linter/place.ts';
import { FIND_OBJECT } from '../protocol/messages.ts';
import type { FindObjectParams, FindObjectResult, PlainObject } from '../protocol/messages.ts';
import type { Session } from '../session/session.ts';
import { appliedBody } from '../workspace/knowable.ts';
import { byPlace } from '../workspace/nearness.ts';
import type { Workspace } from '../workspace/workspace.ts';
import type { Feature } from './feature.ts';

/** `plinth/findObject`: where an object of a cluster stands in the workspaces. */
export const provideFindObject: Feature = (session) => {
  const { connection, runner, projects } = session;
  connection.onRequest(FIND_OBJECT, (params: FindObjectParams, token: CancellationToken) =>
    runner.answer<FindObjectResult>(FIND_OBJECT, token, { places: [] }, async () => {
      await projects.placed();
      return { places: find(session, params) };
    }),
  );
  return {};
};

interface Known {
  readonly object: ManifestObject;
  readonly workspace: Workspace;
}

function find(
  { projects, documents }: Session,
  { kind, name, namespace }: FindObjectParams,
): FindObjectResult['places'] {
  const known = projects.workspaces.linters.flatMap(({ workspace }): Known[] =>
    workspace.named(kind, name).map((object) => ({ object, workspace })),
  );
  const fitting = known.filter(
    ({ object }) => namespace === undefined || object.namespace === undefined || object.namespace === namespace,
  );
  fitting.sort((a, b) => rank(a.object) - rank(b.object) || byPlace(a.object, b.object));
  return fitting.flatMap(({ object, workspace }) => {
    const place = placeOf({ object, path: ['metadata', 'name'] }, workspace);
    if (place === undefined) return [];
    const { document, range } = place;
    const body = appliedBody(object, workspace) as PlainObject | undefined;
    const stands = { uri: documents.uriOf(document.file.uri), range: shift(range, document.startLine) };
    return [{ ...stands, ...(body === undefined ? {} : { body }) }];
  });
}

/** Those that say their namespace first, and of these whole objects before patches. */
function rank({ namespace, partial }: ManifestObject): number {
  return (namespace === undefined ? 2 : 0) + (partial ? 1 : 0);
}
