import type { ObjectName } from '../../../core/cluster/connection.ts';
import type { Controller } from './controllers.ts';
import type { Meta } from './store.ts';

/** Removes what nobody owns any more, and ends foreground and orphaning deletions. https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export const collectGarbage: Controller = ({ store }) => {
  const everything = store.everything().map(({ resource, object }) => {
    const metadata = object.metadata as unknown as Meta;
    const name: ObjectName = { resource, namespace: metadata.namespace, name: metadata.name };
    return { name, metadata };
  });
  const alive = new Set(everything.map(({ metadata }) => metadata.uid));
  for (const { name, metadata } of everything) {
    const owners = metadata.ownerReferences ?? [];
    const orphaned = owners.length > 0 && owners.every(({ uid }) => !alive.has(uid));
    if (orphaned && metadata.deletionTimestamp === undefined) store.remove(name);
    const ending =
      metadata.deletionTimestamp === undefined ? undefined : metadata.finalizers?.find((one) => ENDING.has(one));
    if (ending === undefined) continue;
    const owned = everything.filter((one) => one.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));
    for (const one of owned) {
      if (ending === 'orphan')
        store.change(one.name, (draft) => {
          draft.metadata.ownerReferences = (draft.metadata.ownerReferences ?? []).filter(
            ({ uid }) => uid !== metadata.uid,
          );
        });
      else if (one.metadata.deletionTimestamp === undefined) store.remove(one.name);
    }
    if (ending === 'orphan' || owned.length === 0)
      store.change(name, (draft) => {
        draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter((one) => one !== ending);
      });
  }
  return undefined;
};

const ENDING: ReadonlySet<string> = new Set(['foregroundDeletion', 'orphan']);
