import { Field } from '../../../engines/model/field.ts';
import type { KubeObject } from '../../../engines/model/object.ts';
import type { ManifestEditor } from '../../edits/index.ts';

/** Lets a headless Service give out the names of members that are not ready yet. */
export function publishUnready(editor: ManifestEditor, service: KubeObject): void {
  const field = new Field(service).at('spec', 'publishNotReadyAddresses');
  if (field.exists) editor.set(service, field.path, true);
  else editor.insert(service, field.path, true, { after: 'clusterIP' });
}
