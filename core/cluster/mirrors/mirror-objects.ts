import type { Batch } from './batch.ts';
import type { ApiObject } from '../connection.ts';
import { slim } from './slim.ts';

/** The objects of a mirror by uid; what really changes goes into the batch. */
export class MirrorObjects {
  readonly all = new Map<string, ApiObject>();
  readonly #batch: Batch;
  readonly #keep: (object: ApiObject) => ApiObject | undefined;

  constructor(batch: Batch, keep: (object: ApiObject) => ApiObject | undefined = (object) => object) {
    this.#batch = batch;
    this.#keep = keep;
  }

  /** Takes an object as it is now. */
  put(object: ApiObject): void {
    const uid = uidOf(object);
    const known = this.all.get(uid);
    // The same version is the same object, and whoever holds it may go on with it.
    if (known !== undefined && known.metadata.resourceVersion === object.metadata.resourceVersion) return;
    const kept = this.#keep(slim(object));
    if (kept === undefined) {
      this.removeUid(uid);
      return;
    }
    this.all.set(uid, kept);
    this.#batch.changed(uid, kept);
  }

  remove(object: ApiObject): void {
    this.removeUid(uidOf(object));
  }

  /** Removes all but these. */
  retain(uids: ReadonlySet<string>): void {
    for (const uid of [...this.all.keys()]) if (!uids.has(uid)) this.removeUid(uid);
  }

  removeUid(uid: string): void {
    const known = this.all.get(uid);
    if (known === undefined) return;
    this.all.delete(uid);
    this.#batch.removed(uid, known);
  }
}

/** A few aggregated APIs give no uid; their objects are told apart by name. */
export const uidOf = ({ metadata: { uid, namespace = '', name } }: ApiObject): string => uid ?? `${namespace}/${name}`;
