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

/** Does so where the members of this engine look each other up before they are ready, and the Service does not do it yet. */
export function publishForPeers(editor: ManifestEditor, service: KubeObject, database: Database): void {
  const { engine, context, replication } = database;
  const isDone = new Field(service).at('spec', 'publishNotReadyAddresses').value === true;
  if (!isDone && engine.topology.peersBeforeReady(context, replication)) publishUnready(editor, service);
}
