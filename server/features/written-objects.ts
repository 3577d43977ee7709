import { PLACES, WRITTEN_OBJECTS } from '../protocol/messages.ts';
import type { PlacesParams, PlacesResult, WrittenObjectsParams, WrittenObjectsResult } from '../protocol/messages.ts';
import type { CancellationToken } from 'vscode-languageserver';
import { writtenObjects } from '../workspace/written.ts';
import type { Feature } from './feature.ts';
import { openedAt } from './navigation.ts';

/** `plinth/writtenObjects` and `plinth/places`: what a file says will be applied, and where its fields stand. */
export const provideWrittenObjects: Feature = (session) => {
  const { connection, runner } = session;
  connection.onRequest(WRITTEN_OBJECTS, ({ uri }: WrittenObjectsParams, token: CancellationToken) =>
    runner.answer<WrittenObjectsResult>(WRITTEN_OBJECTS, token, { objects: [] }, async () => {
      const opened = await openedAt(session, uri);
      const objects = opened === undefined ? [] : writtenObjects(opened.file, opened.workspace);
      return {
        objects: objects.map(({ kind, name, body }) => ({
          kind,
          ...(name === undefined ? {} : { name }),
          ...(body === undefined ? {} : { body: body }),
        })),
      };
    }),
  );
  connection.onRequest(PLACES, ({ uri, fields }: PlacesParams, token: CancellationToken) =>
    runner.answer<PlacesResult>(PLACES, token, { ranges: fields.map(() => null) }, async () => {
      const opened = await openedAt(session, uri);
      const objects = opened === undefined ? [] : writtenObjects(opened.file, opened.workspace);
      return { ranges: fields.map(({ object, path }) => objects[object]?.rangeOf(path) ?? null) };
    }),
  );
  return {};
};
