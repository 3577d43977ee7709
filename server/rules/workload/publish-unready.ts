import type { Database } from '../../../engines/model/database.ts';
import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { ManifestEditor } from '../../edits/index.ts';

/** Lets a headless Service give out the names of members that are not ready yet. */
export function publishUnready(editor: ManifestEditor, service: KubeObject): void {
  const field = new Field(service).at('spec', 'publishNotReadyAddresses');
  if (field.exists) editor.set(service, field.path, true);
  else editor.insert(service, field.path, true, { after: 'clusterIP' });
}

/**
 * True where clients have no other Service in sight than the one that is to give out members that are not ready: they would be sent to
 * those too.
 */
export function servesClientsToo({ services }: Database): boolean {
  return services.selecting.every((service) => service === services.governing);
}

/** The condition under which members that are not ready may be given out there. */
export const CLIENTS_TOO = 'clients of that Service get them too';

/** Does so where the members of this engine look each other up before they are ready, and the Service does not do it yet. */
export function publishForPeers(editor: ManifestEditor, service: KubeObject, database: Database): void {
  const { engine, context, replication } = database;
  const isDone = new Field(service).at('spec', 'publishNotReadyAddresses').value === true;
  if (!isDone && engine.topology.peersBeforeReady(context, replication)) publishUnready(editor, service);
}
